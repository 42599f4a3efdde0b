#include "staysail/knowledge/advice.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "knowledge/comparison.hpp"

namespace staysail {
namespace {

using knowledge::Comparison;
using knowledge::EvidenceBar;

constexpr std::array<std::string_view, 6> kStrengths = {"proven",     "unclear", "unmeasured",
                                                        "too_little", "none",    "harmful"};
constexpr std::array<std::string_view, 4> kScopes = {"segment_and_stage", "segment", "stage", "everybody"};
// From the narrowest to the widest.
constexpr std::array kScopeOrder = {EvidenceScope::segment_and_stage, EvidenceScope::segment, EvidenceScope::stage,
                                    EvidenceScope::everybody};

using ItemsByStrategy = std::map<StrategyId, std::vector<const KnowledgeItem*>>;

bool names_segment(EvidenceScope scope) {
  return scope == EvidenceScope::segment_and_stage || scope == EvidenceScope::segment;
}
bool names_stage(EvidenceScope scope) {
  return scope == EvidenceScope::segment_and_stage || scope == EvidenceScope::stage;
}

ItemsByStrategy served_items(const KnowledgeBase& base, const std::optional<Day>& day) {
  ItemsByStrategy items;
  for (const KnowledgeItem* item : base.items())
    if (!item->strategy.empty() && item->is_served(day)) items[item->strategy].push_back(item);
  return items;
}

std::set<StrategyId> candidates(const KnowledgeBase& base, const AdviceRequest& request, const ItemsByStrategy& items) {
  std::set<StrategyId> strategies(request.strategies.begin(), request.strategies.end());
  if (!strategies.empty()) return strategies;
  // What was never tried in a stage may be forbidden there: only the caller, who names the candidates, can know.
  for (const auto& [key, counts] : base.evidence().cells())
    if (request.stage.empty() || key.stage == request.stage) strategies.insert(key.strategy);
  for (const auto& [strategy, of_strategy] : items) strategies.insert(strategy);
  return strategies;
}

EvidenceTotal total_in(const EvidenceLedger& ledger, const StrategyId& strategy, EvidenceScope scope,
                       const AdviceRequest& request) {
  EvidenceFilter filter;
  filter.strategy = strategy;
  if (names_segment(scope)) filter.segment = request.segment;
  if (names_stage(scope)) filter.stage = request.stage;
  return ledger.total(filter);
}

// The narrowest group that meets the bar; else the narrowest that was tried often enough; else everybody.
void choose_evidence(const EvidenceLedger& ledger, const AdviceRequest& request, const EvidenceBar& bar,
                     Advice& advice) {
  bool tried_enough = false;
  for (const EvidenceScope scope : kScopeOrder) {
    const EvidenceTotal total = total_in(ledger, advice.strategy, scope, request);
    const bool enough = total.counts.tried >= bar.minimum_tried;
    const bool measured = bar.is_met_by(total.counts);
    if (measured || (enough && !tried_enough) || (scope == EvidenceScope::everybody && !tried_enough)) {
      advice.scope = scope;
      advice.evidence = total;
    }
    if (measured) return;
    tried_enough |= enough;
  }
}

// How well an item's situation fits the customer: 0 when it speaks of others.
int fit_of(const Situation& situation, const AdviceRequest& request, EvidenceScope scope) {
  const bool same_segment = situation.segment == request.segment;
  const bool same_stage = situation.stage == request.stage;
  const bool fits = (same_segment || situation.segment.empty() || !names_segment(scope)) &&
                    (same_stage || situation.stage.empty() || !names_stage(scope));
  return fits ? 1 + 2 * same_segment + same_stage : 0;
}

void cite(const std::vector<const KnowledgeItem*>& items, const AdviceRequest& request, Advice& advice) {
  std::vector<std::pair<int, const KnowledgeItem*>> fitting;
  for (const KnowledgeItem* item : items)
    if (const int fit = fit_of(item->situation, request, advice.scope); fit > 0) fitting.emplace_back(fit, item);
  // The best fit, then the youngest, then by id.
  std::sort(fitting.begin(), fitting.end(), [](const auto& a, const auto& b) {
    return std::tie(b.first, b.second->valid_from, a.second->id) <
           std::tie(a.first, a.second->valid_from, b.second->id);
  });
  fitting.resize(std::min(fitting.size(), request.cited_items));
  for (const auto& [fit, item] : fitting) {
    advice.items.push_back(item->id);
    if (advice.tactic.empty()) advice.tactic = item->action;
  }
}

std::string english_group(const Advice& advice, const AdviceRequest& request) {
  std::string text;
  if (names_segment(advice.scope)) text += " on segment \"" + request.names.brief(request.segment, "en") + "\"";
  if (names_stage(advice.scope))
    text += (text.empty() ? " on stage \"" : ", stage \"") + request.names.brief(request.stage, "en") + "\"";
  return text.empty() ? " on all customers" : text;
}

std::string chinese_group(const Advice& advice, const AdviceRequest& request) {
  std::string text;
  if (names_segment(advice.scope)) text += "细分“" + request.names.brief(request.segment, "zh") + "”";
  if (names_stage(advice.scope))
    text += (text.empty() ? "阶段“" : "，阶段“") + request.names.brief(request.stage, "zh") + "”";
  return text.empty() ? "全部客户" : text;
}

std::string months(const EvidenceTotal& total, std::string_view between) {
  if (total.first == total.last) return total.first.to_string();
  return total.first.to_string() + std::string(between) + total.last.to_string();
}

std::string cited(const Advice& advice, std::string_view between) {
  std::string text;
  for (const KnowledgeItemId& id : advice.items) text += (text.empty() ? "" : std::string(between)) + id.text();
  return text;
}

void put_into_words(const Comparison& comparison, const EvidenceBar& bar, const AdviceRequest& request,
                    Advice& advice) {
  const bool tried = advice.evidence.periods > 0;
  advice.english = request.names.title(advice.strategy.text(), "en") + ": " +
                   knowledge::english_counts(advice.evidence.counts, comparison);
  advice.chinese = request.names.title(advice.strategy.text(), "zh") + "：" +
                   knowledge::chinese_counts(advice.evidence.counts, comparison);
  if (tried) {
    advice.english += english_group(advice, request) + " (" + months(advice.evidence, " to ") + ")";
    advice.chinese += "（" + chinese_group(advice, request) + "，" + months(advice.evidence, "至") + "）";
  }
  advice.english += ". " + knowledge::english_conclusion(comparison, bar);
  advice.chinese += "。" + knowledge::chinese_conclusion(comparison, bar);
  if (advice.items.empty()) return;
  advice.english += " See " + cited(advice, ", ") + ".";
  advice.chinese += "参见" + cited(advice, "、") + "。";
}

// What ranks within one strength: the lower end of what it can be relied upon for.
double reliable_gain(const Advice& advice) {
  if (advice.effect_interval) return advice.effect_interval->low;
  return advice.kept ? advice.kept->low : 0;
}

bool ranks_before(const Advice& a, const Advice& b) {
  const auto key = [](const Advice& advice) {
    return std::tuple<EvidenceStrength, double, const StrategyId&>(advice.strength, -reliable_gain(advice),
                                                                   advice.strategy);
  };
  return key(a) < key(b);
}

}  // namespace

std::string_view name_of(EvidenceStrength strength) noexcept { return kStrengths[static_cast<std::size_t>(strength)]; }
std::string_view name_of(EvidenceScope scope) noexcept { return kScopes[static_cast<std::size_t>(scope)]; }

Status AdviceRequest::validate() const {
  if (!(confidence > 0 && confidence < 1))
    return Error(Errc::invalid_argument, "advice needs a confidence between 0 and 1, for instance 0.95");
  if (minimum_tried == 0 || minimum_held_out == 0)
    return Error(Errc::invalid_argument, "advice needs minimum_tried and minimum_held_out of at least 1");
  return ok();
}

Result<std::vector<Advice>> advise(const KnowledgeBase& base, const AdviceRequest& request) {
  STAYSAIL_CHECK(request.validate());
  const EvidenceBar bar{request.confidence, request.minimum_tried, request.minimum_held_out};
  ItemsByStrategy items = served_items(base, request.as_of);
  std::vector<Advice> ranked;
  for (const StrategyId& strategy : candidates(base, request, items)) {
    Advice advice;
    advice.strategy = strategy;
    choose_evidence(base.evidence(), request, bar, advice);
    const Comparison comparison = knowledge::compare(advice.evidence.counts, bar);
    advice.strength = comparison.strength;
    advice.kept = comparison.kept;
    advice.effect = comparison.effect;
    advice.effect_interval = comparison.effect_interval;
    cite(items[strategy], request, advice);
    put_into_words(comparison, bar, request, advice);
    ranked.push_back(std::move(advice));
  }
  std::sort(ranked.begin(), ranked.end(), ranks_before);
  return ranked;
}

}  // namespace staysail
