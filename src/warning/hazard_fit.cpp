#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "staysail/base/digest.hpp"
#include "staysail/statistics/calibration.hpp"
#include "staysail/statistics/classification.hpp"
#include "staysail/statistics/real_sum.hpp"
#include "warning/churn_state.hpp"
#include "warning/coded_columns.hpp"
#include "warning/hazard_frame.hpp"
#include "warning/hazard_state.hpp"

namespace staysail {
namespace {

constexpr std::uint64_t kLeastLeavers = 10;
constexpr std::uint64_t kFewLeavers = 50;  // before what is told is more than chance
constexpr std::size_t kBands = 10;
constexpr std::uint32_t kDepth = 2;
constexpr double kShare = 0.28;  // of the columns that a tree may ask about: months differ little
constexpr double kDrawn = 5;     // events

// Months of customers, and how many of them ended in leaving.
struct MonthCount {
  double months = 0, events = 0;
  void add(const MonthSpan& span, std::int32_t kind) {
    months += span.trials;
    events += span.kind == kind ? 1 : 0;
  }
};
using MonthCounts = std::vector<MonthCount>;

// A span of months that were held out: the hazard foretold for each of them, and whether the last ended in leaving.
struct HeldOutSpan {
  double hazard = 0;
  std::uint8_t trials = 0, event = 0, tenure = 0;
};

// Concordance within each stretch of tenure, the mean weighted by pairs.
Result<std::optional<double>> concordance_of(const std::vector<HeldOutSpan>& spans) {
  std::map<std::uint8_t, std::pair<std::vector<double>, std::vector<std::uint8_t>>> by_tenure;
  for (const HeldOutSpan& span : spans) {
    auto& [log_odds, events] = by_tenure[span.tenure];
    log_odds.push_back(log_odds_of(span.hazard));
    events.push_back(span.event);
  }
  double right = 0, all = 0;
  for (const auto& [tenure, told] : by_tenure) {
    const auto events = static_cast<double>(std::count(told.second.begin(), told.second.end(), 1));
    const double pairs = events * (static_cast<double>(told.second.size()) - events);
    if (pairs == 0) continue;
    STAYSAIL_TRY(const auto figures, statistics::classification(told.first, told.second));
    right += pairs * figures.roc_auc;
    all += pairs;
  }
  return all > 0 ? std::optional<double>(right / all) : std::nullopt;
}

// Tenths of the months, by hazard; of equal hazards those with an event come last, whatever the order of rows.
std::vector<HazardCard::Band> bands_of(std::vector<HeldOutSpan> spans, std::uint64_t months) {
  std::sort(spans.begin(), spans.end(), [](const HeldOutSpan& a, const HeldOutSpan& b) {
    return std::tie(a.hazard, a.event, a.trials) < std::tie(b.hazard, b.event, b.trials);
  });
  std::vector<HazardCard::Band> bands(kBands);
  std::vector<statistics::RealSum> expected(kBands);
  std::uint64_t seen = 0;
  for (const HeldOutSpan& span : spans) {
    const std::size_t place = std::min<std::size_t>(kBands - 1, seen * kBands / std::max<std::uint64_t>(months, 1));
    bands[place].months += span.trials;
    bands[place].events += span.event;
    expected[place].add_product(span.hazard, span.trials);
    seen += span.trials;
  }
  for (std::size_t i = 0; i < kBands; ++i) bands[i].expected = expected[i].value();
  return bands;
}

class Training {
 public:
  Training(std::span<const Batch> parts, const HazardTraining& training) : parts_(parts) { state_.training = training; }

  Result<std::shared_ptr<const HazardModel::State>> run(Executor* executor, const Control& control) {
    STAYSAIL_TRY(told_, told_months(parts_, state_.training));
    STAYSAIL_TRY(coded_, CodedColumns::of(parts_, named_columns()));
    STAYSAIL_CHECK(enough());
    spans_ = spans_of(told_.customers, MonthAxis::stretch);
    lay_out();
    for (std::size_t kind = 0; kind < told_.kinds.size(); ++kind) STAYSAIL_CHECK(fit(kind, executor, control));
    STAYSAIL_CHECK(describe());
    return std::make_shared<const HazardModel::State>(std::move(state_));
  }

 private:
  std::set<std::string> named_columns() const {
    const HazardTraining& t = state_.training;
    return {t.duration, t.event, t.kind, t.entry, t.contract_end, t.id};
  }

  Status enough() const {
    std::uint64_t left = 0;
    for (const std::uint64_t count : told_.left) left += count;
    if (left < kLeastLeavers)
      return Error(Errc::degenerate_input,
                   fmt::format("a model of when customers leave is learnt from ten who left or more; here {} of {} did",
                               left, told_.customers.size()));
    const std::string& id = state_.training.id;
    if (!id.empty() && parts_.front().find(id) == nullptr)
      return Error(Errc::not_found, "the frame has no column of ids named '" + id + "'");
    return ok();
  }

  // Of what is known of a customer: equal ones share a fold, and no order of rows matters.
  std::vector<std::uint64_t> group_keys() const {
    std::vector<std::uint64_t> keys;
    std::string known;
    for (std::size_t i = 0; i < told_.customers.size(); ++i) {
      const CustomerMonths& months = told_.customers[i];
      known = fmt::format("{} {} {} {} ", months.entry, months.last, months.kind, months.contract_end.value_or(-9999));
      for (const auto& feature : coded_.features) known += static_cast<char>(feature.codes[i]);
      keys.push_back(hash_of(known));
    }
    return keys;
  }

  void lay_out() {
    const auto keys = group_keys();
    for (const auto& feature : coded_.features) {
      rows_.features.push_back({{}, feature.size, feature.ordered});
      for (const MonthSpan& span : spans_) rows_.features.back().codes.push_back(feature.codes[span.customer]);
    }
    statistics::CodedFeature stretch{{}, kStretchCodes, true}, contract{{}, kContractCodes, true};
    for (const MonthSpan& span : spans_) {
      stretch.codes.push_back(span.tenure);
      contract.codes.push_back(span.contract);
      rows_.trials.push_back(span.trials);
      rows_.groups.push_back(keys[span.customer]);
      held_out_.push_back({0, span.trials, static_cast<std::uint8_t>(span.kind >= 0 ? 1 : 0), span.tenure});
    }
    rows_.features.push_back(std::move(stretch));
    if (state_.reads_contract()) rows_.features.push_back(std::move(contract));
  }

  Status fit(std::size_t kind, Executor* executor, const Control& control) {
    rows_.target.clear();
    for (const MonthSpan& span : spans_) rows_.target.push_back(span.kind == static_cast<std::int32_t>(kind) ? 1 : 0);
    STAYSAIL_TRY(
        statistics::BoostedFit fit,
        statistics::fit_boosted_trees(rows_, {state_.training.seed + kind, 0, kShare, kDepth}, executor, control));
    for (std::size_t i = 0; i < held_out_.size(); ++i) held_out_[i].hazard += statistics::logistic(fit.held_out[i]);
    state_.card.kinds.push_back({told_.kinds[kind], told_.left[kind], fit.model.roots.size(), fit.depth});
    statistics::TreeScorer scorer(fit.model);
    add_importance(scorer, static_cast<double>(told_.left[kind]));
    state_.kinds.push_back({paces_of(static_cast<std::int32_t>(kind)), std::move(fit.model), std::move(scorer)});
    return ok();
  }

  // Of all customers; drawn to 1 by so many events.
  std::vector<double> paces_of(std::int32_t kind) const {
    MonthCounts by_month(kTenureCodes), by_stretch(kStretchCodes);
    for (const MonthSpan& span : spans_of(told_.customers, MonthAxis::tenure)) {
      by_month[span.tenure].add(span, kind);
      by_stretch[stretch_code(span.tenure)].add(span, kind);
    }
    std::vector<double> paces(kTenureCodes, 1.0);
    for (std::uint8_t code = 1; code < kTenureCodes; ++code) {
      const MonthCount& whole = by_stretch[stretch_code(code)];
      const double expected = whole.months == 0 ? 0 : by_month[code].months * whole.events / whole.months;
      paces[code] = (by_month[code].events + kDrawn) / (expected + kDrawn);
    }
    return paces;
  }

  // Each kind counts by the customers who left so.
  void add_importance(const statistics::TreeScorer& scorer, double left) {
    const auto shares = shares_of(importance_of(scorer, rows_));
    importance_.resize(shares.size());
    for (std::size_t i = 0; i < shares.size(); ++i) importance_[i] += left * shares[i];
  }

  Status describe() {
    HazardCard& card = state_.card;
    card.customers = told_.customers.size();
    for (const MonthSpan& span : spans_) card.months += span.trials;
    for (const CustomerMonths& months : told_.customers) card.last_month = std::max(card.last_month, months.last);
    for (HeldOutSpan& span : held_out_) span.hazard = std::min(span.hazard, 1 - 1e-9);
    STAYSAIL_TRY(card.concordance, concordance_of(held_out_));
    card.bands = bands_of(held_out_, card.months);
    state_.columns = std::move(coded_.coders);
    card.warnings = std::move(coded_.warnings);
    warn_of_leaks();
    describe_features();
    warn();
    return ok();
  }

  void describe_features() {
    double total = 0;
    for (const double amount : importance_) total += amount;
    const auto add = [&](const std::string& name, const std::string& kind, std::size_t place) {
      state_.card.features.push_back({name, kind, total > 0 ? importance_[place] / total : 0});
    };
    for (std::size_t i = 0; i < state_.columns.size(); ++i)
      add(state_.columns[i].name(), std::string(name_of(state_.columns[i].kind())), i);
    add(state_.training.duration, "months", state_.columns.size());
    if (state_.reads_contract()) add(state_.training.contract_end, "months", state_.columns.size() + 1);
    std::stable_sort(state_.card.features.begin(), state_.card.features.end(),
                     [](const auto& a, const auto& b) { return a.importance > b.importance; });
  }

  void warn_of_leaks() {
    std::vector<std::uint8_t> left;
    for (const CustomerMonths& months : told_.customers) left.push_back(months.kind >= 0 ? 1 : 0);
    if (std::count(left.begin(), left.end(), 0) == 0) return;
    for (std::size_t i = 0; i < state_.columns.size(); ++i)
      if (const auto leak = leak_warning(state_.columns[i].name(), auc_alone(coded_.features[i], left)))
        state_.card.warnings.push_back(*leak);
  }

  void warn() {
    HazardCard& card = state_.card;
    for (const HazardCard::Kind& kind : card.kinds)
      if (kind.events < kFewLeavers)
        card.warnings.push_back(
            fmt::format("{} customers left by '{}'; what is told of so few may be chance", kind.events, kind.name));
    if (told_.first_month > 0)
      card.warnings.push_back(
          fmt::format("{} customers are in their first month and tell nothing yet", told_.first_month));
  }

  std::span<const Batch> parts_;
  HazardModel::State state_;
  ToldMonths told_;
  CodedColumns coded_;
  std::vector<MonthSpan> spans_;
  statistics::CodedRows rows_;
  std::vector<HeldOutSpan> held_out_;
  std::vector<double> importance_;
};

}  // namespace

Result<HazardModel> HazardModel::fit(std::span<const Batch> parts, const HazardTraining& training, Executor* executor,
                                     const Control& control) {
  STAYSAIL_TRY(std::shared_ptr<const State> state, Training(parts, training).run(executor, control));
  return HazardModel(std::move(state));
}

const HazardCard& HazardModel::card() const { return state_->card; }

}  // namespace staysail
