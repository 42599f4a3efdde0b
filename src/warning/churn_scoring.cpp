#include <algorithm>
#include <array>
#include <cmath>

#include "staysail/columns/column_of.hpp"
#include "staysail/statistics/elementary.hpp"
#include "warning/churn_outcomes.hpp"
#include "warning/churn_state.hpp"

namespace staysail {
namespace {

using State = ChurnModel::State;
constexpr std::size_t kBlock = 4096;  // rows scored at once
constexpr std::size_t kReasons = statistics::TreeScorer::kLeading;

// One row: what each column adds to the log-odds of its probability.
struct Explained {
  double scale = 1;  // log-odds that a unit of a contribution stands for
  double base = 0;
};

// Contributions of raw trees carried over to calibrated log-odds: the calibrated change from the base is shared out in
// proportion.
class Explaining {
 public:
  Explaining(const State& state, const ChurnScoring& scoring) : calibration_(state.calibration) {
    units_ = state.trees.units();
    expected_ = static_cast<double>(state.trees.expected()) / units_;
    const auto rate = static_cast<double>(state.card.events) / static_cast<double>(state.card.rows);
    if (scoring.base_rate) shift_ = log_odds_of(*scoring.base_rate) - log_odds_of(rate);
  }
  double log_odds(double raw) const {
    return std::clamp(calibration_.apply(raw) + shift_, -statistics::Calibration::kMost,
                      statistics::Calibration::kMost);
  }
  double raw(std::int64_t score) const { return static_cast<double>(score) / units_; }
  Explained explain(std::int64_t score) const {
    const double whole = log_odds(raw(score)), base = log_odds(expected_), change = raw(score) - expected_;
    if (std::fabs(change) < 1e-6) return {1 / units_, whole - change};
    return {(whole - base) / change / units_, base};
  }

 private:
  const statistics::Calibration& calibration_;
  double units_ = 1, expected_ = 0, shift_ = 0;
};

// Calls work(begin, rows) for all blocks, several at once where the executor can.
template <class Work>
Status by_block(std::size_t rows, Executor& executor, const Control& control, const Work& work) {
  executor.run((rows + kBlock - 1) / kBlock, [&](std::size_t index) {
    if (control.stop_requested()) return;
    const std::size_t begin = index * kBlock;
    work(begin, std::min(kBlock, rows - begin));
  });
  return control.check();
}

Column band_column(const ChurnCard& card, const std::vector<double>& probabilities) {
  DictionaryBuilder bands;
  for (const char* band : {"low", "medium", "high"}) bands.code_of(band);
  std::vector<std::int32_t> codes(probabilities.size());
  for (std::size_t row = 0; row < codes.size(); ++row)
    codes[row] = probabilities[row] >= card.high ? 2 : probabilities[row] >= card.medium ? 1 : 0;
  return column_of({"band", ColumnType::text, 0, {}}, std::move(codes), {}, bands.finish());
}

// Texts of one column of reasons, made when they are first needed.
class ReasonTexts {
 public:
  ReasonTexts(const State& state, ReasonLanguage language)
      : state_(state), language_(language), places_(state.columns.size() * statistics::kMostCodes, -1) {}

  std::int32_t place(std::size_t column, std::uint8_t code) {
    std::int32_t& place = places_[column * statistics::kMostCodes + code];
    if (place < 0)
      place =
          texts_.code_of(reason_text(state_.columns[column], code, state_.trees.positions[column][code], language_));
    return place;
  }
  std::shared_ptr<const Dictionary> finish() { return texts_.finish(); }

 private:
  const State& state_;
  ReasonLanguage language_;
  std::vector<std::int32_t> places_;  // in the dictionary, by column and code
  DictionaryBuilder texts_;
};

Column reason_column(std::size_t place, const ScoredRows& rows, ReasonTexts texts) {
  const auto& reasons = rows.reasons[place];
  std::vector<std::int32_t> places(reasons.size());
  std::vector<std::uint32_t> none;
  for (std::size_t row = 0; row < reasons.size(); ++row) {
    const auto column = static_cast<std::size_t>(reasons[row]);
    if (reasons[row] < 0) none.push_back(static_cast<std::uint32_t>(row));
    else places[row] = texts.place(column, rows.codes.code(column, row));
  }
  return column_of({"reason_" + std::to_string(place + 1), ColumnType::text, 0, {}}, std::move(places), none,
                   texts.finish());
}

// Contributions of a block of rows, and the base behind them.
void explain_block(const State& state, const Explaining& explaining, std::span<const std::uint8_t* const> codes,
                   std::size_t begin, std::size_t rows, std::vector<std::vector<double>>& values) {
  const std::size_t width = state.columns.size();
  std::vector<std::int64_t> contributions(width * rows);
  state.scorer.contributions(codes, rows, contributions);
  const std::int64_t expected = state.trees.expected();
  for (std::size_t i = 0; i < rows; ++i) {
    std::int64_t score = expected;
    for (std::size_t column = 0; column < width; ++column) score += contributions[column * rows + i];
    const Explained row = explaining.explain(score);
    for (std::size_t column = 0; column < width; ++column)
      values[column][begin + i] = static_cast<double>(contributions[column * rows + i]) * row.scale;
    values[width][begin + i] = row.base;
  }
}

Result<std::vector<std::uint8_t>> missing_column(const std::string& name) {
  return Error(
      Errc::schema_mismatch,
      "the model reads a column that the frame does not have; add it, empty where nothing is known: '" + name + "'");
}

Status check(const ChurnScoring& scoring) {
  if (!scoring.base_rate || (*scoring.base_rate > 0 && *scoring.base_rate < 1)) return ok();
  return Error(Errc::invalid_argument,
               "a base rate lies between 0 and 1, both excluded: " + std::to_string(*scoring.base_rate));
}

}  // namespace

Result<std::vector<Column>> first_columns(const std::string& id, const Batch& frame) {
  if (id.empty()) return std::vector<Column>();
  const Column* column = frame.find(id);
  if (column == nullptr) return Error(Errc::schema_mismatch, "the frame has no column of ids named '" + id + "'");
  return std::vector<Column>{*column};
}

Column real_column(const std::string& name, std::vector<double> values) {
  return column_of({name, ColumnType::real, 0, {}}, std::move(values), {});
}

double log_odds_of(double probability) {
  return statistics::natural_log(probability) - statistics::natural_log(1 - probability);
}

Result<FrameCodes> FrameCodes::of(const std::vector<ColumnCoder>& coders, const Batch& frame, Executor& executor) {
  FrameCodes codes;
  codes.codes_.resize(coders.size());
  std::vector<Status> done(coders.size(), ok());
  executor.run(coders.size(), [&](std::size_t i) {
    const Column* column = frame.find(coders[i].name());
    auto of_column = column != nullptr ? coders[i].codes(*column) : missing_column(coders[i].name());
    if (of_column) codes.codes_[i] = std::move(*of_column);
    else done[i] = of_column.error();
  });
  for (const Status& status : done) STAYSAIL_CHECK(status);
  return codes;
}

std::vector<const std::uint8_t*> FrameCodes::from(std::size_t begin) const {
  std::vector<const std::uint8_t*> places;
  for (const auto& codes : codes_) places.push_back(codes.data() + begin);
  return places;
}

Result<ScoredRows> ScoredRows::of(const State& state, const Batch& frame, const ChurnScoring& scoring) {
  STAYSAIL_CHECK(check(scoring));
  InlineExecutor calling_thread;
  Executor& executor = scoring.executor != nullptr ? *scoring.executor : calling_thread;
  ScoredRows scored;
  STAYSAIL_TRY(scored.codes, FrameCodes::of(state.columns, frame, executor));
  scored.log_odds.resize(frame.rows());
  for (auto& reason : scored.reasons) reason.resize(frame.rows());
  const Explaining explaining(state, scoring);
  STAYSAIL_CHECK(by_block(frame.rows(), executor, scoring.control, [&](std::size_t begin, std::size_t rows) {
    std::array<std::int64_t, kBlock> scores;
    statistics::TreeScorer::Leading leading{std::span(scores).first(rows), {}};
    for (std::size_t place = 0; place < kReasons; ++place)
      leading.features[place] = std::span(scored.reasons[place]).subspan(begin, rows);
    state.scorer.lead(scored.codes.from(begin), leading);
    for (std::size_t i = 0; i < rows; ++i) scored.log_odds[begin + i] = explaining.log_odds(explaining.raw(scores[i]));
  }));
  return scored;
}

Result<Batch> ChurnModel::predict(const Batch& frame, const ChurnScoring& scoring) const {
  STAYSAIL_TRY(std::vector<Column> columns, first_columns(state_->training.id, frame));
  STAYSAIL_TRY(const ScoredRows rows, ScoredRows::of(*state_, frame, scoring));
  std::vector<double> probabilities(frame.rows());
  std::transform(rows.log_odds.begin(), rows.log_odds.end(), probabilities.begin(), statistics::logistic);
  Column band = band_column(state_->card, probabilities);
  columns.push_back(real_column("probability", std::move(probabilities)));
  columns.push_back(std::move(band));
  for (std::size_t place = 0; place < kReasons; ++place)
    columns.push_back(reason_column(place, rows, {*state_, scoring.language}));
  return Batch::of(std::move(columns));
}

Result<ChurnQuality> ChurnModel::judge(const Batch& frame, const ChurnScoring& scoring) const {
  STAYSAIL_TRY(const std::vector<std::uint8_t> outcomes, outcomes_of(frame, state_->training));
  STAYSAIL_TRY(const ScoredRows rows, ScoredRows::of(*state_, frame, scoring));
  return ChurnQuality::of(rows.log_odds, outcomes);
}

Result<Batch> ChurnModel::contributions(const Batch& frame, const ChurnScoring& scoring) const {
  STAYSAIL_CHECK(check(scoring));
  STAYSAIL_TRY(std::vector<Column> columns, first_columns(state_->training.id, frame));
  InlineExecutor calling_thread;
  Executor& executor = scoring.executor != nullptr ? *scoring.executor : calling_thread;
  STAYSAIL_TRY(const FrameCodes codes, FrameCodes::of(state_->columns, frame, executor));
  std::vector<std::vector<double>> values(state_->columns.size() + 1, std::vector<double>(frame.rows()));
  const Explaining explaining(*state_, scoring);
  STAYSAIL_CHECK(by_block(frame.rows(), executor, scoring.control, [&](std::size_t begin, std::size_t rows) {
    explain_block(*state_, explaining, codes.from(begin), begin, rows, values);
  }));
  for (std::size_t column = 0; column < state_->columns.size(); ++column)
    columns.push_back(real_column(state_->columns[column].name(), std::move(values[column])));
  columns.push_back(real_column("base", std::move(values.back())));
  return Batch::of(std::move(columns));
}

const ChurnCard& ChurnModel::card() const { return state_->card; }

}  // namespace staysail
