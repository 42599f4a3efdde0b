// The two derivatives of log_gamma (digamma and trigamma), with IEEE operations only, as elementary.hpp.
#pragma once

#include "staysail/statistics/elementary.hpp"

namespace staysail::statistics {

// psi(x) = psi(x + n) - sum of 1 / (x + i) brings x to where the asymptotic series holds. Precondition: x > 0.
inline double log_gamma_slope(double x) {
  double sum = 0;
  for (; x < 15; ++x) sum -= 1 / x;
  const double s = 1 / (x * x);
  return sum + natural_log(x) - 0.5 / x -
         s * (1.0 / 12 - s * (1.0 / 120 - s * (1.0 / 252 - s * (1.0 / 240 - s * (1.0 / 132)))));
}

// Likewise for its derivative. Precondition: x > 0.
inline double log_gamma_curvature(double x) {
  double sum = 0;
  for (; x < 15; ++x) sum += 1 / (x * x);
  const double s = 1 / (x * x);
  return sum + 1 / x + s / 2 + s / x * (1.0 / 6 - s * (1.0 / 30 - s * (1.0 / 42 - s * (1.0 / 30 - s * (5.0 / 66)))));
}

}  // namespace staysail::statistics
