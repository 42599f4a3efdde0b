// The present value of a chain that earns a reward in each state, on a fixed discount (Pfeifer and Carraway 2000):
//   value over a horizon of T steps = sum over t = 0 .. T of (P / (1 + d))^t R, without end = (I - P / (1 + d))^-1 R.
//
// Immutable; any thread; the same bits everywhere.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

class MarkovReward {
 public:
  // `transition[i][j]`: probability to go from state i to j in one step. `invalid_argument` unless it is square with as
  // many states as rewards, its rows are probabilities that sum to 1 within 1e-9, and the discount a step is finite and
  // not negative.
  static Result<MarkovReward> of(std::vector<std::vector<double>> transition, std::vector<double> reward,
                                 double discount);

  // By state, the reward of the state itself included. Without a horizon the discount must be positive
  // (`invalid_argument`).
  Result<std::vector<double>> value(std::optional<std::size_t> horizon = std::nullopt) const;

 private:
  MarkovReward() = default;
  std::vector<double> over(std::size_t horizon) const;
  std::vector<double> without_end() const;

  std::vector<std::vector<double>> transition_;  // discounted: P / (1 + d)
  std::vector<double> reward_;
  double discount_ = 0;
};

}  // namespace staysail::statistics
