// Repeat events of units that come at a rate of their own and drop out unseen after one of them.
//
// While active, a unit has events as a Poisson process; rates differ as Gamma(r, alpha) (alpha in units of time). After
// an event it drops out with a probability of its own; these differ as Beta(a, b).
//   BG/NBD   no unit drops out before its first repeat event (Fader, Hardie and Lee 2005)
//   MBG/NBD  it may drop out at the first event already (Batislam, Denizel and Filiztekin 2007)
//
// Immutable; any thread; the same bits for any order of rows. Parameters stand in the order r, alpha, a, b.
#pragma once

#include <cstdint>

#include "staysail/base/result.hpp"
#include "staysail/statistics/estimates.hpp"
#include "staysail/statistics/repeat_histories.hpp"

namespace staysail::statistics {

enum class DropOut : std::uint8_t { after_a_repeat, after_any_event };  // BG/NBD, MBG/NBD

class BgNbd {
 public:
  // `degenerate_input` without a unit, without a repeat event, or when the likelihood has no maximum inside the family.
  static Result<BgNbd> fit(const RepeatHistories& histories, DropOut drop_out = DropOut::after_a_repeat);
  // Parameters from elsewhere; `invalid_argument` unless there are four, positive and finite.
  static Result<BgNbd> of(std::vector<double> parameters, DropOut drop_out = DropOut::after_a_repeat);

  const Estimates& estimates() const { return estimates_; }

  // The methods below take what check_history() accepts; `ahead` >= 0 and finite, in the same unit of time.

  // Mean number of repeat events of a new unit within `ahead`.
  double expected_events(double ahead) const;
  // Probability that a unit with this history is still active when observation ends.
  double probability_active(const RepeatHistory& history) const;
  // Mean number of events of a unit with this history in the time `ahead` after its observation.
  double expected_events(double ahead, const RepeatHistory& history) const;

 private:
  BgNbd(DropOut drop_out, Estimates estimates) : drop_out_(drop_out), estimates_(std::move(estimates)) {}

  DropOut drop_out_;
  Estimates estimates_;
};

}  // namespace staysail::statistics
