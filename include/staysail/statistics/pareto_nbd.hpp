// Repeat events of units that come at a rate of their own and drop out unseen at any time: events as a Poisson process
// with rates Gamma(r, alpha), lifetimes exponential with rates Gamma(s, beta), alpha and beta in units of time
// (Schmittlein, Morrison and Colombo 1987).
//
// Immutable; any thread; the same bits for any order of rows. Parameters stand in the order r, alpha, s, beta.
#pragma once

#include "staysail/base/result.hpp"
#include "staysail/statistics/estimates.hpp"
#include "staysail/statistics/repeat_histories.hpp"

namespace staysail::statistics {

class ParetoNbd {
 public:
  // `degenerate_input` without a unit, without a repeat event, or when the likelihood has no maximum inside the family.
  static Result<ParetoNbd> fit(const RepeatHistories& histories);
  // Parameters from elsewhere; `invalid_argument` unless there are four, positive and finite.
  static Result<ParetoNbd> of(std::vector<double> parameters);

  const Estimates& estimates() const { return estimates_; }

  // As those of BgNbd.
  double expected_events(double ahead) const;
  double probability_active(const RepeatHistory& history) const;
  double expected_events(double ahead, const RepeatHistory& history) const;

 private:
  explicit ParetoNbd(Estimates estimates) : estimates_(std::move(estimates)) {}
  Estimates estimates_;
};

}  // namespace staysail::statistics
