#include <algorithm>

#include "warning/churn_model_bytes.hpp"
#include "warning/model_tables.hpp"
#include "warning/tree_tables.hpp"

namespace staysail {
namespace {

using State = ChurnModel::State;

constexpr std::int64_t kBound = std::int64_t{1} << 31;

void set_figures(std::span<const double> figure, ChurnCard& card) {
  card.high = figure[0];
  card.medium = figure[1];
  card.held_out.figures = {figure[2], figure[3], figure[4], figure[5], figure[6], figure[7], figure[8]};
  auto& reliability = card.held_out.reliability;
  reliability.error = figure[9];
  reliability.noise_floor = figure[10];
  reliability.slope = figure[11];
  reliability.intercept = figure[12];
  auto& sure = card.held_out.intervals;
  std::size_t place = 13;
  for (statistics::Interval* one : {&sure.roc_auc, &sure.pr_auc, &sure.log_loss, &sure.brier, &sure.lift}) {
    *one = {figure[place], figure[place + 1]};
    place += 2;
  }
}

// What one table after the other says of a model.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : tables_(bytes) {}

  Result<State> run() {
    STAYSAIL_CHECK(read_training());
    STAYSAIL_CHECK(read_quality());
    STAYSAIL_TRY(state_.columns, read_coders(tables_));
    STAYSAIL_CHECK(read_positions(tables_, state_.columns.size(), state_.trees));
    STAYSAIL_CHECK(read_spreads());
    STAYSAIL_CHECK(read_features());
    STAYSAIL_CHECK(read_relations(tables_, state_.trees));
    STAYSAIL_CHECK(read_trees(tables_, state_.trees));
    if (!tables_.empty()) return malformed_model("there is more behind its end");
    STAYSAIL_CHECK(state_.trees.validate());
    for (const statistics::Relation& relation : state_.trees.relations)
      state_.card.relations.push_back(relation_text(state_, relation));
    state_.card.trees = state_.trees.roots.size();
    state_.scorer = statistics::TreeScorer(state_.trees);
    return std::move(state_);
  }

 private:
  Status read_training() {
    STAYSAIL_TRY(const Batch texts, tables_.texts({"texts"}));
    STAYSAIL_TRY(const Batch counts, tables_.numbers({"counts"}));
    if (texts.rows() != 4 || counts.rows() != 7) return malformed_model("settings are missing");
    const auto number = counts.column(0).numbers();
    const auto text = [&](std::size_t row) { return std::string(texts.column(0).text(row)); };
    state_.training = {text(0), text(1), text(2), static_cast<std::uint64_t>(number[0]), text(3)};
    ChurnCard& card = state_.card;
    card.period = state_.training.period;
    card.rows = static_cast<std::uint64_t>(number[1]);
    card.events = static_cast<std::uint64_t>(number[2]);
    if (card.events == 0 || card.events >= card.rows) return malformed_model("counts of one outcome");
    STAYSAIL_TRY(card.depth, below<std::uint32_t>(number[3], 64));
    state_.trees.base = number[4];
    STAYSAIL_TRY(state_.trees.bags, below<std::uint32_t>(number[5], 1 << 16));
    STAYSAIL_TRY(const Batch warnings, tables_.texts({"warnings"}));
    for (std::size_t i = 0; i < warnings.rows(); ++i) card.warnings.emplace_back(warnings.column(0).text(i));
    return read_calibration(number[6]);
  }

  Status read_calibration(std::int64_t kind) {
    STAYSAIL_TRY(const auto known, below<std::uint8_t>(kind, 4));
    STAYSAIL_TRY(const Batch calibration, tables_.reals({"calibration"}));
    const auto numbers = calibration.column(0).reals();
    STAYSAIL_TRY(state_.calibration, statistics::Calibration::of(static_cast<statistics::Calibration::Kind>(known),
                                                                 {numbers.begin(), numbers.end()}));
    state_.card.calibration = name_of(state_.calibration.kind());
    return ok();
  }

  Status read_quality() {
    ChurnQuality& quality = state_.card.held_out;
    quality.rows = state_.card.rows;
    quality.events = state_.card.events;
    STAYSAIL_TRY(const Batch figures, tables_.reals({"figures"}));
    if (figures.rows() != kFigures) return malformed_model("figures are missing");
    set_figures(figures.column(0).reals(), state_.card);
    STAYSAIL_CHECK(read_bands(quality.reliability));
    return read_gains(quality);
  }

  Status read_bands(statistics::Reliability& reliability) {
    STAYSAIL_TRY(const Batch bands, tables_.next({{"rows", ColumnType::number},
                                                  {"events", ColumnType::number},
                                                  {"predicted", ColumnType::real},
                                                  {"low", ColumnType::real},
                                                  {"high", ColumnType::real}}));
    for (std::size_t i = 0; i < bands.rows(); ++i)
      reliability.bands.push_back({static_cast<std::uint64_t>(bands.column(0).numbers()[i]),
                                   static_cast<std::uint64_t>(bands.column(1).numbers()[i]),
                                   bands.column(2).reals()[i],
                                   {bands.column(3).reals()[i], bands.column(4).reals()[i]}});
    return ok();
  }

  Status read_gains(ChurnQuality& quality) {
    STAYSAIL_TRY(const Batch gains, tables_.next({{"seen", ColumnType::number},
                                                  {"caught", ColumnType::real},
                                                  {"captured", ColumnType::real},
                                                  {"lift", ColumnType::real}}));
    for (std::size_t i = 0; i < gains.rows(); ++i)
      quality.gains.push_back({static_cast<std::uint64_t>(gains.column(0).numbers()[i]), gains.column(1).reals()[i],
                               gains.column(2).reals()[i], gains.column(3).reals()[i]});
    return ok();
  }

  Status read_spreads() {
    STAYSAIL_TRY(const Batch rows, tables_.numbers({"rows"}));
    STAYSAIL_TRY(const Batch cuts, tables_.reals({"cut"}));
    if (rows.rows() != state_.columns.size() * kMostBands + kScoreBands || cuts.rows() != kScoreBands - 1)
      return malformed_model("counts of bands are missing");
    const auto counts = rows.column(0).numbers();
    state_.column_rows.resize(state_.columns.size());
    for (std::size_t i = 0; i < counts.size(); ++i) {
      STAYSAIL_TRY(const auto count, below<std::uint64_t>(counts[i], kBound));
      const std::size_t column = i / kMostBands;
      (column < state_.columns.size() ? state_.column_rows[column][i % kMostBands]
                                      : state_.score_rows[i - state_.columns.size() * kMostBands]) = count;
    }
    const auto places = cuts.column(0).reals();
    std::copy(places.begin(), places.end(), state_.score_cuts.begin());
    if (std::is_sorted(places.begin(), places.end())) return ok();
    return malformed_model("bands of scores that do not ascend");
  }

  Status read_features() {
    STAYSAIL_TRY(const Batch features, tables_.next({{"name", ColumnType::text},
                                                     {"kind", ColumnType::text},
                                                     {"importance", ColumnType::real},
                                                     {"auc_alone", ColumnType::real}}));
    for (std::size_t i = 0; i < features.rows(); ++i)
      state_.card.features.push_back({std::string(features.column(0).text(i)), std::string(features.column(1).text(i)),
                                      features.column(2).reals()[i], features.column(3).reals()[i]});
    return ok();
  }

  TableReader tables_;
  State state_;
};

}  // namespace

Result<ChurnModel::State> read_model(std::string_view tables) { return Reader(tables).run(); }

}  // namespace staysail
