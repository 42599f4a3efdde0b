#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <numeric>

#include "warning/churn_outcomes.hpp"
#include "warning/churn_state.hpp"

namespace staysail {
namespace {

constexpr std::size_t kLeastRows = 10;
constexpr std::uint64_t kLeastOutcomes = 50;  // of the rarer kind, before quality is more than chance
constexpr double kNearlyDecides = 0.98;       // area under the curve of a column by itself
constexpr std::size_t kBlock = 4096;          // rows whose contributions are held at once

// Texts that are another in nearly each row name rows and tell nothing of others.
bool names_rows(const ColumnCoder& coder, std::size_t rows) {
  return coder.kind() == ColumnCoder::Kind::category && coder.categories().empty() && rows >= kLeastRows;
}

class Training {
 public:
  Training(std::span<const Batch> parts, const ChurnTraining& training) : parts_(parts) { state_.training = training; }

  Result<std::shared_ptr<const ChurnModel::State>> run(Executor* executor, const Control& control) {
    STAYSAIL_CHECK(read_target());
    STAYSAIL_CHECK(read_columns());
    STAYSAIL_CHECK(enough());
    STAYSAIL_TRY(statistics::BoostedFit fit,
                 statistics::fit_boosted_trees(rows_, {state_.training.seed, 32}, executor, control));
    state_.trees = std::move(fit.model);
    state_.scorer = statistics::TreeScorer(state_.trees);
    state_.calibration = statistics::Calibration::choose(fit.held_out, rows_.target);
    STAYSAIL_CHECK(describe(fit));
    return std::make_shared<const ChurnModel::State>(std::move(state_));
  }

 private:
  Status read_target() {
    for (const Batch& part : parts_) {
      STAYSAIL_TRY(const std::vector<std::uint8_t> outcomes, outcomes_of(part, state_.training));
      rows_.target.insert(rows_.target.end(), outcomes.begin(), outcomes.end());
    }
    const std::string& id = state_.training.id;
    if (id.empty() || parts_.empty() || parts_.front().find(id) != nullptr) return ok();
    return Error(Errc::not_found, "the frame has no column of ids named '" + id + "'");
  }

  // Sorted, so that the order of columns changes nothing.
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    if (parts_.empty()) return names;
    for (const Field& field : parts_.front().schema().fields())
      if (field.name != state_.training.target && field.name != state_.training.id) names.push_back(field.name);
    std::sort(names.begin(), names.end());
    return names;
  }

  Status read_columns() {
    for (const std::string& name : names()) {
      std::vector<Column> columns;
      for (const Batch& part : parts_) {
        const Column* column = part.find(name);
        if (column == nullptr)
          return Error(Errc::schema_mismatch, "one part of the frame has no column '" + name + "'");
        columns.push_back(*column);
      }
      STAYSAIL_TRY(ColumnCoder coder, ColumnCoder::fit(columns));
      STAYSAIL_CHECK(add(std::move(coder), columns));
    }
    return ok();
  }

  Status add(ColumnCoder coder, std::span<const Column> columns) {
    statistics::CodedFeature feature{{}, coder.size(), coder.ordered()};
    for (const Column& column : columns) {
      STAYSAIL_TRY(const std::vector<std::uint8_t> codes, coder.codes(column));
      feature.codes.insert(feature.codes.end(), codes.begin(), codes.end());
    }
    if (const char* why = useless(coder, feature)) {
      state_.card.warnings.push_back("column '" + coder.name() + "' is left out: " + why);
      return ok();
    }
    state_.columns.push_back(std::move(coder));
    rows_.features.push_back(std::move(feature));
    return ok();
  }

  static const char* useless(const ColumnCoder& coder, const statistics::CodedFeature& feature) {
    const auto& codes = feature.codes;
    const bool constant = std::all_of(codes.begin(), codes.end(), [&](auto code) { return code == codes.front(); });
    if (!constant) return nullptr;
    if (!codes.empty() && codes.front() == 0) return "it holds no value";
    if (names_rows(coder, codes.size())) return "no text of it occurs in ten rows; it names rows";
    return "it has the same value in all rows";
  }

  Status enough() const {
    const auto events = std::count(rows_.target.begin(), rows_.target.end(), 1);
    if (rows_.rows() < kLeastRows)
      return Error(Errc::degenerate_input,
                   fmt::format("a model is learnt from ten rows or more; the frame has {}", rows_.rows()));
    if (events == 0 && !state_.training.positive.empty())
      return Error(Errc::not_found,
                   "no row of the target '" + state_.training.target + "' is '" + state_.training.positive + "'");
    if (events == 0 || static_cast<std::size_t>(events) == rows_.rows())
      return Error(Errc::degenerate_input,
                   "all rows have one outcome; a model needs both in '" + state_.training.target + "'");
    if (rows_.features.empty())
      return Error(Errc::degenerate_input, "no column is left to learn from: " +
                                               (state_.card.warnings.empty() ? "there is none but target and id"
                                                                             : state_.card.warnings.front()));
    return ok();
  }

  Status describe(const statistics::BoostedFit& fit) {
    ChurnCard& card = state_.card;
    card.rows = rows_.rows();
    card.events = static_cast<std::uint64_t>(std::count(rows_.target.begin(), rows_.target.end(), 1));
    card.depth = fit.depth;
    card.trees = state_.trees.roots.size();
    card.calibration = name_of(state_.calibration.kind());
    for (const statistics::Relation& relation : state_.trees.relations)
      card.relations.push_back(relation_text(state_, relation));
    card.period = state_.training.period;
    STAYSAIL_TRY(card.held_out, ChurnQuality::of(statistics::Calibration::cross_fitted(state_.calibration.kind(),
                                                                                       fit.held_out, rows_.target),
                                                 rows_.target));
    std::vector<double> calibrated;
    for (const double log_odds : fit.held_out) calibrated.push_back(state_.calibration.apply(log_odds));
    for (std::size_t i = 0; i < state_.columns.size(); ++i)
      state_.column_rows.push_back(band_counts(state_.columns[i], state_.trees.positions[i], rows_.features[i].codes));
    spread_scores(calibrated, state_);
    set_bands(std::move(calibrated));
    describe_features();
    warn_of_chance();
    return ok();
  }

  // Models that run, and that nobody should act on without knowing this.
  void warn_of_chance() {
    ChurnCard& card = state_.card;
    const std::uint64_t rarer = std::min(card.events, card.rows - card.events);
    if (rarer < kLeastOutcomes)
      card.warnings.push_back(fmt::format(
          "{} of {} rows have the rarer outcome; what is told of so few may be chance, bring a longer history", rarer,
          card.rows));
    if (std::all_of(card.features.begin(), card.features.end(), [](const auto& one) { return one.importance == 0; }))
      card.warnings.push_back("no column tells who leaves: every row gets the same probability");
  }

  void set_bands(std::vector<double> log_odds) {
    std::sort(log_odds.begin(), log_odds.end(), std::greater<>());
    state_.card.high = statistics::logistic(log_odds[(log_odds.size() - 1) / 10]);
    state_.card.medium = statistics::logistic(log_odds[3 * (log_odds.size() - 1) / 10]);
  }

  void describe_features() {
    const std::vector<double> shares = importance();
    for (std::size_t i = 0; i < state_.columns.size(); ++i) {
      const ColumnCoder& coder = state_.columns[i];
      const double alone = auc_alone(rows_.features[i]);
      state_.card.features.push_back({coder.name(), std::string(name_of(coder.kind())), shares[i], alone});
      if (alone >= kNearlyDecides)
        state_.card.warnings.push_back(
            fmt::format("column '{}' nearly decides the target by itself (area under the curve {:.3f}); is it known "
                        "before the customer leaves?",
                        coder.name(), alone));
    }
    std::stable_sort(state_.card.features.begin(), state_.card.features.end(),
                     [](const auto& a, const auto& b) { return a.importance > b.importance; });
  }

  // The mean absolute contribution of each column, as a share of all.
  std::vector<double> importance() const {
    std::vector<std::int64_t> sums(rows_.features.size()), contributions;
    for (std::size_t begin = 0; begin < rows_.rows(); begin += kBlock) {
      const std::size_t rows = std::min(kBlock, rows_.rows() - begin);
      std::vector<const std::uint8_t*> codes;
      for (const auto& feature : rows_.features) codes.push_back(feature.codes.data() + begin);
      contributions.resize(codes.size() * rows);
      state_.scorer.contributions(codes, rows, contributions);
      for (std::size_t i = 0; i < contributions.size(); ++i) sums[i / rows] += std::abs(contributions[i]);
    }
    const auto total = static_cast<double>(std::accumulate(sums.begin(), sums.end(), std::int64_t{0}));
    std::vector<double> shares;
    for (const std::int64_t sum : sums) shares.push_back(total > 0 ? static_cast<double>(sum) / total : 0);
    return shares;
  }

  // Rows ranked by the share of events among those of their code, each without itself, so that rare codes tell nothing.
  double auc_alone(const statistics::CodedFeature& feature) const {
    std::array<double, statistics::kMostCodes> rows{}, events{};
    for (std::size_t i = 0; i < feature.codes.size(); ++i) {
      rows[feature.codes[i]] += 1;
      events[feature.codes[i]] += rows_.target[i];
    }
    const double mean = static_cast<double>(state_.card.events) / static_cast<double>(state_.card.rows);
    std::map<double, std::pair<double, double>> tied;  // events and others by what they are ranked by
    for (std::size_t code = 0; code < feature.size; ++code) {
      if (events[code] > 0) tied[(events[code] - 1 + mean) / rows[code]].first += events[code];
      if (events[code] < rows[code]) tied[(events[code] + mean) / rows[code]].second += rows[code] - events[code];
    }
    double above = 0, others_below = 0;
    for (const auto& [share, rows_of] : tied) {
      above += rows_of.first * (others_below + rows_of.second / 2);
      others_below += rows_of.second;
    }
    return above / (others_below * static_cast<double>(state_.card.events));
  }

  std::span<const Batch> parts_;
  ChurnModel::State state_;
  statistics::CodedRows rows_;
};

}  // namespace

Result<ChurnModel> ChurnModel::fit(std::span<const Batch> parts, const ChurnTraining& training, Executor* executor,
                                   const Control& control) {
  STAYSAIL_TRY(std::shared_ptr<const State> state, Training(parts, training).run(executor, control));
  return ChurnModel(std::move(state));
}

}  // namespace staysail
