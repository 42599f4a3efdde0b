#include <algorithm>

#include "parse_arbitration.hpp"
#include "staysail/base/nearest_name.hpp"
#include "staysail/model/table.hpp"
#include "toml_reading.hpp"

namespace staysail {
namespace {

using strategy::invalid;
using strategy::read_count;

Result<HoldOut> read_hold_out(const TomlTable& document) {
  HoldOut hold_out;
  if (!document.has("hold_out")) return hold_out;
  STAYSAIL_TRY(const TomlTable table, document.table("hold_out"));
  STAYSAIL_CHECK(table.only({"share_percent", "salt"}));
  STAYSAIL_TRY(const std::int64_t basis_points, table.number("share_percent", 2));
  if (basis_points < 0 || basis_points > 10'000)
    return invalid(*table.find("share_percent"), "a share lies between 0 and 100 percent");
  hold_out.share_basis_points = static_cast<std::uint32_t>(basis_points);
  STAYSAIL_TRY(hold_out.salt, table.text_or("salt", ""));
  if (const Status valid = hold_out.validate(); !valid) return invalid(table, valid.error().message());
  return hold_out;
}

Result<ConsentRule> read_consent(const TomlTable& table, std::string_view key, ConsentRule fallback) {
  if (!table.has(key)) return fallback;
  STAYSAIL_TRY(const std::string rule, table.text(key));
  if (rule == "required") return ConsentRule::required;
  if (rule == "unless_refused") return ConsentRule::unless_refused;
  return invalid(*table.find(key), "consent is \"required\" or \"unless_refused\", not: " + rule);
}

Status read_consents(const TomlTable& document, ContactPolicy& policy) {
  if (!document.has("consent")) return ok();
  STAYSAIL_TRY(const TomlTable table, document.table("consent"));
  STAYSAIL_CHECK(table.only({"marketing", "service"}));
  STAYSAIL_TRY(policy.marketing, read_consent(table, "marketing", policy.marketing));
  STAYSAIL_TRY(policy.service, read_consent(table, "service", policy.service));
  return ok();
}

Result<StageProhibition> read_prohibition(const TomlTable& table, const FrameScope& frame) {
  STAYSAIL_CHECK(table.only({"stage", "kinds", "unless"}));
  StageProhibition prohibition;
  STAYSAIL_TRY(prohibition.stage, table.text("stage"));
  STAYSAIL_CHECK(strategy::check_stage(*table.find("stage"), prohibition.stage, frame));
  STAYSAIL_TRY(prohibition.kinds, strategy::read_kinds(table, "kinds"));
  STAYSAIL_TRY(prohibition.unless, table.text_or("unless", ""));
  prohibition.place = table.place();
  if (prohibition.unless.empty()) return prohibition;
  prohibition.place = table.find("unless")->text_place();
  STAYSAIL_TRY(const Expression unless, Expression::compile(prohibition.unless, frame.scope, prohibition.place));
  if (!unless.type().may_be(ValueKind::boolean))
    return invalid(*table.find("unless"), "this must be true or false, but it is a " + unless.type().to_string());
  return prohibition;
}

Result<std::vector<StageProhibition>> read_prohibitions(const TomlTable& document, const FrameScope& frame) {
  if (!document.has("prohibition")) return ContactPolicy::default_prohibitions();
  STAYSAIL_TRY(const std::vector<TomlTable> tables, document.tables("prohibition"));
  std::vector<StageProhibition> prohibitions;
  for (const TomlTable& table : tables) {
    STAYSAIL_TRY(StageProhibition prohibition, read_prohibition(table, frame));
    prohibitions.push_back(std::move(prohibition));
  }
  return prohibitions;
}

Result<std::int32_t> read_days(const TomlTable& table) {
  STAYSAIL_TRY(const TomlValue value, table.require("days"));
  STAYSAIL_TRY(const std::int64_t days, read_count(table, "days", 0));
  if (days < 1 || days > 36'500) return invalid(value, "days lie between 1 and 36500");
  return static_cast<std::int32_t>(days);
}

Result<ContactCap> read_cap(const TomlTable& table) {
  STAYSAIL_CHECK(table.only({"days", "contacts", "channel"}));
  ContactCap cap;
  STAYSAIL_TRY(cap.days, read_days(table));
  STAYSAIL_TRY(const TomlValue contacts_value, table.require("contacts"));
  STAYSAIL_TRY(const std::int64_t contacts, read_count(table, "contacts", 0));
  if (contacts < 1)
    return invalid(contacts_value,
                   "a cap lets at least one contact through; leave a channel out of the strategies instead");
  cap.contacts = static_cast<std::uint32_t>(contacts);
  STAYSAIL_TRY(cap.channel, table.text_or("channel", ""));
  if (!cap.channel.empty()) STAYSAIL_CHECK(strategy::check_channel(*table.find("channel"), cap.channel));
  return cap;
}

Status read_caps(const TomlTable& document, ContactPolicy& policy) {
  STAYSAIL_TRY(const std::int64_t tasks, read_count(document, "tasks_per_customer", 1));
  if (tasks < 1) return invalid(*document.find("tasks_per_customer"), "a customer must be allowed one task at least");
  policy.tasks_per_customer = static_cast<std::uint32_t>(tasks);
  STAYSAIL_TRY(const std::vector<TomlTable> tables, document.tables("cap"));
  for (const TomlTable& table : tables) {
    STAYSAIL_TRY(const ContactCap cap, read_cap(table));
    policy.caps.push_back(cap);
  }
  STAYSAIL_TRY(const std::int64_t budget, read_count(document, "budget", 0));
  if (document.has("budget")) policy.budget = static_cast<std::uint64_t>(budget);
  return ok();
}

Result<SuppressionScope> read_scope(const TomlTable& table) {
  STAYSAIL_TRY(const std::string scope, table.text_or("scope", "strategy"));
  if (scope == "strategy") return SuppressionScope::strategy;
  if (scope == "group") return SuppressionScope::group;
  if (scope == "customer") return SuppressionScope::customer;
  return invalid(*table.find("scope"),
                 "a suppression is for the \"strategy\", its \"group\" or the whole \"customer\", not: " + scope);
}

Result<Suppression> read_suppression(const TomlTable& table) {
  STAYSAIL_CHECK(table.only({"after", "days", "scope"}));
  Suppression suppression;
  STAYSAIL_TRY(suppression.result, table.text("after"));
  const auto& results = find_model_table("outcomes")->find("result")->symbols;
  if (std::find(results.begin(), results.end(), suppression.result) == results.end()) {
    return invalid(*table.find("after"), "there is no outcome of this name: " + suppression.result +
                                             did_you_mean(suppression.result, results));
  }
  STAYSAIL_TRY(suppression.days, read_days(table));
  STAYSAIL_TRY(suppression.scope, read_scope(table));
  return suppression;
}

Result<std::vector<Suppression>> read_suppressions(const TomlTable& document) {
  STAYSAIL_TRY(const std::vector<TomlTable> tables, document.tables("suppression"));
  std::vector<Suppression> suppressions;
  for (const TomlTable& table : tables) {
    STAYSAIL_TRY(Suppression suppression, read_suppression(table));
    suppressions.push_back(std::move(suppression));
  }
  return suppressions;
}

// A TOML time (21:00:00); minutes count.
Result<std::int32_t> read_minute(const TomlTable& table, std::string_view key) {
  STAYSAIL_TRY(const TomlValue value, table.require(key));
  STAYSAIL_TRY(const std::int64_t seconds, value.time_of_day());
  return static_cast<std::int32_t>(seconds / 60);
}

Result<QuietHours> read_quiet_hours(const TomlTable& document, const FrameScope& frame) {
  QuietHours hours;
  if (!document.has("quiet_hours")) return hours;
  STAYSAIL_TRY(const TomlTable table, document.table("quiet_hours"));
  STAYSAIL_CHECK(table.only({"from", "to", "zone"}));
  STAYSAIL_TRY(hours.from_minute, read_minute(table, "from"));
  STAYSAIL_TRY(hours.to_minute, read_minute(table, "to"));
  STAYSAIL_TRY(hours.zone_column, table.text_or("zone", ""));
  if (!hours.zone_column.empty())
    STAYSAIL_CHECK(strategy::check_text_column(*table.find("zone"), hours.zone_column, frame));
  return hours;
}

}  // namespace

Result<ContactPolicy> parse_contact_policy(std::string_view toml, const std::string& name, const FrameScope& frame) {
  STAYSAIL_TRY(const TomlTable document, TomlTable::parse(toml, name));
  STAYSAIL_CHECK(
      document.only({"tasks_per_customer", "budget", "money_budget", "arbitration", "contact_cost", "capacity",
                     "hold_out", "consent", "prohibition", "cap", "suppression", "quiet_hours"}));
  ContactPolicy policy;
  STAYSAIL_TRY(policy.hold_out, read_hold_out(document));
  STAYSAIL_CHECK(read_consents(document, policy));
  STAYSAIL_TRY(policy.prohibitions, read_prohibitions(document, frame));
  STAYSAIL_CHECK(read_caps(document, policy));
  STAYSAIL_TRY(policy.suppressions, read_suppressions(document));
  STAYSAIL_CHECK(strategy::read_arbitration(document, frame, policy));
  STAYSAIL_TRY(policy.quiet_hours, read_quiet_hours(document, frame));
  return policy;
}

}  // namespace staysail
