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

// Minutes after midnight, in the recipient's civil time; the hours may run over midnight. Equal = no quiet hours.
struct QuietHours {
  std::int32_t from_minute = 0, to_minute = 0;
  std::string zone;  // of the operator, whose civil time moments are told in
  std::string
      zone_column;  // text column of the decision frame: the recipient's zone; empty = everybody has the operator's
  // A moment in the recipient's own civil time.
  bool covers(Instant moment) const;
  // A moment in the operator's; a recipient of an empty or unknown zone has the operator's.
  bool covers(Instant moment, std::string_view recipients_zone) const;
  // "08:00", the end of the hours.
  std::string end() const;
};

// Who is given a task where not everybody can be.
enum class ArbitrationMethod : std::uint8_t {
  priority,  // by the priority of the strategies, then by the rank of the customers
  optimise,  // so that all tasks together are worth as much as budgets and capacities allow
};

struct Arbitration {
  ArbitrationMethod method = ArbitrationMethod::priority;
  std::string value;  // FEEL over the decision frame: what a task is worth, where its strategy does not say
  Place place;
};

// What sending one message or making one call costs.
struct ContactCost {
  std::string channel;
  std::int64_t hundredths = 0;
};

// At most `contacts` tasks a plan that give away the offer.
struct OfferCapacity {
  std::string offer;
  std::uint64_t contacts = 0;
};

// At most `contacts` tasks a plan for each value of a text column of the decision frame ("manager_id").
struct ColumnCapacity {
  std::string column;
  std::uint64_t contacts = 0;
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
  std::optional<std::uint64_t> budget;                  // contacts a plan, all strategies together
  std::optional<std::int64_t> money_budget_hundredths;  // a plan, all strategies together
  std::vector<ContactCost> contact_costs;               // of channels; none given: nothing
  std::vector<OfferCapacity> offer_capacities;
  std::optional<ColumnCapacity> column_capacity;
  Arbitration arbitration;

  // Whether a strategy may reach anybody in a stage: it is for that stage, and nothing forbids its kind there, or only
  // unless something is true of the customer.
  bool may_address(const Strategy& strategy, std::string_view stage) const;

  std::int64_t contact_cost_hundredths(std::string_view channel) const;
  ConsentRule rule_for(StrategyKind kind) const { return consent_purpose_of(kind) == "service" ? service : marketing; }
  // The prohibitions of the domain: onboarding forbids selling, growth forbids high-value offers, and who left is only
  // won back.
  static std::vector<StageProhibition> default_prohibitions();
};

}  // namespace staysail
