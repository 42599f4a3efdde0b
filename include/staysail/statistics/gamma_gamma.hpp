// Mean amounts of units that differ: amounts of a unit vary as Gamma(p, rate), the rate differs as Gamma(q, gamma)
// (Colombo and Jiang 1999; Fader and Hardie 2013, "The gamma-gamma model of monetary value").
//
// Immutable; any thread; the same bits for any order of rows. Parameters stand in the order p, q, gamma.
#pragma once

#include <span>

#include "staysail/base/result.hpp"
#include "staysail/statistics/estimates.hpp"

namespace staysail::statistics {

class GammaGamma {
 public:
  // `count`: how many amounts each unit has; `mean`: their mean; `weights` may be empty for 1 each. Units with no
  // amount say nothing and are left out. `invalid_argument` for unequal lengths, a count that is no whole number up to
  // 1e6, a mean that is not positive and finite, or a weight outside 0 .. 9e9, with the row (from 1);
  // `degenerate_input` when fewer than two different units are left or the likelihood has no maximum inside the family.
  static Result<GammaGamma> fit(std::span<const double> count, std::span<const double> mean,
                                std::span<const double> weights = {});
  // Parameters from elsewhere; `invalid_argument` unless there are three, positive and finite.
  static Result<GammaGamma> of(std::vector<double> parameters);

  const Estimates& estimates() const { return estimates_; }

  // Mean amount of a new unit: p gamma / (q - 1); infinite for q <= 1.
  double population_mean() const;
  // Mean amount to expect of a unit with `count` amounts of mean `mean`: (gamma + count mean) p / (p count + q - 1).
  // Precondition: count >= 0, mean >= 0.
  double expected_mean(double count, double mean) const;

 private:
  explicit GammaGamma(Estimates estimates) : estimates_(std::move(estimates)) {}
  Estimates estimates_;
};

}  // namespace staysail::statistics
