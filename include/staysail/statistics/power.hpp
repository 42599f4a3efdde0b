// Power and sample size of two-arm comparisons, planned before anything is done.
//
// Proportions, with z the two-sided normal quantile and pm = (p1 + p2) / 2 (Fleiss 1981, without continuity correction;
// power.prop.test of R):
//     n = (z(1 - alpha/2) sqrt(2 pm (1 - pm)) + z(power) sqrt(p1 (1 - p1) + p2 (1 - p2)))^2 / (p1 - p2)^2 per arm.
// Means: P(T > t(1 - alpha/2)) for the noncentral t with 2 n - 2 degrees of freedom and noncentrality
// sqrt(n/2) difference / deviation, n per arm (power.t.test of R). Both count the side of the true effect only.
// Sizes are real numbers: round them up. Pure; any thread; the same bits everywhere.
#pragma once

#include "staysail/base/result.hpp"

namespace staysail::statistics {

struct PowerOptions {
  double alpha = 0.05;  // two-sided
};

// `invalid_argument` for rates outside (0, 1) or equal ones, an alpha or a power outside (0, 1), a power below alpha/2
// (which no size is small enough for), or fewer than 2 units an arm.
Result<double> size_for_proportions(double p1, double p2, double power, const PowerOptions& options = {});
Result<double> power_for_proportions(double p1, double p2, double size, const PowerOptions& options = {});

// `difference` of the means in units of `deviation`, the standard deviation in each arm; its sign does not matter.
// `invalid_argument` for a difference of 0; otherwise as above. A size is at least 2 and at most 10^9.
Result<double> size_for_means(double difference, double deviation, double power, const PowerOptions& options = {});
Result<double> power_for_means(double difference, double deviation, double size, const PowerOptions& options = {});

}  // namespace staysail::statistics
