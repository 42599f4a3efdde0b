#include "staysail/lifecycle/stage_policy.hpp"

#include <algorithm>

#include "staysail/base/nearest_name.hpp"
#include "staysail/files/toml_document.hpp"
#include "staysail/lifecycle/stage_names.hpp"

namespace staysail {
namespace {

constexpr std::int64_t kMostCycles = 120, kWhole = 10000;

// The stages that a line can be kept in: the first four of stage_names().
std::vector<std::string> kept_stages() {
  const auto& all = stage_names();
  return {all.begin(), all.begin() + std::tuple_size_v<decltype(StageMemory::minimum_stay)>};
}

Result<int> read_cycles(const TomlValue& value) {
  STAYSAIL_TRY(const auto cycles, value.integer());
  if (cycles >= 0 && cycles <= kMostCycles) return static_cast<int>(cycles);
  return value.error(Errc::playbook_invalid, "a number of cycles from 0 to " + std::to_string(kMostCycles) +
                                                 " was expected, not: " + std::to_string(cycles));
}

Status read_minimum_stay(const TomlTable& table, StageMemory& out) {
  const auto stages = kept_stages();
  for (const auto& stage : table.keys()) {
    const auto found = std::find(stages.begin(), stages.end(), stage);
    const auto value = *table.find(stage);
    if (found == stages.end())
      return value.error(Errc::playbook_invalid,
                         "only onboarding, growth, maturity and decline can have a minimum stay, not: " + stage +
                             did_you_mean(stage, stages));
    STAYSAIL_TRY(out.minimum_stay[static_cast<std::size_t>(found - stages.begin())], read_cycles(value));
  }
  return ok();
}

// What a table does not say stays as it is in `out`.
Status read_memory(const TomlTable& table, StageMemory& out) {
  if (const auto quiet = table.find("quiet_cycles")) {
    STAYSAIL_TRY(out.quiet_cycles, read_cycles(*quiet));
  }
  if (!table.has("minimum_stay")) return ok();
  STAYSAIL_TRY(const auto stays, table.table("minimum_stay"));
  return read_minimum_stay(stays, out);
}

Result<std::string> read_table_name(const TomlTable& table, std::string_view key) {
  const auto value = table.find(key);
  if (!value) return std::string();
  STAYSAIL_TRY(auto file, value->text());
  const bool named = file.size() > 4 && file.ends_with(".csv") && file.find_first_of("/\\") == file.npos;
  if (named) return file;
  return value->error(Errc::playbook_invalid,
                      "the name of a table in the playbook's folder was expected, like \"lifecycle_" +
                          std::string(key) +
                          "_broadband.csv\" (a model beside it, .dmn, is found under it too), not: " + file);
}

Result<Expression> read_condition(const TomlTable& table, const Scope& scope) {
  STAYSAIL_TRY(const auto value, table.require("when"));
  STAYSAIL_TRY(const auto text, value.text());
  STAYSAIL_TRY(auto condition, Expression::compile(text, scope, value.text_place()));
  if (condition.type().may_be(ValueKind::boolean)) return condition;
  return value.error(Errc::playbook_invalid,
                     "a condition that is true or false was expected, not a " + condition.type().to_string());
}

Result<LineFamily> read_family(const TomlTable& table, const StageMemory& common, const Scope& scope) {
  STAYSAIL_CHECK(
      table.only({"name", "when", "decline", "with_contract", "without_contract", "quiet_cycles", "minimum_stay"}));
  STAYSAIL_TRY(auto name, table.text("name"));
  STAYSAIL_TRY(auto when, read_condition(table, scope));
  LineFamily family{std::move(name), std::move(when), {}, {}, {}, common};
  STAYSAIL_TRY(family.decline, read_table_name(table, "decline"));
  STAYSAIL_TRY(family.with_contract, read_table_name(table, "with_contract"));
  STAYSAIL_TRY(family.without_contract, read_table_name(table, "without_contract"));
  STAYSAIL_CHECK(read_memory(table, family.memory));
  return family;
}

bool is_there(const std::vector<LineFamily>& families, std::string_view name) {
  return std::any_of(families.begin(), families.end(), [&](const LineFamily& known) { return known.name == name; });
}

// "worst", or { decline_share = 0.3 }.
Result<StageRollUp> read_roll_up(const TomlTable& table, std::string_view key) {
  const auto value = table.find(key);
  if (!value) return StageRollUp();
  if (value->kind() == TomlKind::text) {
    STAYSAIL_TRY(const auto how, value->text());
    if (how == "worst") return StageRollUp{StageRollUp::How::worst, 0};
    return value->error(Errc::playbook_invalid, "\"worst\" or { decline_share = 0.3 } was expected, not: " + how);
  }
  STAYSAIL_TRY(const auto rule, value->table());
  STAYSAIL_CHECK(rule.only({"decline_share"}));
  STAYSAIL_TRY(const auto share, rule.number("decline_share", 4));
  if (share > 0 && share <= kWhole) return StageRollUp{StageRollUp::How::share, share};
  return rule.find("decline_share")->error(Errc::playbook_invalid, "a share above 0 and not above 1 was expected");
}

Status read_roll_ups(const TomlTable& table, StagePolicy& out) {
  if (!table.has("roll_up")) return ok();
  STAYSAIL_TRY(const auto rules, table.table("roll_up"));
  STAYSAIL_CHECK(rules.only({"customer", "group"}));
  STAYSAIL_TRY(out.customer, read_roll_up(rules, "customer"));
  STAYSAIL_TRY(out.group, read_roll_up(rules, "group"));
  return ok();
}

}  // namespace

int StageMemory::minimum_stay_in(std::string_view stage) const {
  const auto& names = stage_names();
  for (std::size_t i = 0; i < minimum_stay.size(); ++i)
    if (names[i] == stage) return minimum_stay[i];
  return 0;
}

Result<StagePolicy> StagePolicy::parse(std::string_view text, const std::string& name, const Scope& scope) {
  STAYSAIL_TRY(const auto table, TomlTable::parse(text, name));
  STAYSAIL_CHECK(table.only({"quiet_cycles", "minimum_stay", "family", "roll_up"}));
  StagePolicy read;
  STAYSAIL_CHECK(read_memory(table, read.common));
  STAYSAIL_CHECK(read_roll_ups(table, read));
  STAYSAIL_TRY(const auto families, table.tables("family"));
  for (const auto& one : families) {
    STAYSAIL_TRY(auto family, read_family(one, read.common, scope));
    if (family.name.empty() || is_there(read.families, family.name))
      return one.find("name")->error(Errc::playbook_invalid,
                                     "each family has a name of its own; this one is taken or empty: " + family.name);
    read.families.push_back(std::move(family));
  }
  return read;
}

}  // namespace staysail
