// What a churn model holds, and how its rows become codes.
#pragma once

#include <string>
#include <vector>

#include "staysail/statistics/boosted_trees.hpp"
#include "staysail/statistics/calibration.hpp"
#include "staysail/statistics/tree_scorer.hpp"
#include "staysail/warning/churn_model.hpp"
#include "staysail/warning/column_coder.hpp"

namespace staysail {

struct ChurnModel::State {
  ChurnTraining training;
  std::vector<ColumnCoder> columns;  // learnt from, in the order of their names
  statistics::BoostedTrees trees;
  statistics::TreeScorer scorer;  // the same trees, laid out for many rows
  statistics::Calibration calibration;
  ChurnCard card;
};

// Codes of one frame, a column after the other.
class FrameCodes {
 public:
  static Result<FrameCodes> of(const std::vector<ColumnCoder>& coders, const Batch& frame, Executor& executor);
  // Those of rows from `begin` on.
  std::vector<const std::uint8_t*> from(std::size_t begin) const;
  std::uint8_t code(std::size_t column, std::size_t row) const { return codes_[column][row]; }

 private:
  std::vector<std::vector<std::uint8_t>> codes_;
};

// "a + b", "a - b".
std::string relation_text(const ChurnModel::State& state, const statistics::Relation& relation);

// Log-odds of the mean: what a base rate shifts.
double log_odds_of(double probability);

// "Monthly charge: high (>= 80)"; in Chinese likewise. `position`: where the code stands, 1 .. 127.
std::string reason_text(const ColumnCoder& column, std::uint8_t code, std::uint8_t position, ReasonLanguage language);

}  // namespace staysail
