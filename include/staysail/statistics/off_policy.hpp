// Off-policy evaluation: what another policy would have earned, from the log of the one that was in force.
//
// With the reward r, the logged probability p of the action that was taken and the probability t that the other policy
// takes it, w = t / p:
//     IPS = mean of w r,   SNIPS = sum of w r / sum of w,   ESS = (sum of w)^2 / sum of w^2 rows' worth of evidence,
// and with a model of rewards, q of the action taken and v = its mean over the other policy's actions:
//     DM = mean of v,   DR = mean of v + w (r - q)
// (Dudik, Langford and Li 2011). A log without propensities cannot be evaluated: they are asked for.
// Sums are exact: the order of rows never matters. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

// One value a row in each span.
struct LoggedActions {
  std::span<const double> reward;
  std::span<const double> propensity;  // of the action taken, in (0, 1]
  std::span<const double> target;      // probability of the same action under the other policy, in [0, 1]
};

// What a model says of each row; a good one is made from other rows.
struct RewardModel {
  std::span<const double> of_taken;   // q
  std::span<const double> of_target;  // v
};

struct Estimate {
  double value = 0;
  double standard_error = 0;  // standard deviation of the rows (divisor n - 1) over the root of n
};

struct OffPolicyValue {
  Estimate ips;
  double snips = 0;
  std::optional<Estimate> dm;  // with a reward model only
  std::optional<Estimate> dr;
  double effective_rows = 0;  // ESS
  double largest_weight = 0;
};

// `invalid_argument` for lengths that differ, a propensity that is missing, 0 or above 1, or values that are not
// finite; `degenerate_input` for fewer than two rows or another policy that takes none of the logged actions.
Result<OffPolicyValue> off_policy(const LoggedActions& log);
Result<OffPolicyValue> off_policy(const LoggedActions& log, const RewardModel& model);

}  // namespace staysail::statistics
