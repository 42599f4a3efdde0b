// Shrinkage: the coefficients of least squares under a normal prior for each group, whose precision makes the data most
// probable. What is known of the data are their second moments alone.
//
// Deterministic; the calling thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "statistics/symmetric.hpp"

namespace staysail::statistics {

// Of columns Z (the first is the intercept's 1) and a target y: sums over rows with their weights.
struct SecondMoments {
  Symmetric gram;            // Z' Z
  std::vector<double> with;  // Z' y
  double square = 0;         // y' y; for an unknown noise only
  double rows = 0;
};

class Shrinkage {
 public:
  // `groups`: of each column but the first. `known_noise`: the variance of y around Z b is 1, else it is estimated from
  // `start` on.
  Shrinkage(std::span<const std::uint32_t> groups, bool known_noise, double start);

  // The coefficients, the intercept first. Goes on from the precisions of the call before.
  std::vector<double> solve(const SecondMoments& moments);
  const std::vector<double>& effective_sizes() const { return effective_; }

 private:
  std::vector<double> step(const SecondMoments& moments);
  void follow(const SecondMoments& moments, std::span<const double> b, const Symmetric& covariance);

  std::span<const std::uint32_t> groups_;
  bool known_noise_;
  double noise_, least_noise_;
  std::vector<double> sizes_, precisions_, effective_;
  double moved_ = 0;  // the largest change of a precision in the last step, in its logarithm
};

}  // namespace staysail::statistics
