#include "staysail/statistics/markov_reward.hpp"

#include <cmath>
#include <string>

namespace staysail::statistics {
namespace {

constexpr double kRowTolerance = 1e-9;

Status check_row(const std::vector<double>& row, std::size_t number, std::size_t states) {
  if (row.size() != states)
    return Error(Errc::invalid_argument, "a transition matrix has one column a state, " + std::to_string(states) +
                                             "; row " + std::to_string(number) + " has " + std::to_string(row.size()));
  double sum = 0;
  for (const double probability : row) {
    if (!(probability >= 0))
      return Error(Errc::invalid_argument,
                   "a transition matrix holds probabilities, 0 to 1; see row " + std::to_string(number));
    sum += probability;
  }
  if (!(std::fabs(sum - 1) <= kRowTolerance))
    return Error(Errc::invalid_argument, "the probabilities of a state sum to 1; row " + std::to_string(number) +
                                             " sums to " + std::to_string(sum));
  return ok();
}

Status check(const std::vector<std::vector<double>>& transition, const std::vector<double>& reward, double discount) {
  if (reward.empty() || transition.size() != reward.size())
    return Error(Errc::invalid_argument, "a chain has one row of transitions and one reward a state; given: " +
                                             std::to_string(transition.size()) + " rows, " +
                                             std::to_string(reward.size()) + " rewards");
  for (std::size_t i = 0; i < transition.size(); ++i) STAYSAIL_CHECK(check_row(transition[i], i + 1, reward.size()));
  for (const double each : reward)
    if (!std::isfinite(each)) return Error(Errc::invalid_argument, "rewards are finite numbers");
  if (!(discount >= 0 && std::isfinite(discount)))
    return Error(Errc::invalid_argument,
                 "a discount a step is 0 or more, for instance 0.01; given: " + std::to_string(discount));
  return ok();
}

}  // namespace

Result<MarkovReward> MarkovReward::of(std::vector<std::vector<double>> transition, std::vector<double> reward,
                                      double discount) {
  STAYSAIL_CHECK(check(transition, reward, discount));
  MarkovReward chain;
  for (std::vector<double>& row : transition)
    for (double& probability : row) probability /= 1 + discount;
  chain.transition_ = std::move(transition);
  chain.reward_ = std::move(reward);
  chain.discount_ = discount;
  return chain;
}

Result<std::vector<double>> MarkovReward::value(std::optional<std::size_t> horizon) const {
  if (horizon) return over(*horizon);
  if (discount_ > 0) return without_end();
  return Error(Errc::invalid_argument, "a value without a horizon needs a discount above 0; give one of the two");
}

std::vector<double> MarkovReward::over(std::size_t horizon) const {
  std::vector<double> value = reward_;
  for (std::size_t step = 0; step < horizon; ++step) {  // V <- R + P V, from the end backwards
    std::vector<double> next = reward_;
    for (std::size_t i = 0; i < next.size(); ++i)
      for (std::size_t j = 0; j < next.size(); ++j) next[i] += transition_[i][j] * value[j];
    value = std::move(next);
  }
  return value;
}

// Elimination without pivoting: I - P / (1 + d) is strictly diagonally dominant, so no pivot gets small.
std::vector<double> MarkovReward::without_end() const {
  const std::size_t states = reward_.size();
  std::vector<std::vector<double>> left = transition_;
  std::vector<double> value = reward_;
  for (std::size_t i = 0; i < states; ++i)
    for (std::size_t j = 0; j < states; ++j) left[i][j] = (i == j ? 1 : 0) - left[i][j];
  for (std::size_t pivot = 0; pivot < states; ++pivot)
    for (std::size_t row = pivot + 1; row < states; ++row) {
      const double factor = left[row][pivot] / left[pivot][pivot];
      for (std::size_t j = pivot; j < states; ++j) left[row][j] -= factor * left[pivot][j];
      value[row] -= factor * value[pivot];
    }
  for (std::size_t row = states; row-- > 0;) {
    for (std::size_t j = row + 1; j < states; ++j) value[row] -= left[row][j] * value[j];
    value[row] /= left[row][row];
  }
  return value;
}

}  // namespace staysail::statistics
