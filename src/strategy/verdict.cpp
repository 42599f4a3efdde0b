#include "staysail/strategy/verdict.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace staysail {
namespace {

constexpr std::array<std::string_view, kVerdicts> kNames = {
    "no_match",        "not_valid",     "stage_forbidden", "consent_missing", "opted_out",    "cool_down",
    "exclusion_group", "suppressed",    "contact_cap",     "quiet_hours",     "not_eligible", "outranked",
    "budget_spent",    "capacity_full", "no_value",        "held_out",        "task"};

}  // namespace

std::string_view name_of(Verdict verdict) noexcept { return kNames[static_cast<std::size_t>(verdict)]; }

std::string names_of_guards(std::uint32_t mask) {
  std::string names;
  for (std::size_t v = 0; v < kVerdicts; ++v) {
    const auto verdict = static_cast<Verdict>(v);
    if ((mask & guard_bit(verdict)) != 0) names.append(names.empty() ? "" : "+").append(name_of(verdict));
  }
  return names;
}

Result<std::vector<Verdict>> guards_of(std::string_view names) {
  std::vector<Verdict> guards;
  while (!names.empty()) {
    const std::size_t end = std::min(names.find('+'), names.size());
    STAYSAIL_TRY(const Verdict verdict, verdict_of(names.substr(0, end)));
    guards.push_back(verdict);
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return guards;
}

Result<Verdict> verdict_of(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return Error(Errc::not_found, "this is no verdict of a plan: " + std::string(name));
  return static_cast<Verdict>(found - kNames.begin());
}

}  // namespace staysail
