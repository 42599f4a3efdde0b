#include "rivalry.hpp"

#include <algorithm>

namespace staysail::strategy {
namespace {

using Loopholes = std::vector<Loophole>;

bool begins_by(const Strategy& a, const Strategy& b) {
  return !a.valid_from || (b.valid_from && *a.valid_from <= *b.valid_from);
}

bool lasts_beyond(const Strategy& a, const Strategy& b) {
  return !a.valid_to || (b.valid_to && *a.valid_to >= *b.valid_to);
}

void add_days(const Strategy& lower, const Strategy& higher, Loopholes& found) {
  if (begins_by(higher, lower) && lasts_beyond(higher, lower)) return;
  found.push_back({"outside its dates", "在其有效期之外"});
}

void add_budget(const Strategy& higher, Loopholes& found) {
  if (!higher.budget) return;
  const std::string contacts = std::to_string(*higher.budget);
  found.push_back({"once its budget of " + contacts + " is spent", "其预算" + contacts + "用完之后"});
}

// What runs out for the higher one beside its contacts, or lets the lower one win by what it is worth.
void add_scarcity(const Strategy& higher, const ContactPolicy& policy, Loopholes& found) {
  const bool offer_runs_out = std::any_of(policy.offer_capacities.begin(), policy.offer_capacities.end(),
                                          [&](const OfferCapacity& each) { return each.offer == higher.offer; });
  if (higher.money_budget_hundredths) found.push_back({"once its money is spent", "其资金预算用完之后"});
  if (offer_runs_out) found.push_back({"once its offer has run out", "其优惠名额用完之后"});
  if (policy.arbitration.method == ArbitrationMethod::optimise)
    found.push_back({"where it is worth more, as arbitration goes by value", "按价值仲裁且其价值更高时"});
}

bool goes_by_all(const Strategy& higher, const Strategy& lower) {
  return std::all_of(lower.channels.begin(), lower.channels.end(), [&higher](const std::string& channel) {
    return std::find(higher.channels.begin(), higher.channels.end(), channel) != higher.channels.end();
  });
}

// Who agreed to the lower one's channels agreed to one of the higher one's; without channels nothing is asked.
void add_consent(const Strategy& lower, const Strategy& higher, Loopholes& found) {
  if (higher.channels.empty()) return;
  const bool same_purpose = consent_purpose_of(lower.kind) == consent_purpose_of(higher.kind);
  if (same_purpose && !lower.channels.empty() && goes_by_all(higher, lower)) return;
  found.push_back({"where consent or caps close its channels only", "仅其渠道缺少同意或达到上限时"});
}

bool same_action(const StrategyAction& a, const StrategyAction& b) {
  return a.kind == b.kind && a.parameters == b.parameters;
}

void add_eligibility(const Strategy& lower, const Strategy& higher, Loopholes& found) {
  if (!higher.action || (lower.action && same_action(*lower.action, *higher.action))) return;
  found.push_back({"where the BOSS cannot carry out its action", "BOSS 无法办理其动作时"});
}

// Within a group all wait together.
void add_waiting(const Strategy& lower, const Strategy& higher, const ContactPolicy& policy, Loopholes& found) {
  const bool alone = std::any_of(policy.suppressions.begin(), policy.suppressions.end(),
                                 [](const Suppression& s) { return s.scope == SuppressionScope::strategy; });
  if (!share_group(lower, higher))
    found.push_back({"while it or its group waits or cools down", "其或其所在组冷却期间"});
  if (alone) found.push_back({"while an answer keeps it alone away", "仅其因客户答复而暂停时"});
}

}  // namespace

bool share_days(const Strategy& a, const Strategy& b) {
  const auto ends_before = [](const Strategy& x, const Strategy& y) {
    return x.valid_to && y.valid_from && *x.valid_to < *y.valid_from;
  };
  return !ends_before(a, b) && !ends_before(b, a);
}

bool share_group(const Strategy& a, const Strategy& b) {
  return !a.exclusion_group.empty() && a.exclusion_group == b.exclusion_group;
}

bool compete(const Strategy& a, const Strategy& b, const ContactPolicy& policy) {
  return share_group(a, b) || policy.tasks_per_customer == 1;
}

bool goes_first(const Strategy& a, const Strategy& b) {
  return a.priority != b.priority ? a.priority > b.priority : a.id < b.id;
}

std::vector<Loophole> loopholes(const Strategy& lower, const Strategy& higher, const ContactPolicy& policy) {
  Loopholes found;
  add_days(lower, higher, found);
  add_budget(higher, found);
  add_scarcity(higher, policy, found);
  add_consent(lower, higher, found);
  add_eligibility(lower, higher, found);
  add_waiting(lower, higher, policy, found);
  return found;
}

}  // namespace staysail::strategy
