// What differs between two playbooks before anybody is looked at: files, rules of contact, keys of strategies.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "playbook_changes.hpp"

namespace staysail {
namespace strategy {
namespace {

struct KnownFile {
  const char* name;
  FileEffect effect;
};

constexpr std::array kFiles = {
    KnownFile{"access.csv", FileEffect::none},
    KnownFile{"churn_causes.csv", FileEffect::not_shown},
    KnownFile{"churn_kinds.csv", FileEffect::not_shown},
    KnownFile{"clock.toml", FileEffect::none},
    KnownFile{"contact.toml", FileEffect::shown},
    KnownFile{"indicators.toml", FileEffect::not_shown},
    KnownFile{"lifecycle.toml", FileEffect::not_shown},
    KnownFile{"lifecycle_decline.csv", FileEffect::not_shown},
    KnownFile{"lifecycle_with_contract.csv", FileEffect::not_shown},
    KnownFile{"lifecycle_without_contract.csv", FileEffect::not_shown},
    KnownFile{"offerings.toml", FileEffect::not_shown},
    KnownFile{"playbook.toml", FileEffect::none},
    KnownFile{"segments.csv", FileEffect::shown},
    KnownFile{"strategies.toml", FileEffect::shown},
    KnownFile{"warning.csv", FileEffect::shown},
    KnownFile{"warning_levels.csv", FileEffect::shown},
    KnownFile{"work.toml", FileEffect::none},
};

auto values_of(const StageProhibition& rule) { return std::tie(rule.stage, rule.kinds, rule.unless); }
auto values_of(const ContactCap& rule) { return std::tie(rule.days, rule.contacts, rule.channel); }
auto values_of(const Suppression& rule) { return std::tie(rule.result, rule.days, rule.scope); }
auto values_of(const QuietHours& hours) {
  return std::tie(hours.from_minute, hours.to_minute, hours.zone, hours.zone_column);
}
auto values_of(const Arbitration& rule) { return std::tie(rule.method, rule.value); }
auto values_of(const ContactCost& rule) { return std::tie(rule.channel, rule.hundredths); }
auto values_of(const OfferCapacity& rule) { return std::tie(rule.offer, rule.contacts); }
auto values_of(const ColumnCapacity& rule) { return std::tie(rule.column, rule.contacts); }
auto values_of(const HoldOut& hold_out) { return std::tie(hold_out.share_basis_points, hold_out.salt); }
auto values_of(const Phrase& phrase) { return std::tie(phrase.zh, phrase.en); }
auto values_of(const StrategyAction& action) { return std::tie(action.kind, action.parameters, action.moment); }
auto values_of(const StrategyExample& example) { return std::make_tuple(example.must_match, example.inputs.values()); }

template <class Rule>
bool alike(const Rule& a, const Rule& b) {
  return values_of(a) == values_of(b);
}

template <class Rule>
bool alike(const std::optional<Rule>& a, const std::optional<Rule>& b) {
  return a.has_value() == b.has_value() && (!a || alike(*a, *b));
}

template <class Rule>
bool alike(const std::vector<Rule>& a, const std::vector<Rule>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Rule& x, const Rule& y) { return alike(x, y); });
}

struct Named {
  const char* name;
  bool same;
};

template <std::size_t Count>
std::vector<std::string> differing(const std::array<Named, Count>& all) {
  std::vector<std::string> names;
  for (const Named& one : all)
    if (!one.same) names.emplace_back(one.name);
  return names;
}

}  // namespace

namespace {

// A table may be a sheet or a decision model.
std::string name_in(const Playbook& playbook, const std::string& known) {
  const auto ending = known.rfind(".csv");
  const std::string model = ending == std::string::npos ? known : known.substr(0, ending) + ".dmn";
  return playbook.text_of(model).empty() ? known : model;
}

// The tables that families of lines have of their own.
std::set<std::string> tables_of_families(const Playbook& playbook) {
  std::set<std::string> files;
  if (playbook.stages() == nullptr) return files;
  for (const LineFamily& family : playbook.stages()->policy().families)
    files.insert({family.decline, family.with_contract, family.without_contract});
  files.erase("");
  return files;
}

bool differs(const Playbook& before, const Playbook& after, const std::string& file) {
  if (file == "indicators.toml") return before.indicators().digest() != after.indicators().digest();
  const std::string old_name = name_in(before, file), new_name = name_in(after, file);
  return old_name != new_name || before.text_of(old_name) != after.text_of(new_name);
}

}  // namespace

std::vector<FileDifference> differing_files(const Playbook& before, const Playbook& after) {
  std::map<std::string, FileEffect> known;
  for (const KnownFile& file : kFiles) known.emplace(file.name, file.effect);
  for (const Playbook* playbook : {&before, &after})
    for (const std::string& table : tables_of_families(*playbook)) known.emplace(table, FileEffect::not_shown);
  std::vector<FileDifference> files;
  for (const auto& [name, effect] : known)
    if (differs(before, after, name)) files.push_back({name_in(after, name), effect});
  return files;
}

std::vector<std::string> differing_rules(const ContactPolicy& a, const ContactPolicy& b) {
  return differing(std::array{
      Named{"tasks_per_customer", a.tasks_per_customer == b.tasks_per_customer},
      Named{"budget", a.budget == b.budget},
      Named{"money_budget", a.money_budget_hundredths == b.money_budget_hundredths},
      Named{"contact_cost", alike(a.contact_costs, b.contact_costs)},
      Named{"capacity", alike(a.offer_capacities, b.offer_capacities) && alike(a.column_capacity, b.column_capacity)},
      Named{"arbitration", alike(a.arbitration, b.arbitration)},
      Named{"hold_out", alike(a.hold_out, b.hold_out)},
      Named{"consent", a.marketing == b.marketing && a.service == b.service},
      Named{"quiet_hours", alike(a.quiet_hours, b.quiet_hours)},
      Named{"prohibition", alike(a.prohibitions, b.prohibitions)},
      Named{"cap", alike(a.caps, b.caps)},
      Named{"suppression", alike(a.suppressions, b.suppressions)},
  });
}

}  // namespace strategy

std::vector<std::string> differing_keys(const Strategy& a, const Strategy& b) {
  using strategy::alike;
  using strategy::Named;
  return strategy::differing(std::array{
      Named{"title", alike(a.title, b.title)},
      Named{"version", a.version == b.version},
      Named{"owner", a.owner == b.owner},
      Named{"valid_from", a.valid_from == b.valid_from},
      Named{"valid_to", a.valid_to == b.valid_to},
      Named{"priority", a.priority == b.priority},
      Named{"kind", a.kind == b.kind},
      Named{"stages", a.stages == b.stages},
      Named{"forbidden_stages", a.forbidden_stages == b.forbidden_stages},
      Named{"exclusion_group", a.exclusion_group == b.exclusion_group},
      Named{"cool_down_days", a.cool_down_days == b.cool_down_days},
      Named{"channels", a.channels == b.channels},
      Named{"budget", a.budget == b.budget},
      Named{"money_budget", a.money_budget_hundredths == b.money_budget_hundredths},
      Named{"cost", a.cost_hundredths == b.cost_hundredths},
      Named{"offer", a.offer == b.offer},
      Named{"value", a.value == b.value},
      Named{"hold_out", a.hold_out == b.hold_out},
      Named{"when", a.when == b.when},
      Named{"tactic", alike(a.tactic, b.tactic)},
      Named{"action", alike(a.action, b.action)},
      Named{"knowledge", a.knowledge == b.knowledge},
      Named{"examples", alike(a.examples, b.examples)},
  });
}

}  // namespace staysail
