#include "staysail/view/view_rules.hpp"

#include <algorithm>
#include <array>

#include "staysail/base/digest.hpp"
#include "staysail/base/nearest_name.hpp"
#include "staysail/files/toml_document.hpp"
#include "staysail/model/table.hpp"

namespace staysail {
namespace {

const EntityKey kKey{"view_rules", "view.toml"};
constexpr int kMostDays = 36'500, kMostPoints = 1'000;

struct NamedType {
  const char* name;
  ColumnType type;
};
constexpr std::array kTypes = {NamedType{"text", ColumnType::text}, NamedType{"number", ColumnType::number},
                               NamedType{"day", ColumnType::day}, NamedType{"boolean", ColumnType::boolean}};

Result<int> number_between(const TomlValue& value, int least, int greatest) {
  STAYSAIL_TRY(const std::int64_t number, value.integer());
  if (number < least || number > greatest)
    return value.error(Errc::playbook_invalid, "this lies between " + std::to_string(least) + " and " +
                                                   std::to_string(greatest) + ", not: " + std::to_string(number));
  return static_cast<int>(number);
}

Status read_numbers(const TomlTable& table, int least, int greatest, std::map<std::string, int, std::less<>>& out) {
  for (const auto& key : table.keys()) {
    STAYSAIL_TRY(const int number, number_between(*table.find(key), least, greatest));
    out.emplace(key, number);
  }
  return ok();
}

Result<ColumnType> type_in(const TomlValue& value) {
  STAYSAIL_TRY(const std::string name, value.text());
  for (const auto& each : kTypes)
    if (name == each.name) return each.type;
  return value.error(Errc::playbook_invalid, "an extension attribute is text, number, day or boolean, not: " + name);
}

Status check_sources(const TomlTable& table, const Attribute* attribute) {
  if (attribute != nullptr && !attribute->refers_to.empty() && table.has("sources"))
    return table.error(Errc::playbook_invalid, "what refers to " + attribute->refers_to +
                                                   " follows the latest source, so that links never change by belief");
  return ok();
}

Result<AttributeRule> read_rule(const TomlTable& table, const Attribute* attribute) {
  STAYSAIL_CHECK(table.only({"sources", "stale_after_days", "type", "scale"}));
  STAYSAIL_CHECK(check_sources(table, attribute));
  AttributeRule rule;
  STAYSAIL_TRY(rule.sources, table.texts("sources"));
  if (const auto days = table.find("stale_after_days")) {
    STAYSAIL_TRY(rule.stale_after_days, number_between(*days, 1, kMostDays));
  }
  if (const auto type = table.find("type")) {
    if (attribute != nullptr)
      return type->error(Errc::playbook_invalid, "the model says what type this attribute has: " + attribute->name);
    STAYSAIL_TRY(rule.type, type_in(*type));
  }
  if (const auto scale = table.find("scale")) {
    STAYSAIL_TRY(rule.scale, number_between(*scale, 0, 9));
  }
  return rule;
}

Result<HouseholdRules> read_households(const TomlTable& table) {
  STAYSAIL_CHECK(table.only({"threshold", "address", "payment", "device", "device_attribute", "largest_block"}));
  HouseholdRules rules;
  int largest_block = static_cast<int>(rules.largest_block);
  struct Key {
    const char* name;
    int least, greatest;
    int* into;
  };
  for (const Key& key :
       {Key{"threshold", 1, kMostPoints, &rules.threshold}, Key{"address", 0, kMostPoints, &rules.address},
        Key{"payment", 0, kMostPoints, &rules.payment}, Key{"device", 0, kMostPoints, &rules.device},
        Key{"largest_block", 2, kMostPoints, &largest_block}}) {
    const auto value = table.find(key.name);
    if (!value) continue;
    STAYSAIL_TRY(*key.into, number_between(*value, key.least, key.greatest));
  }
  rules.largest_block = static_cast<std::uint32_t>(largest_block);
  STAYSAIL_TRY(rules.device_attribute, table.text_or("device_attribute", ""));
  return rules;
}

const TableDescription* entity_table(const std::string& name) {
  const TableDescription* table = find_model_table(name);
  return table != nullptr && table->kind == TableKind::entity ? table : nullptr;
}

Error unknown_table(const TomlTable& document, const std::string& key) {
  std::vector<std::string> known = {"confidence", "fresh", "households"};
  for (const auto& table : model_tables())
    if (table.kind == TableKind::entity) known.push_back(table.name);
  return document.find(key)->error(Errc::playbook_invalid,
                                   "there is no entity table of this name: " + key + did_you_mean(key, known));
}

}  // namespace

bool is_source(std::string_view name, std::string_view source) {
  return name == source ||
         (name.size() > source.size() && name.substr(0, source.size()) == source && name[source.size()] == '/');
}

std::size_t AttributeRule::rank_of(std::string_view source) const {
  const auto found =
      std::find_if(sources.begin(), sources.end(), [&](const std::string& each) { return is_source(source, each); });
  return static_cast<std::size_t>(found - sources.begin());
}

Result<ViewRules> ViewRules::parse(std::string_view toml, const std::string& name) {
  ViewRules rules;
  rules.text_ = toml;
  STAYSAIL_TRY(const TomlTable document, TomlTable::parse(toml, name));
  for (const auto& key : document.keys()) {
    STAYSAIL_TRY(const TomlTable table, document.table(key));
    const TableDescription* described = entity_table(key);
    if (key == "confidence") {
      STAYSAIL_CHECK(read_numbers(table, 1, 100, rules.confidence_));
    } else if (key == "fresh") {
      STAYSAIL_CHECK(read_numbers(table, 1, kMostDays, rules.fresh_));
    } else if (key == "households") {
      STAYSAIL_TRY(rules.households_, read_households(table));
    } else if (described == nullptr) {
      return unknown_table(document, key);
    } else {
      for (const auto& attribute : table.keys()) {
        STAYSAIL_TRY(const TomlTable declared, table.table(attribute));
        STAYSAIL_TRY(rules.rules_[key][attribute], read_rule(declared, described->find(attribute)));
      }
    }
  }
  return rules;
}

Result<ViewRules> ViewRules::load(EntityStore& store) {
  STAYSAIL_TRY(const auto kept, store.get({kKey}));
  if (!kept.front()) return ViewRules();
  return parse(kept.front()->payload, "view.toml of the last night");
}

Status ViewRules::save(EntityStore& store) const {
  STAYSAIL_TRY(const auto kept, store.get({kKey}));
  const std::string_view before = kept.front() ? std::string_view(kept.front()->payload) : std::string_view();
  if (before == text_) return ok();
  Record record;
  record.key = kKey;
  record.payload = text_;
  const std::uint64_t version = kept.front() ? kept.front()->version : absent;
  ChangeSet changes;
  changes.put(std::move(record), version);
  Digester token;
  token.add(text_).add(static_cast<std::int64_t>(version));
  STAYSAIL_CHECK(store.apply(changes, "view-rules:" + token.finish().to_string()));
  return ok();
}

const AttributeRule* ViewRules::find(std::string_view table, std::string_view attribute) const {
  const auto of_table = rules_.find(table);
  if (of_table == rules_.end()) return nullptr;
  const auto found = of_table->second.find(attribute);
  return found == of_table->second.end() ? nullptr : &found->second;
}

int ViewRules::confidence_in(std::string_view source) const {
  const auto exact = confidence_.find(source);
  if (exact != confidence_.end()) return exact->second;
  for (const auto& [name, percent] : confidence_)
    if (is_source(source, name)) return percent;
  return 100;
}

Field ViewRules::field_of_extension(std::string_view table, std::string_view attribute) const {
  const AttributeRule* rule = find(table, attribute);
  const bool typed = rule != nullptr && rule->type.has_value();
  Field field{std::string(attribute), typed ? *rule->type : ColumnType::text, 0, {}};
  if (field.type == ColumnType::number) field.scale = static_cast<std::uint8_t>(rule->scale);
  return field;
}

std::vector<std::string> ViewRules::attributes_of(std::string_view table) const {
  std::vector<std::string> names;
  const auto of_table = rules_.find(table);
  if (of_table == rules_.end()) return names;
  for (const auto& [name, rule] : of_table->second) names.push_back(name);
  return names;
}

}  // namespace staysail
