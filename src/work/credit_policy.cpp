#include "staysail/work/credit_policy.hpp"

#include <algorithm>

namespace staysail {
namespace {

Error unsound(const CreditClass& each, const std::string& what) {
  return Error(Errc::invalid_argument, "the credit class " + each.name + ": " + what);
}

bool reaches(const CreditProfile& profile, const CreditProfile& least) {
  return profile.tenure_months >= least.tenure_months && profile.punctual_percent >= least.punctual_percent &&
         profile.mean_spend_minor >= least.mean_spend_minor && (profile.identified || !least.identified);
}

bool asks_for_nothing(const CreditProfile& least) { return reaches(CreditProfile{}, least); }

// Each rung follows from the state in which the one before left the debt.
Status check_ladder(const CreditClass& each) {
  const MatterLife& life = life_of(MatterKind::collection);
  std::string state(life.first());
  std::int32_t day = 0;
  for (const Rung& rung : each.ladder) {
    if (rung.days_past_due < day) return unsound(each, "its ladder goes back in days at " + rung.event);
    day = rung.days_past_due;
    const auto next = life.next(state, rung.event);
    if (!next) return next.error().within("the credit class " + each.name);
    state = std::string(*next);
  }
  return ok();
}

}  // namespace

CreditPolicy CreditPolicy::usual() {
  CreditPolicy policy;
  policy.classes = {
      {"A", {36, 95, 10'000, true}, 300, false, {{"call", 20}, {"warn", 40}, {"bar_outgoing", 60}, {"bar", 90}}},
      {"B",
       {12, 85, 0, true},
       200,
       false,
       {{"remind", 7}, {"call", 15}, {"warn", 25}, {"bar_outgoing", 40}, {"bar", 60}}},
      {"C",
       {6, 60, 0, true},
       100,
       false,
       {{"remind", 3}, {"call", 7}, {"warn", 12}, {"bar_outgoing", 20}, {"bar", 35}}},
      {"D", {}, 0, true, {{"remind", 1}, {"warn", 5}, {"bar_outgoing", 10}, {"bar", 20}}},
  };
  return policy;
}

Status CreditPolicy::check() const {
  if (classes.empty()) return Error(Errc::invalid_argument, "a credit policy has one class at least");
  for (const CreditClass& each : classes) STAYSAIL_CHECK(check_ladder(each));
  if (asks_for_nothing(classes.back().least)) return ok();
  return unsound(classes.back(), "the last class takes everybody, so it asks for nothing");
}

const CreditClass& CreditPolicy::class_of(const CreditProfile& profile) const {
  for (const CreditClass& each : classes)
    if (reaches(profile, each.least)) return each;
  return classes.back();
}

const CreditClass* CreditPolicy::find(std::string_view name) const {
  const auto found = std::find_if(classes.begin(), classes.end(), [&](const CreditClass& c) { return c.name == name; });
  return found == classes.end() ? nullptr : &*found;
}

std::int64_t CreditPolicy::limit_minor(const CreditProfile& profile) const {
  const std::int64_t percent = class_of(profile).limit_percent;
  return profile.mean_spend_minor / 100 * percent + profile.mean_spend_minor % 100 * percent / 100;
}

}  // namespace staysail
