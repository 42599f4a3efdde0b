// Named parameters of an SQL statement as numbered ones.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace staysail::boss {

struct NumberedStatement {
  std::string text;                // :token became $1
  std::vector<std::string> names;  // of $1, $2 ...; each once
};

// What stands in quotes and comments is left alone, and so is a cast (::date).
NumberedStatement number_parameters(std::string_view statement);

}  // namespace staysail::boss
