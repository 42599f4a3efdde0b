// Numbers that a text writes in digits, and that others write in Han: 30 天 and 三十天.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace staysail::knowledge {

// The text, folded, with its numbers below 10000 in Han, and with its Han numbers in digits; only those that differ.
std::vector<std::string> number_variants(std::string_view text);

}  // namespace staysail::knowledge
