// IncumbentPolicy: which of some arms (tactics) to use in each cell (segment), learnt from how often each succeeded.
//
// The best arm over all cells is the incumbent, and stays wherever the evidence does not say otherwise: in each cell an
// arm's difference to the incumbent is drawn to its mean over the cells as far as cells differ by no more than chance
// (empirical Bayes: d ~ N(m, t2) with m and t2 of greatest likelihood), and the arm replaces the incumbent only where
// P(better) lies above a level. Taking the raw best of each cell instead takes the luckiest (in the tests: worse than
// the incumbent everywhere on held-out rows of Hillstrom's e-mails).
//
// Exploration has an explicit budget, a share of the customers, which goes to each arm by the probability that it is
// the best one there (Thompson 1933), computed rather than drawn: so the propensity of each arm is known and can be
// logged, without which no other policy could be judged from the log (off_policy.hpp).
//
// Immutable; any thread; the same bits for any order of cells.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "staysail/base/result.hpp"
#include "staysail/statistics/proportion.hpp"

namespace staysail::statistics {

struct PolicyOptions {
  double level = 0.9;                    // P(better) above which an arm replaces the incumbent
  std::optional<std::size_t> incumbent;  // absent: the arm of the greatest success over all cells
};

// What is known of one arm in one cell.
struct ArmBelief {
  double gain = 0;       // success less that of the incumbent, shrunk
  double deviation = 0;  // of that
  double better = 0;     // P(gain > 0); of the incumbent 0.5
};

class IncumbentPolicy {
 public:
  // `outcomes`: cell by cell, one of each of `arms` arms; a cell may lack some. `invalid_argument` for fewer than two
  // arms, a number of outcomes that is no multiple of it, more successes than trials, a level outside [0.5, 1) or an
  // incumbent that is not there; `degenerate_input` for an arm without any trial.
  static Result<IncumbentPolicy> learn(std::span<const Proportion> outcomes, std::size_t arms,
                                       const PolicyOptions& options = {});

  std::size_t arms() const { return arms_; }
  std::size_t cells() const { return chosen_.size(); }
  std::size_t incumbent() const { return incumbent_; }
  // Of a cell; that of a cell nobody has seen is the incumbent. Precondition of all: cell < cells().
  std::size_t chosen(std::size_t cell) const { return chosen_[cell]; }
  std::span<const ArmBelief> beliefs(std::size_t cell) const;
  // The probability of each arm when a share `budget` of customers explores; they add up to 1. `invalid_argument` for a
  // budget outside [0, 1].
  Result<std::vector<double>> propensities(std::size_t cell, double budget) const;

 private:
  IncumbentPolicy() = default;

  std::size_t arms_ = 0;
  std::size_t incumbent_ = 0;
  std::vector<std::size_t> chosen_;
  std::vector<ArmBelief> beliefs_;  // cell by cell
};

}  // namespace staysail::statistics
