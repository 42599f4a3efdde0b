// Repeat events at discrete opportunities: while active, a unit has an event at an opportunity with a probability of
// its own, Beta(alpha, beta); before each it drops out unseen with a probability of its own, Beta(gamma, delta) (Fader,
// Hardie and Shang 2010, "Customer-base analysis in a discrete-time noncontractual setting").
//
// Immutable; any thread; the same bits for any order of rows. Parameters stand in the order alpha, beta, gamma, delta.
#pragma once

#include <cstdint>
#include <span>

#include "staysail/base/result.hpp"
#include "staysail/statistics/estimates.hpp"

namespace staysail::statistics {

// Of `opportunities`, `events` were used, the last one at opportunity `last` (0 without an event).
struct OpportunityHistory {
  double events = 0;
  double last = 0;
  double opportunities = 0;
};

// `invalid_argument` unless all are whole, 1 <= opportunities <= 10000, events <= last <= opportunities, and last is 0
// where events is.
Status check_history(const OpportunityHistory& history);

class BgBb {
 public:
  // Columns of equal length; `weights` may be empty for 1 each. `invalid_argument` as check_history() or for a weight
  // outside 0 .. 9e9, with the row (from 1); `degenerate_input` without a unit or an event, or when the likelihood has
  // no maximum inside the family.
  static Result<BgBb> fit(std::span<const double> events, std::span<const double> last,
                          std::span<const double> opportunities, std::span<const double> weights = {});
  // Parameters from elsewhere; `invalid_argument` unless there are four, positive and finite.
  static Result<BgBb> of(std::vector<double> parameters);

  const Estimates& estimates() const { return estimates_; }

  // Mean number of events of a new unit at the next `ahead` opportunities; ahead <= 100000.
  double expected_events(std::uint32_t ahead) const;
  // The methods below take what check_history() accepts.
  // Probability of being active at the opportunity after the last one observed.
  double probability_active(const OpportunityHistory& history) const;
  // Mean number of events at the next `ahead` opportunities.
  double expected_events(std::uint32_t ahead, const OpportunityHistory& history) const;

 private:
  explicit BgBb(Estimates estimates) : estimates_(std::move(estimates)) {}
  Estimates estimates_;
};

}  // namespace staysail::statistics
