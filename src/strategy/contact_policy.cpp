#include "staysail/strategy/contact_policy.hpp"

#include "staysail/decision/zone_time.hpp"

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

bool QuietHours::covers(Instant moment, std::string_view recipients_zone) const {
  if (from_minute == to_minute || recipients_zone.empty() || recipients_zone == zone) return covers(moment);
  const auto there = civil_time_there(moment, zone, recipients_zone);
  return covers(there ? *there : moment);
}

std::string QuietHours::end() const {
  const auto two = [](std::int32_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return two(to_minute / 60) + ":" + two(to_minute % 60);
}

std::int64_t ContactPolicy::contact_cost_hundredths(std::string_view channel) const {
  for (const ContactCost& cost : contact_costs) {
    if (cost.channel == channel) return cost.hundredths;
  }
  return 0;
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
