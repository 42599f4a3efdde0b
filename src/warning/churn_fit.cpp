#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "warning/churn_outcomes.hpp"
#include "warning/churn_state.hpp"
#include "warning/coded_columns.hpp"

namespace staysail {
namespace {

constexpr std::size_t kLeastRows = 10;
constexpr std::uint64_t kLeastOutcomes = 50;  // of the rarer kind, before quality is more than chance

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

  Status read_columns() {
    STAYSAIL_TRY(CodedColumns coded, CodedColumns::of(parts_, {state_.training.target, state_.training.id}));
    state_.columns = std::move(coded.coders);
    rows_.features = std::move(coded.features);
    state_.card.warnings = std::move(coded.warnings);
    return ok();
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
    const std::vector<double> shares = shares_of(importance_of(state_.scorer, rows_));
    for (std::size_t i = 0; i < state_.columns.size(); ++i) {
      const ColumnCoder& coder = state_.columns[i];
      const double alone = auc_alone(rows_.features[i], rows_.target);
      state_.card.features.push_back({coder.name(), std::string(name_of(coder.kind())), shares[i], alone});
      if (const auto leak = leak_warning(coder.name(), alone)) state_.card.warnings.push_back(*leak);
    }
    std::stable_sort(state_.card.features.begin(), state_.card.features.end(),
                     [](const auto& a, const auto& b) { return a.importance > b.importance; });
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
