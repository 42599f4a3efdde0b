// BetaDistribution: what is known of a rate: a - 1 successes and b - 1 failures beyond knowing nothing.
//
// Immutable values and pure functions; any thread; the same bits everywhere.
#pragma once

#include <cstdint>

#include "staysail/base/result.hpp"
#include "staysail/statistics/interval.hpp"
#include "staysail/statistics/proportion.hpp"

namespace staysail::statistics {

// Precondition of its methods: a > 0 and b > 0, both finite.
struct BetaDistribution {
  double a = 1;
  double b = 1;

  double mean() const { return a / (a + b); }
  double variance() const { return a * b / ((a + b) * (a + b) * (a + b + 1)); }
  // The rate below which the share p lies; precondition: 0 < p < 1.
  double quantile(double p) const;
  // Equal tails. `invalid_argument` for a confidence outside (0, 1).
  Result<Interval> interval(double confidence = 0.95) const;
  // What is known after these trials as well: Beta(a + successes, b + failures).
  BetaDistribution after(const Proportion& trials) const;
  friend bool operator==(const BetaDistribution&, const BetaDistribution&) = default;
};

// P(X > Y) for independent rates: the integral of X's density times Y's distribution over the log-odds, by a trapezoid
// rule, as accurate as regularised_beta(). `invalid_argument` unless all four parameters lie between 0.01 and 10^7.
Result<double> probability_greater(const BetaDistribution& x, const BetaDistribution& y);

}  // namespace staysail::statistics
