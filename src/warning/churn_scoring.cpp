#include <algorithm>
#include <array>
#include <cmath>

#include "staysail/statistics/elementary.hpp"
#include "warning/churn_state.hpp"

namespace staysail {
namespace {

using State = ChurnModel::State;
constexpr std::size_t kBlock = 4096;  // rows scored at once
constexpr std::size_t kReasons = 3;

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

// Scores and contributions of some rows.
struct Block {
  std::size_t begin = 0;
  std::size_t rows = 0;
  std::vector<std::int64_t> contributions;  // column by column
  std::vector<std::int64_t> scores;
};

Block block_of(const State& state, const FrameCodes& codes, std::size_t begin, std::size_t rows) {
  Block block{begin, rows, std::vector<std::int64_t>(state.columns.size() * rows),
              std::vector<std::int64_t>(rows, state.trees.expected())};
  state.trees.contributions(codes.from(begin), rows, block.contributions);
  for (std::size_t column = 0; column < state.columns.size(); ++column)
    for (std::size_t i = 0; i < rows; ++i) block.scores[i] += block.contributions[column * rows + i];
  return block;
}

// Calls work(block) for all rows, several at once where the executor can.
template <class Work>
Status by_block(const State& state, const FrameCodes& codes, std::size_t rows, const ChurnScoring& scoring,
                const Work& work) {
  InlineExecutor calling_thread;
  Executor& executor = scoring.executor != nullptr ? *scoring.executor : calling_thread;
  executor.run((rows + kBlock - 1) / kBlock, [&](std::size_t index) {
    if (scoring.control.stop_requested()) return;
    const std::size_t begin = index * kBlock;
    work(block_of(state, codes, begin, std::min(kBlock, rows - begin)));
  });
  return scoring.control.check();
}

// The columns that raise the risk of a row most, best first; -1 where there are fewer.
std::array<std::int32_t, kReasons> reasons_of(const Block& block, std::size_t row, std::size_t columns) {
  std::array<std::int32_t, kReasons> best{-1, -1, -1};
  std::array<std::int64_t, kReasons> most{};
  for (std::size_t column = 0; column < columns; ++column) {
    std::int64_t value = block.contributions[column * block.rows + row];
    auto index = static_cast<std::int32_t>(column);
    for (std::size_t place = 0; place < kReasons; ++place) {
      if (value <= most[place]) continue;
      std::swap(value, most[place]);
      std::swap(index, best[place]);
    }
  }
  return best;
}

struct Predictions {
  std::vector<double> probabilities;
  std::array<std::vector<std::int32_t>, kReasons> reasons;  // column, or -1
  explicit Predictions(std::size_t rows) : probabilities(rows) {
    for (auto& reason : reasons) reason.resize(rows);
  }
};

Column real_column(const std::string& name, const std::vector<double>& values) {
  ColumnBuilder builder({name, ColumnType::real, 0, {}});
  builder.reserve(values.size());
  for (const double value : values) builder.append_real(value);
  return builder.finish();
}

Column band_column(const ChurnCard& card, const std::vector<double>& probabilities) {
  ColumnBuilder builder({"band", ColumnType::text, 0, {}});
  for (const double probability : probabilities)
    builder.append_text(probability >= card.high ? "high" : probability >= card.medium ? "medium" : "low");
  return builder.finish();
}

// Texts by column and code, made when they are first needed.
class ReasonTexts {
 public:
  ReasonTexts(const State& state, ReasonLanguage language)
      : state_(state), language_(language), texts_(state.columns.size() * statistics::kMostCodes) {}
  const std::string& of(std::size_t column, std::uint8_t code) {
    std::string& text = texts_[column * statistics::kMostCodes + code];
    if (text.empty()) text = reason_text(state_.columns[column], code, state_.trees.positions[column][code], language_);
    return text;
  }

 private:
  const State& state_;
  ReasonLanguage language_;
  std::vector<std::string> texts_;
};

Column reason_column(std::size_t place, const FrameCodes& codes, const Predictions& predictions, ReasonTexts& texts) {
  ColumnBuilder builder({"reason_" + std::to_string(place + 1), ColumnType::text, 0, {}});
  for (std::size_t row = 0; row < predictions.probabilities.size(); ++row) {
    const std::int32_t column = predictions.reasons[place][row];
    if (column < 0) builder.append_null();
    else
      builder.append_text(
          texts.of(static_cast<std::size_t>(column), codes.code(static_cast<std::size_t>(column), row)));
  }
  return builder.finish();
}

Status check(const ChurnScoring& scoring) {
  if (!scoring.base_rate || (*scoring.base_rate > 0 && *scoring.base_rate < 1)) return ok();
  return Error(Errc::invalid_argument,
               "a base rate lies between 0 and 1, both excluded: " + std::to_string(*scoring.base_rate));
}

// The column of ids, where the model has one.
Result<std::vector<Column>> first_columns(const State& state, const Batch& frame) {
  if (state.training.id.empty()) return std::vector<Column>();
  const Column* id = frame.find(state.training.id);
  if (id == nullptr)
    return Error(Errc::schema_mismatch, "the frame has no column of ids named '" + state.training.id + "'");
  return std::vector<Column>{*id};
}

}  // namespace

double log_odds_of(double probability) {
  return statistics::natural_log(probability) - statistics::natural_log(1 - probability);
}

Result<FrameCodes> FrameCodes::of(const std::vector<ColumnCoder>& coders, const Batch& frame) {
  FrameCodes codes;
  for (const ColumnCoder& coder : coders) {
    const Column* column = frame.find(coder.name());
    if (column == nullptr)
      return Error(Errc::schema_mismatch,
                   "the model reads a column that the frame does not have; add it, empty where "
                   "nothing is known: '" +
                       coder.name() + "'");
    STAYSAIL_TRY(std::vector<std::uint8_t> of_column, coder.codes(*column));
    codes.codes_.push_back(std::move(of_column));
  }
  return codes;
}

std::vector<const std::uint8_t*> FrameCodes::from(std::size_t begin) const {
  std::vector<const std::uint8_t*> places;
  for (const auto& codes : codes_) places.push_back(codes.data() + begin);
  return places;
}

Result<Batch> ChurnModel::predict(const Batch& frame, const ChurnScoring& scoring) const {
  STAYSAIL_CHECK(check(scoring));
  STAYSAIL_TRY(std::vector<Column> columns, first_columns(*state_, frame));
  STAYSAIL_TRY(const FrameCodes codes, FrameCodes::of(state_->columns, frame));
  const Explaining explaining(*state_, scoring);
  Predictions predictions(frame.rows());
  STAYSAIL_CHECK(by_block(*state_, codes, frame.rows(), scoring, [&](const Block& block) {
    for (std::size_t i = 0; i < block.rows; ++i) {
      predictions.probabilities[block.begin + i] =
          statistics::logistic(explaining.log_odds(explaining.raw(block.scores[i])));
      const auto reasons = reasons_of(block, i, state_->columns.size());
      for (std::size_t place = 0; place < kReasons; ++place)
        predictions.reasons[place][block.begin + i] = reasons[place];
    }
  }));
  columns.push_back(real_column("probability", predictions.probabilities));
  columns.push_back(band_column(state_->card, predictions.probabilities));
  ReasonTexts texts(*state_, scoring.language);
  for (std::size_t place = 0; place < kReasons; ++place)
    columns.push_back(reason_column(place, codes, predictions, texts));
  return Batch::of(std::move(columns));
}

Result<Batch> ChurnModel::contributions(const Batch& frame, const ChurnScoring& scoring) const {
  STAYSAIL_CHECK(check(scoring));
  STAYSAIL_TRY(std::vector<Column> columns, first_columns(*state_, frame));
  STAYSAIL_TRY(const FrameCodes codes, FrameCodes::of(state_->columns, frame));
  const Explaining explaining(*state_, scoring);
  const std::size_t width = state_->columns.size();
  std::vector<std::vector<double>> values(width + 1, std::vector<double>(frame.rows()));
  STAYSAIL_CHECK(by_block(*state_, codes, frame.rows(), scoring, [&](const Block& block) {
    for (std::size_t i = 0; i < block.rows; ++i) {
      const Explained row = explaining.explain(block.scores[i]);
      for (std::size_t column = 0; column < width; ++column)
        values[column][block.begin + i] = static_cast<double>(block.contributions[column * block.rows + i]) * row.scale;
      values[width][block.begin + i] = row.base;
    }
  }));
  for (std::size_t column = 0; column < width; ++column)
    columns.push_back(real_column(state_->columns[column].name(), values[column]));
  columns.push_back(real_column("base", values[width]));
  return Batch::of(std::move(columns));
}

const ChurnCard& ChurnModel::card() const { return state_->card; }

}  // namespace staysail
