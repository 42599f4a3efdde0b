// The density of the standard normal distribution.
#pragma once

#include "staysail/statistics/elementary.hpp"

namespace staysail::statistics {

inline double normal_density(double z) {
  constexpr double kInverseRootTwoPi = 0.39894228040143267794;
  return kInverseRootTwoPi * exponential(-z * z / 2);
}

}  // namespace staysail::statistics
