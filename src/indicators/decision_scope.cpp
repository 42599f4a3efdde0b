#include "staysail/indicators/decision_scope.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "catalogue_plan.hpp"
#include "staysail/boss/table_schema.hpp"

namespace staysail {
namespace {

// Columns of the population's frame that show a symbol or a personal attribute of another table, some under another
// name.
struct JoinedColumn {
  std::string_view column, table, attribute;
};
constexpr std::array<JoinedColumn, 7> kJoined = {{
    {"customer_type", "customers", "customer_type"},
    {"customer_status", "customers", "status"},
    {"preferred_channel", "customers", "preferred_channel"},
    {"payment_mode", "accounts", "payment_mode"},
    {"party_kind", "parties", "kind"},
    {"birth_day", "parties", "birth_day"},
    {"gender", "parties", "gender"},
}};

const Attribute* described(std::string_view column) {
  const auto same = [&](const JoinedColumn& joined) { return joined.column == column; };
  const auto joined = std::find_if(kJoined.begin(), kJoined.end(), same);
  if (joined != kJoined.end()) return find_model_table(joined->table)->find(joined->attribute);
  return find_model_table("subscriptions")->find(column);
}

bool is_open(const Attribute* attribute) { return attribute == nullptr || !is_personal(attribute->type); }

void add(Scope& scope, const Field& field, const Attribute* attribute) {
  if (!is_open(attribute)) return;
  if (field.type == ColumnType::text && attribute != nullptr && !attribute->symbols.empty())
    scope.add(field.name, attribute->symbols);
  else scope.add(field.name, FeelType::of(field));
}

}  // namespace

bool is_open_to_rules(std::string_view column) { return is_open(described(column)); }

Scope decision_scope(const Schema& frame) {
  Scope scope;
  for (const auto& field : frame.fields()) add(scope, field, described(field.name));
  scope.add(indicators::kAsOf, FeelType::date());
  return scope;
}

Scope fact_scope(const TableDescription& table) {
  Scope scope;
  for (const auto& attribute : table.attributes) add(scope, field_of(attribute), &attribute);
  scope.add(indicators::kAsOf, FeelType::date());
  return scope;
}

}  // namespace staysail
