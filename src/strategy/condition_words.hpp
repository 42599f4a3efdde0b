// Conditions of an explanation in words.
#pragma once

#include <string>
#include <vector>

#include "staysail/decision/expression.hpp"

namespace staysail::strategy {

// "value_band >= 2, where value_band = 1; arrears > 0, where arrears = null"
std::string conditions_with_values(const std::vector<Condition>& conditions);

}  // namespace staysail::strategy
