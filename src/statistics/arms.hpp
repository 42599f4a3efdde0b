// The one check of a column that says who was treated.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

inline Status check_treated(std::span<const std::uint8_t> treated) {
  for (std::size_t row = 0; row < treated.size(); ++row)
    if (treated[row] > 1) return Error(Errc::invalid_argument, "treated is 0 or 1; see row " + std::to_string(row + 1));
  return ok();
}

}  // namespace staysail::statistics
