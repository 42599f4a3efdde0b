// "Did you mean": the known name that a misspelt one was most likely meant to be.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace staysail {

// Empty when none is near. Ties go to the earlier name.
std::string nearest_name(std::string_view name, const std::vector<std::string>& known);

// "; did you mean 'acct_id'?" or nothing: the tail of a message.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& known);

}  // namespace staysail
