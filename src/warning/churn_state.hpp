// What a churn model holds, and how its rows become codes.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "staysail/statistics/boosted_trees.hpp"
#include "staysail/statistics/calibration.hpp"
#include "staysail/statistics/tree_scorer.hpp"
#include "staysail/warning/churn_model.hpp"
#include "staysail/warning/column_coder.hpp"

namespace staysail {

// Rows by bands of a column: missing, ten by position or a category each, other.
inline constexpr std::size_t kMostBands = 13;
using BandCounts = std::array<std::uint64_t, kMostBands>;
// Rows by tenths of the scores that were held out.
inline constexpr std::size_t kScoreBands = 10;
using ScoreCounts = std::array<std::uint64_t, kScoreBands>;

struct ChurnModel::State {
  ChurnTraining training;
  std::vector<ColumnCoder> columns;  // learnt from, in the order of their names
  statistics::BoostedTrees trees;
  statistics::TreeScorer scorer;  // the same trees, laid out for many rows
  statistics::Calibration calibration;
  // What the rows trained on looked like.
  std::vector<BandCounts> column_rows;
  std::array<double, kScoreBands - 1> score_cuts{};  // log-odds
  ScoreCounts score_rows{};
  ChurnCard card;
};

// Codes of one frame, a column after the other.
class FrameCodes {
 public:
  static Result<FrameCodes> of(const std::vector<ColumnCoder>& coders, const Batch& frame, Executor& executor);
  // Those of rows from `begin` on.
  std::vector<const std::uint8_t*> from(std::size_t begin) const;
  std::span<const std::uint8_t> column(std::size_t index) const { return codes_[index]; }
  std::uint8_t code(std::size_t column, std::size_t row) const { return codes_[column][row]; }

 private:
  std::vector<std::vector<std::uint8_t>> codes_;
};

// What the rows of a frame come to.
struct ScoredRows {
  FrameCodes codes;
  std::vector<double> log_odds;
  std::array<std::vector<std::int32_t>, statistics::TreeScorer::kLeading> reasons;  // column, or -1

  static Result<ScoredRows> of(const ChurnModel::State& state, const Batch& frame, const ChurnScoring& scoring);
};

BandCounts band_counts(const ColumnCoder& column, const statistics::Positions& positions,
                       std::span<const std::uint8_t> codes);
// Sets the bands of scores by the log-odds of rows held out; there is at least one.
void spread_scores(std::vector<double> log_odds, ChurnModel::State& state);

// "a + b", "a - b".
std::string relation_text(const ChurnModel::State& state, const statistics::Relation& relation);

// What predictions begin with: the column of ids, where the model has one (`id` is not empty). `schema_mismatch`.
Result<std::vector<Column>> first_columns(const std::string& id, const Batch& frame);
Column real_column(const std::string& name, std::vector<double> values);

// Log-odds of the mean: what a base rate shifts.
double log_odds_of(double probability);

// "Monthly charge: high, [80..90)"; in Chinese likewise. `position`: where the code stands, 1 .. 127.
std::string reason_text(const ColumnCoder& column, std::uint8_t code, std::uint8_t position, ReasonLanguage language);

}  // namespace staysail
