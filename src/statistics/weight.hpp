// Weights of rows as whole billionths, so that their sums are exact in any order.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>

#include "staysail/base/int128.hpp"
#include "staysail/base/result.hpp"

namespace staysail::statistics {

inline constexpr double kWeightUnits = 1e9;
inline constexpr double kLargestWeight = 9e9;

// Rounded half-even to nine decimals; `invalid_argument` unless 0 <= weight <= 9e9.
inline Result<std::int64_t> weight_units(double weight) {
  if (!(weight >= 0 && weight <= kLargestWeight))
    return Error(Errc::invalid_argument,
                 "a weight says how often a row stands for itself: 0 to 9e9; given: " + std::to_string(weight));
  return static_cast<std::int64_t>(std::nearbyint(weight * kWeightUnits));
}

// Rounded once.
inline double weight_of(Int128 units) { return static_cast<double>(units) / kWeightUnits; }

}  // namespace staysail::statistics
