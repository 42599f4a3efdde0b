#include "staysail/work/work_rules.hpp"

#include <algorithm>

#include "staysail/base/nearest_name.hpp"
#include "staysail/files/toml_document.hpp"
#include "staysail/model/table.hpp"
#include "work/calendar_table.hpp"

namespace staysail {
namespace {

Error invalid(const TomlValue& value, const std::string& message) {
  return value.error(Errc::playbook_invalid, message);
}

Result<int> read_days(const TomlValue& value) {
  STAYSAIL_TRY(const std::int64_t days, value.integer());
  if (days < 0 || days > 365) return invalid(value, "working days lie between 0 and 365: " + std::to_string(days));
  return static_cast<int>(days);
}

// Names that are symbols of an attribute of the model.
Result<std::vector<std::string>> read_symbols(const TomlTable& table, std::string_view key,
                                              std::vector<std::string> fallback, std::string_view model_table,
                                              std::string_view attribute) {
  if (!table.has(key)) return fallback;
  STAYSAIL_TRY(std::vector<std::string> names, table.texts(key));
  const auto& known = find_model_table(model_table)->find(attribute)->symbols;
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      return invalid(*table.find(key),
                     "there is no " + std::string(attribute) + " of this name: " + name + did_you_mean(name, known));
    }
  }
  return names;
}

Status read_roster(const TomlTable& document, RosterRules& out) {
  if (!document.has("roster")) return ok();
  STAYSAIL_TRY(const TomlTable table, document.table("roster"));
  STAYSAIL_CHECK(table.only({"roles", "escalate_to", "capacity", "unattended_channels"}));
  STAYSAIL_TRY(out.unattended_channels,
               read_symbols(table, "unattended_channels", out.unattended_channels, "interactions", "channel"));
  STAYSAIL_TRY(out.roles, read_symbols(table, "roles", out.roles, "staff", "role"));
  STAYSAIL_TRY(out.escalation_roles, read_symbols(table, "escalate_to", out.escalation_roles, "staff", "role"));
  STAYSAIL_TRY(const std::int64_t capacity, table.integer_or("capacity", out.capacity));
  if (capacity < 1 || capacity > 100'000)
    return invalid(*table.find("capacity"), "a capacity lies between 1 and 100000 tasks a month");
  out.capacity = static_cast<std::uint32_t>(capacity);
  return ok();
}

// The ids and kinds for which a due date may be declared.
std::vector<std::string> known_targets(const std::vector<Strategy>& strategies) {
  std::vector<std::string> known;
  for (const Strategy& strategy : strategies) known.push_back(strategy.id.text());
  for (std::size_t i = 0; i < kStrategyKinds; ++i) known.emplace_back(name_of(static_cast<StrategyKind>(i)));
  return known;
}

Status read_sla(const TomlTable& document, const std::vector<Strategy>& strategies, WorkRules& out) {
  if (!document.has("sla")) return ok();
  STAYSAIL_TRY(const TomlTable table, document.table("sla"));
  const std::vector<std::string> known = known_targets(strategies);
  for (const std::string& key : table.keys()) {
    const TomlValue value = *table.find(key);
    STAYSAIL_TRY(const int days, read_days(value));
    if (key == "days") out.due_days = days;
    else if (key == "escalate_after_days") out.escalate_after_days = days;
    else if (key == "give_up_after_days") out.give_up_after_days = days;
    else if (key == "attempts") out.attempts = days;
    else if (std::find(known.begin(), known.end(), key) != known.end()) out.due_days_of[key] = days;
    else return invalid(value, "this is no strategy and no kind of strategies: " + key + did_you_mean(key, known));
  }
  return ok();
}

}  // namespace

Day WorkRules::due(const Strategy& strategy, Day issued) const {
  auto found = due_days_of.find(strategy.id.text());
  if (found == due_days_of.end()) found = due_days_of.find(name_of(strategy.kind));
  return calendar.plus_working_days(issued, found == due_days_of.end() ? due_days : found->second);
}

Result<WorkRules> WorkRules::of(const Playbook& playbook) {
  return parse(playbook.text_of("work.toml"), playbook.folder() + "/work.toml", *playbook.strategies());
}

Result<WorkRules> WorkRules::parse(std::string_view toml, const std::string& name,
                                   const std::vector<Strategy>& strategies) {
  STAYSAIL_TRY(const TomlTable document, TomlTable::parse(toml, name));
  STAYSAIL_CHECK(document.only({"roster", "sla", "calendar"}));
  WorkRules rules;
  STAYSAIL_CHECK(read_roster(document, rules.roster));
  STAYSAIL_CHECK(read_sla(document, strategies, rules));
  STAYSAIL_CHECK(read_calendar(document, rules.calendar));
  return rules;
}

}  // namespace staysail
