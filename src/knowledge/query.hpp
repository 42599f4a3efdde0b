// A search text taken apart: the tokens that score, and the quoted parts that must occur.
#pragma once

#include <string_view>
#include <vector>

#include "staysail/knowledge/tokenizer.hpp"

namespace staysail::knowledge {

struct Query {
  std::vector<Token> terms;                 // each text and kind once
  std::vector<std::vector<Token>> phrases;  // never empty ones
};

Query parse_query(std::string_view text);

}  // namespace staysail::knowledge
