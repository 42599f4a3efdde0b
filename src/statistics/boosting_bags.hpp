// The bags of a boosted model: each grows trees on all folds but one of a layout, and is judged on the one left out.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "statistics/fold_layout.hpp"
#include "statistics/gradient_histogram.hpp"
#include "statistics/tree_growth.hpp"
#include "staysail/base/control.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/statistics/boosted_trees.hpp"

namespace staysail::statistics {

// How much work a number of rows is worth.
struct BoostingPlan {
  std::size_t folds = 8;
  std::size_t repeats = 2;  // layouts
  double rate = 0.05;
  std::size_t most_trees = 1000;  // of a bag
  std::size_t trees_at_once = 4;  // between two looks at the loss
  std::size_t patience = 5;       // looks without a fall of the loss
  std::size_t trial_bags = 4;     // on which something is tried before all bags are
  double share = 0.35;            // of the features that a tree may ask about
  static BoostingPlan of(const CodedRows& rows);
};

// Codes in the order of a layout, relations behind the features.
class LaidOutRows {
 public:
  LaidOutRows(const CodedRows& rows, FoldLayout layout);
  void add(const Relation& relation, std::span<const Positions> positions);
  // Takes back the last so many columns added.
  void forget(std::size_t columns);

  const FoldLayout& layout() const { return layout_; }
  std::span<const CodeColumn> columns() const { return columns_; }
  std::span<const std::uint8_t> target() const { return target_; }
  std::span<const std::uint8_t> trials() const { return trials_; }  // empty: one each

 private:
  FoldLayout layout_;
  std::vector<std::unique_ptr<std::vector<std::uint8_t>>> codes_;
  std::vector<CodeColumn> columns_;
  std::vector<std::uint8_t> target_, trials_;
};

struct Ensemble {
  std::vector<std::vector<GrownTree>> trees;  // of each bag; without their rows
  std::vector<std::int32_t> held_out;         // score of each row, mean of the bags that did not see it
  double loss = 0;                            // mean log-loss of those
  std::vector<std::int64_t> bag_losses;       // of the rows that each bag holds out, summed, in units of 2^-32
  std::uint32_t depth = 0;
};

// What all scores start from: log-odds of the event in a trial, in units of a score.
std::int32_t base_score(const CodedRows& rows);
// Log-loss of scores a row.
double mean_loss(std::span<const std::int32_t> scores, const CodedRows& rows);

// Adds trees to all bags as long as the loss of the rows they hold out falls.
Result<Ensemble> boost(std::span<const LaidOutRows> layouts, const CodedRows& rows, const BoostingPlan& plan,
                       std::uint32_t depth, std::uint64_t seed, Executor& executor, const Control& control);
// The sum of the bags' losses that the first of them alone come to.
Result<std::int64_t> try_boost(std::span<const LaidOutRows> layouts, const CodedRows& rows, const BoostingPlan& plan,
                               std::uint32_t depth, std::uint64_t seed, Executor& executor, const Control& control);

}  // namespace staysail::statistics
