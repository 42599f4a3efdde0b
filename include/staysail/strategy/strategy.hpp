// Strategy: one way to keep a customer, as a playbook declares it: whom it is for, what is done, within which limits.
//
// Plain values. docs/playbook.md gives the form of strategies.toml.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/id.hpp"
#include "staysail/boss/boss_actions.hpp"
#include "staysail/decision/value.hpp"

namespace staysail {

// What a strategy is for. Stages forbid kinds, and a kind says which purpose of consent its contacts need.
enum class StrategyKind : std::uint8_t {
  care,              // welcome, first bill explained, reminders
  recovery,          // a complaint put right
  reward,            // points and thanks for tenure
  retention,         // an early-warning call, a silent line woken up
  renewal,           // of a contract that ends
  plan_fit,          // a plan that suits the use, also when it is cheaper
  value_added,       // a service on top
  bundle,            // several services under one contract
  upgrade,           // a larger plan
  high_value_offer,  // devices, top plans
  win_back,          // of a customer who left
};
inline constexpr std::size_t kStrategyKinds = 11;

// "care", "value_added", ...; `not_found` with the known names for any other.
std::string_view name_of(StrategyKind kind) noexcept;
Result<StrategyKind> strategy_kind_of(std::string_view name);
// The purpose of consent that a contact of this kind needs: "service" for care and recovery, "marketing" for the rest.
std::string_view consent_purpose_of(StrategyKind kind) noexcept;

// The same sentence in the languages of the desk. One of the two may be empty.
struct Phrase {
  std::string zh, en;
  // The sentence in `language` ("zh" or "en"), or in the other one where it is missing.
  const std::string& in(std::string_view language) const;
};

// When the BOSS is asked to act: with the task, or once the customer said yes.
enum class ActionMoment : std::uint8_t { issue, acceptance };

struct StrategyAction {
  ActionKind kind = ActionKind::renew;
  std::vector<std::pair<std::string, std::string>> parameters;  // sorted by name
  ActionMoment moment = ActionMoment::acceptance;
};

// A customer written into the playbook, who must or must not match.
struct StrategyExample {
  Inputs inputs;
  bool must_match = true;
  Place place;
};

struct Strategy {
  StrategyId id;
  Phrase title;
  std::int64_t version = 1;
  std::string owner;
  std::optional<Day> valid_from, valid_to;  // both days included; empty = open
  std::int64_t priority = 0;                // the higher goes first
  StrategyKind kind = StrategyKind::care;
  std::vector<std::string> stages;  // the only stages it is for; empty = all that are not forbidden
  std::vector<std::string> forbidden_stages;
  std::string exclusion_group;  // of the strategies in one group a customer hears of one; empty = none
  std::int32_t cool_down_days = 0;
  std::vector<std::string> channels;    // in the order of preference; the customer's own preference goes first
  std::optional<std::uint64_t> budget;  // contacts a plan
  std::int64_t cost_hundredths = 0;     // money a task, beside what its channel costs
  std::optional<std::int64_t> money_budget_hundredths;  // a plan
  std::string offer;  // what is given away, of which the policy may know how many there are; empty = nothing
  // FEEL over the decision frame: what the task is worth; empty = as the policy says. For the method `optimise`.
  std::string value;
  bool hold_out = true;  // false: given to everybody, also to the hold-out
  std::string when;      // FEEL over the decision frame
  Phrase tactic;         // the instruction; {name} stands for a column of the decision frame
  std::optional<StrategyAction> action;
  std::vector<std::string> knowledge;  // ids of knowledge items
  std::vector<StrategyExample> examples;
  Place place, when_place, value_place;

  bool valid_on(Day day) const { return (!valid_from || *valid_from <= day) && (!valid_to || day <= *valid_to); }
};

}  // namespace staysail
