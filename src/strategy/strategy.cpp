#include "staysail/strategy/strategy.hpp"

#include <algorithm>

namespace staysail {
namespace {

constexpr std::array<std::string_view, kStrategyKinds> kKindNames = {
    "care",        "recovery", "reward",  "retention",        "renewal", "plan_fit",
    "value_added", "bundle",   "upgrade", "high_value_offer", "win_back"};

std::string known_kinds() {
  std::string list;
  for (const std::string_view name : kKindNames) list.append(list.empty() ? "" : ", ").append(name);
  return list;
}

}  // namespace

std::string_view name_of(StrategyKind kind) noexcept { return kKindNames[static_cast<std::size_t>(kind)]; }

Result<StrategyKind> strategy_kind_of(std::string_view name) {
  const auto found = std::find(kKindNames.begin(), kKindNames.end(), name);
  if (found == kKindNames.end()) {
    return Error(Errc::not_found, "a strategy's kind is one of " + known_kinds() + ", not: " + std::string(name));
  }
  return static_cast<StrategyKind>(found - kKindNames.begin());
}

std::string_view consent_purpose_of(StrategyKind kind) noexcept {
  return kind == StrategyKind::care || kind == StrategyKind::recovery ? "service" : "marketing";
}

const std::string& Phrase::in(std::string_view language) const {
  const std::string& wanted = language == "zh" ? zh : en;
  if (!wanted.empty()) return wanted;
  return language == "zh" ? en : zh;
}

}  // namespace staysail
