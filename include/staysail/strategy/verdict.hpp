// Verdict: what became of a strategy for a subscription: the first guard that stopped it, or the task.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail {

// In the order in which the guards are asked; the names are stable codes that stores and programs keep.
enum class Verdict : std::uint8_t {
  no_match,         // the condition is false or null
  not_valid,        // outside its dates
  stage_forbidden,  // by the strategy or by the playbook
  consent_missing,  // no channel for which the customer agreed
  opted_out,        // the customer asked for silence on every channel that is left
  cool_down,        // the same strategy too soon, or its task still open
  exclusion_group,  // another strategy of its group is open or still cooling down
  suppressed,       // after an outcome
  contact_cap,      // contacted often enough
  quiet_hours,      // of the recipient, for contacts that are made at once
  not_eligible,     // the BOSS would refuse the action
  outranked,        // the customer's tasks went to strategies that come first
  budget_spent,     // in contacts or in money
  capacity_full,    // of an offer, or of who is to do it
  no_value,         // under `optimise`: worth nothing, or nobody knows what
  held_out,         // would have been a task: compared with those that were
  task,
};
inline constexpr std::size_t kVerdicts = 17;

// Its place in a mask of guards. Masks live in memory only: the places move when a guard is added.
constexpr std::uint32_t guard_bit(Verdict verdict) { return 1U << static_cast<std::uint32_t>(verdict); }
// "consent_missing+contact_cap": the guards of a mask in their order, as stores keep them; empty for none.
std::string names_of_guards(std::uint32_t mask);
// The reverse; `not_found` for an unknown name.
Result<std::vector<Verdict>> guards_of(std::string_view names);

// "no_match", "consent_missing", ...
std::string_view name_of(Verdict verdict) noexcept;
// `not_found` for any other name.
Result<Verdict> verdict_of(std::string_view name);

}  // namespace staysail
