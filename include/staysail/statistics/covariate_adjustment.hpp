// A difference of means made sharper by a covariate that treatment cannot have changed, such as the same measure before
// the treatment (CUPED: Deng, Xu, Kohavi and Walker 2013).
//
//     theta = cov(y, x) / var(x) over both arms together,   adjusted y = y - theta (x - mean of x);
// the adjusted means are then compared as Welch does. The variance falls by the squared correlation of y and x.
// Sums are exact: the order of rows never matters. Pure; any thread.
#pragma once

#include <cstdint>
#include <span>

#include "staysail/base/result.hpp"
#include "staysail/statistics/welch.hpp"

namespace staysail::statistics {

struct AdjustedDifference {
  double theta = 0;
  double variance_cut = 0;  // share of the variance of y that the covariate explains, over both arms
  WelchTest test;           // of the adjusted outcomes: treated - untreated
};

// One value a row in each span; `treated` is 0 or 1. `invalid_argument` for lengths that differ, other marks or values
// that are not finite; `degenerate_input` for fewer than two rows in an arm, or an outcome or covariate that does not
// vary.
Result<AdjustedDifference> adjusted_difference(std::span<const double> outcome, std::span<const std::uint8_t> treated,
                                               std::span<const double> covariate, double confidence = 0.95);

}  // namespace staysail::statistics
