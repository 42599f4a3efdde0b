// How improbable a silent run is at a subscriber's own rhythm.
//
// Days are active or not, independently, with an unknown rate; the rate's prior is Beta(1,1). After `active` of `days`
// days the predictive probability that the next n days are all silent is, with a = active + 1 and b = days - active +
// 1,
//     p(n) = B(a, b + n) / B(a, b) = product over i < n of (b + i) / (a + b + i).
// Whether p lies below a threshold is decided in whole numbers, never in floating point. Pure; any thread.
#pragma once

#include <cstdint>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

struct ActivityWindow {
  std::uint32_t days = 90;
  std::uint32_t active = 0;
};

// p(n) for printing. Precondition: active <= days.
double silent_run_probability(const ActivityWindow& window, std::uint32_t silent_days);

// The same with the observed rate put in as if it were known: (1 - active / days) ^ n. Optimistic for short histories.
// Precondition: active <= days and days > 0.
double plug_in_silent_run_probability(const ActivityWindow& window, std::uint32_t silent_days);

// Mean days until the first run of n silent days at the observed rate. Precondition: 0 < active < days, n > 0.
double mean_wait_for_silent_run(const ActivityWindow& window, std::uint32_t silent_days);

// Negative binomial (NBD) predictive: probability of no event in the next `ahead` units of time after `events` in
// `observed` units, with a Gamma(shape, rate) prior of the rate. Precondition: all are positive, events may be 0.
double quiet_period_probability(double events, double observed, double shape, double rate, double ahead);

// True when p(silent_days) < numerator / denominator, exactly. Precondition: active <= days, denominator > 0.
bool silence_is_improbable(const ActivityWindow& window, std::uint32_t silent_days, std::uint32_t numerator,
                           std::uint32_t denominator);

// The shortest improbable run for every number of active days, computed once and looked up per row. Immutable.
class SilenceTable {
 public:
  // Runs longer than this are not told apart: a subscriber without any active day has no rhythm to fall silent from.
  static constexpr std::uint32_t kNever = 10'000;

  // For windows of `days` days and the threshold numerator / denominator. `invalid_argument` for days = 0 or a
  // threshold outside (0, 1).
  static Result<SilenceTable> of(std::uint32_t days, std::uint32_t numerator, std::uint32_t denominator);

  // kNever when no run below it is improbable. Precondition: active <= days.
  std::uint32_t shortest_run(std::uint32_t active) const { return shortest_[active]; }
  bool improbable(std::uint32_t active, std::uint32_t silent_days) const {
    return shortest_[active] != kNever && silent_days >= shortest_[active];
  }
  std::uint32_t days() const { return static_cast<std::uint32_t>(shortest_.size()) - 1; }

 private:
  std::vector<std::uint32_t> shortest_;
};

}  // namespace staysail::statistics
