// Tactics with {names}: the customer's own figures in the place of the names.
#pragma once

#include <string>
#include <string_view>

#include "staysail/columns/batch.hpp"

namespace staysail::strategy {

// The names between braces, in order.
std::vector<std::string> names_in(std::string_view tactic);
// As a program reads it; what is null or unknown is left out.
std::string fill_in(std::string_view text, const Batch& frame, std::uint32_t row);
// As people read it in `language`: names for codes, two decimals for money; what is null or unknown reads "-".
std::string in_words(std::string_view tactic, const Batch& frame, std::uint32_t row, std::string_view language);
// The first name whose figure is null in that row; empty when all are known.
std::string first_unknown(std::string_view text, const Batch& frame, std::uint32_t row);

}  // namespace staysail::strategy
