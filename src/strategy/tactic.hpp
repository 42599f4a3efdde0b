// Tactics with {names}: the customer's own figures in the place of the names.
#pragma once

#include <string>
#include <string_view>

#include "staysail/columns/batch.hpp"

namespace staysail::strategy {

// The names between braces, in order.
std::vector<std::string> names_in(std::string_view tactic);
// Null and unknown names read "-".
std::string fill_in(std::string_view tactic, const Batch& frame, std::uint32_t row);

}  // namespace staysail::strategy
