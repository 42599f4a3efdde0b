// How far customers have moved from those that a model was trained on.
#include <algorithm>
#include <array>

#include "staysail/columns/column_of.hpp"
#include "staysail/statistics/stability_index.hpp"
#include "warning/churn_state.hpp"

namespace staysail {
namespace {

using State = ChurnModel::State;
using statistics::StabilityIndex;

// Beyond what chance alone makes of it; the usual limits of credit scoring (Siddiqi 2006).
constexpr double kMoved = 0.1, kDrifted = 0.25;

const char* change_of(const StabilityIndex& index) {
  const double beyond = index.value - index.noise_floor;
  return beyond >= kDrifted ? "drifted" : beyond >= kMoved ? "moved" : "steady";
}

// A line a column, the score first, then columns by importance.
class Drift {
 public:
  Drift()
      : name_({"name", ColumnType::text, 0, {}}),
        index_({"stability_index", ColumnType::real, 0, {}}),
        floor_({"noise_floor", ColumnType::real, 0, {}}),
        change_({"change", ColumnType::text, 0, {}}) {}

  Status add(std::string_view name, std::span<const std::uint64_t> before, std::span<const std::uint64_t> after) {
    STAYSAIL_TRY(const StabilityIndex index, statistics::stability_index(before, after));
    name_.append_text(name);
    index_.append_real(index.value);
    floor_.append_real(index.noise_floor);
    change_.append_text(change_of(index));
    return ok();
  }
  Result<Batch> finish() { return Batch::of({name_.finish(), index_.finish(), floor_.finish(), change_.finish()}); }

 private:
  ColumnBuilder name_, index_, floor_, change_;
};

ScoreCounts counts_of(const std::array<double, kScoreBands - 1>& cuts, std::span<const double> log_odds) {
  ScoreCounts counts{};
  for (const double one : log_odds)
    ++counts[static_cast<std::size_t>(std::upper_bound(cuts.begin(), cuts.end(), one) - cuts.begin())];
  return counts;
}

}  // namespace

BandCounts band_counts(const ColumnCoder& column, const statistics::Positions& positions,
                       std::span<const std::uint8_t> codes) {
  std::array<std::uint64_t, statistics::kMostCodes> by_code{};
  for (const std::uint8_t code : codes) ++by_code[code];
  BandCounts counts{};
  constexpr std::size_t kLast = kMostBands - 1;
  for (std::size_t code = 0; code < column.size(); ++code) {
    const bool other = code + 1 == column.size() || code >= kLast;  // rare or unseen, or one of many
    std::size_t band = column.ordered() ? 1 + (positions[code] - 1U) * 10 / 127 : other ? kLast : code;
    if (code == 0) band = 0;
    counts[std::min(band, kLast)] += by_code[code];
  }
  return counts;
}

void spread_scores(std::vector<double> log_odds, State& state) {
  std::sort(log_odds.begin(), log_odds.end());
  for (std::size_t i = 0; i < state.score_cuts.size(); ++i)
    state.score_cuts[i] = log_odds[(i + 1) * log_odds.size() / kScoreBands];
  state.score_rows = counts_of(state.score_cuts, log_odds);
}

Result<Batch> ChurnModel::drift(const Batch& frame, const ChurnScoring& scoring) const {
  STAYSAIL_TRY(const ScoredRows rows, ScoredRows::of(*state_, frame, scoring));
  if (frame.rows() == 0) return Error(Errc::degenerate_input, "a frame without rows has moved nowhere");
  Drift drift;
  const ScoreCounts scores = counts_of(state_->score_cuts, rows.log_odds);
  STAYSAIL_CHECK(drift.add("probability", state_->score_rows, scores));
  for (const ChurnCard::Feature& feature : state_->card.features) {
    const auto found = std::find_if(state_->columns.begin(), state_->columns.end(),
                                    [&](const ColumnCoder& column) { return column.name() == feature.name; });
    if (found == state_->columns.end()) continue;
    const auto i = static_cast<std::size_t>(found - state_->columns.begin());
    const BandCounts counts = band_counts(*found, state_->trees.positions[i], rows.codes.column(i));
    STAYSAIL_CHECK(drift.add(feature.name, state_->column_rows[i], counts));
  }
  return drift.finish();
}

}  // namespace staysail
