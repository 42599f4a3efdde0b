#include "staysail/statistics/off_policy.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "statistics/finite.hpp"
#include "staysail/statistics/real_sum.hpp"

namespace staysail::statistics {
namespace {

Status check_probabilities(const LoggedActions& log) {
  for (std::size_t row = 0; row < log.reward.size(); ++row) {
    if (!(log.propensity[row] > 0 && log.propensity[row] <= 1))
      return Error(Errc::invalid_argument,
                   "every row of a log needs the propensity of its action, above 0 and up to 1; see row " +
                       std::to_string(row + 1));
    if (!(log.target[row] >= 0 && log.target[row] <= 1))
      return Error(Errc::invalid_argument, "the other policy takes an action with a probability from 0 to 1; see row " +
                                               std::to_string(row + 1));
  }
  return ok();
}

Status check(const LoggedActions& log) {
  STAYSAIL_CHECK(check_lengths(log.reward.size(), log.propensity.size(), "reward and propensity"));
  STAYSAIL_CHECK(check_lengths(log.reward.size(), log.target.size(), "reward and target"));
  if (log.reward.size() < 2)
    return Error(Errc::degenerate_input,
                 "a log is evaluated from two rows on; given: " + std::to_string(log.reward.size()));
  STAYSAIL_CHECK(check_finite(log.reward, "a reward"));
  return check_probabilities(log);
}

Status check(const RewardModel& model, std::size_t rows) {
  STAYSAIL_CHECK(check_lengths(rows, model.of_taken.size(), "reward and the model's reward of the action taken"));
  STAYSAIL_CHECK(check_lengths(rows, model.of_target.size(), "reward and the model's reward of the other policy"));
  STAYSAIL_CHECK(check_finite(model.of_taken, "a model's reward"));
  return check_finite(model.of_target, "a model's reward");
}

Result<Estimate> mean_of(std::span<const double> values) {
  STAYSAIL_TRY(const Sample sample, sample_of(values));
  return Estimate{sample.mean, std::sqrt(sample.variance / static_cast<double>(sample.count))};
}

std::vector<double> weights_of(const LoggedActions& log) {
  std::vector<double> weights;
  for (std::size_t row = 0; row < log.reward.size(); ++row) weights.push_back(log.target[row] / log.propensity[row]);
  return weights;
}

double sum_of_products(std::span<const double> a, std::span<const double> b) {
  RealSum sum;
  for (std::size_t row = 0; row < a.size(); ++row) sum.add_product(a[row], b[row]);
  return sum.value();
}

}  // namespace

Result<OffPolicyValue> off_policy(const LoggedActions& log) {
  STAYSAIL_CHECK(check(log));
  const std::vector<double> weights = weights_of(log);
  const double whole = total_of(weights);
  if (!(whole > 0))
    return Error(Errc::degenerate_input,
                 "the other policy takes none of the logged actions: the log says nothing of it");
  std::vector<double> weighted;
  for (std::size_t row = 0; row < weights.size(); ++row) weighted.push_back(weights[row] * log.reward[row]);
  OffPolicyValue value;
  STAYSAIL_TRY(value.ips, mean_of(weighted));
  value.snips = total_of(weighted) / whole;
  value.effective_rows = whole * whole / sum_of_products(weights, weights);
  value.largest_weight = *std::max_element(weights.begin(), weights.end());
  return value;
}

Result<OffPolicyValue> off_policy(const LoggedActions& log, const RewardModel& model) {
  STAYSAIL_TRY(OffPolicyValue value, off_policy(log));
  STAYSAIL_CHECK(check(model, log.reward.size()));
  const std::vector<double> weights = weights_of(log);
  std::vector<double> corrected;
  for (std::size_t row = 0; row < weights.size(); ++row)
    corrected.push_back(model.of_target[row] + weights[row] * (log.reward[row] - model.of_taken[row]));
  STAYSAIL_TRY(value.dm, mean_of(model.of_target));
  STAYSAIL_TRY(value.dr, mean_of(corrected));
  return value;
}

}  // namespace staysail::statistics
