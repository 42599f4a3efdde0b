// LinUcb: which arm to try next, where the reward of each arm is linear in a context (LinUCB with disjoint models: Li,
// Chu, Langford and Schapire 2010, algorithm 1).
//
// Each arm keeps A = I + sum of x x' and c = sum of reward x; theta = A^-1 c, and the arm of the greatest
//     theta'x + alpha sqrt(x' A^-1 x)
// is chosen, the first of equals. Owned by one thread. What was learnt in which order does not matter but for rounding.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

struct ArmScore {
  double estimate = 0;  // theta'x
  double width = 0;     // sqrt(x' A^-1 x), before alpha
};

class LinUcb {
 public:
  static constexpr std::size_t kMostDimensions = 200;

  // `invalid_argument` for no arms, no dimensions or more than 200, or an alpha that is negative or not finite.
  static Result<LinUcb> of(std::size_t arms, std::size_t dimensions, double alpha);

  // Errors of all: `invalid_argument` for an arm that is not there, or a context of another length or not finite.
  Result<std::vector<ArmScore>> scores(std::span<const double> context) const;
  Result<std::size_t> choose(std::span<const double> context) const;
  Status update(std::size_t arm, std::span<const double> context, double reward);
  Result<std::vector<double>> theta(std::size_t arm) const;

  std::size_t arms() const { return models_.size(); }
  std::size_t dimensions() const { return dimensions_; }

 private:
  struct Model {
    std::vector<double> gram;    // A, row by row
    std::vector<double> factor;  // its Cholesky factor
    std::vector<double> rewarded;
  };

  LinUcb(std::size_t arms, std::size_t dimensions, double alpha);
  Status check(std::span<const double> context) const;
  Status check_arm(std::size_t arm) const;

  std::size_t dimensions_;
  double alpha_;
  std::vector<Model> models_;
};

}  // namespace staysail::statistics
