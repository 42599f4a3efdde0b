// Tactics with {names}: the customer's own figures in the place of the names.
#pragma once

#include <string>
#include <string_view>

#include "staysail/columns/batch.hpp"

namespace staysail::strategy {

// The names between braces, in order.
std::vector<std::string> names_in(std::string_view tactic);
// What is null or unknown reads `nothing`.
std::string fill_in(std::string_view tactic, const Batch& frame, std::uint32_t row, std::string_view nothing = "-");
// The first name whose figure is null in that row; empty when all are known.
std::string first_unknown(std::string_view text, const Batch& frame, std::uint32_t row);

}  // namespace staysail::strategy
