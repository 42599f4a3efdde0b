// ContactPolicy: how often, when and on what ground a customer may be contacted; contact.toml of a playbook.
//
// Plain values. docs/playbook.md gives the form of the file and the defaults.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/error.hpp"
#include "staysail/strategy/hold_out.hpp"
#include "staysail/strategy/strategy.hpp"

namespace staysail {

// What consent a purpose needs before somebody is contacted.
enum class ConsentRule : std::uint8_t {
  required,        // a live consent on the channel
  unless_refused,  // none is needed, a refusal stops
};

// Kinds of strategies that a stage forbids.
struct StageProhibition {
  std::string stage;
  std::vector<StrategyKind> kinds;
  std::string unless;  // FEEL over the decision frame: where true, the prohibition is lifted; empty = never
  Place place;
};

// At most `contacts` in any `days` days, the day of the plan included.
struct ContactCap {
  std::int32_t days = 30;
  std::uint32_t contacts = 1;
  std::string channel;  // empty = all channels together
};

enum class SuppressionScope : std::uint8_t { strategy, group, customer };

// After an outcome a customer is left in peace for a while.
struct Suppression {
  std::string result;  // "refused", "not_reached", ... as outcomes have it
  std::int32_t days = 0;
  SuppressionScope scope = SuppressionScope::strategy;
};

// Minutes after midnight, in the customer's civil time; the hours may run over midnight. Equal = no quiet hours.
struct QuietHours {
  std::int32_t from_minute = 0, to_minute = 0;
  bool covers(Instant moment) const;
};

struct ContactPolicy {
  HoldOut hold_out;
  ConsentRule marketing = ConsentRule::required;
  ConsentRule service = ConsentRule::unless_refused;
  std::vector<StageProhibition> prohibitions;
  std::uint32_t tasks_per_customer = 1;  // in one plan
  std::vector<ContactCap> caps;
  std::vector<Suppression> suppressions;
  QuietHours quiet_hours;
  std::optional<std::uint64_t> budget;  // contacts a plan, all strategies together

  // Whether a strategy may reach anybody in a stage: it is for that stage, and nothing forbids its kind there, or only
  // unless something is true of the customer.
  bool may_address(const Strategy& strategy, std::string_view stage) const;

  ConsentRule rule_for(StrategyKind kind) const { return consent_purpose_of(kind) == "service" ? service : marketing; }
  // The prohibitions of the domain: onboarding forbids selling, growth forbids high-value offers, and who left is only
  // won back.
  static std::vector<StageProhibition> default_prohibitions();
};

}  // namespace staysail
