// In which order indicators can be computed.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail::indicators {

// `inputs[i]`: the indices that i is computed from. Gives every index once, each after its inputs.
// `dependency_cycle` that names the circle: "a -> b -> a"; `at_fault` is then one of it.
Result<std::vector<std::size_t>> dependency_order(const std::vector<std::string>& names,
                                                  const std::vector<std::vector<std::size_t>>& inputs,
                                                  std::size_t& at_fault);

}  // namespace staysail::indicators
