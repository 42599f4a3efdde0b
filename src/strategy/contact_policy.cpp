#include "staysail/strategy/contact_policy.hpp"

namespace staysail {
namespace {

std::vector<StrategyKind> all_kinds_but(StrategyKind left_out) {
  std::vector<StrategyKind> kinds;
  for (std::size_t i = 0; i < kStrategyKinds; ++i) {
    if (static_cast<StrategyKind>(i) != left_out) kinds.push_back(static_cast<StrategyKind>(i));
  }
  return kinds;
}

}  // namespace

bool QuietHours::covers(Instant moment) const {
  if (from_minute == to_minute) return false;
  const auto minute = static_cast<std::int32_t>(moment.micros_of_day() / 60'000'000);
  if (from_minute < to_minute) return from_minute <= minute && minute < to_minute;
  return minute >= from_minute || minute < to_minute;
}

bool ContactPolicy::may_address(const Strategy& strategy, std::string_view stage) const {
  const auto has = [](const auto& list, const auto& one) {
    return std::find(list.begin(), list.end(), one) != list.end();
  };
  if (!strategy.stages.empty() && !has(strategy.stages, stage)) return false;
  if (has(strategy.forbidden_stages, stage)) return false;
  return std::none_of(prohibitions.begin(), prohibitions.end(), [&](const StageProhibition& prohibition) {
    return prohibition.stage == stage && prohibition.unless.empty() && has(prohibition.kinds, strategy.kind);
  });
}

std::vector<StageProhibition> ContactPolicy::default_prohibitions() {
  using K = StrategyKind;
  return {{"onboarding", {K::value_added, K::bundle, K::upgrade, K::high_value_offer}, "", {}},
          {"growth", {K::high_value_offer}, "", {}},
          {"churned", all_kinds_but(K::win_back), "", {}}};
}

}  // namespace staysail
