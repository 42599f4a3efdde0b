#include "staysail/decision/total_table.hpp"

#include <algorithm>

#include "staysail/base/nearest_name.hpp"

namespace staysail {

Result<TotalTable> TotalTable::load(const std::string& path, const Scope& scope,
                                    const std::vector<std::string>& outputs) {
  STAYSAIL_TRY(auto table, DecisionTable::load(path, scope));
  for (const auto& output : outputs)
    if (std::find(table.outputs().begin(), table.outputs().end(), output) == table.outputs().end())
      return Error::at({path, 2, 0}, Errc::unknown_name,
                       "a column \"then: " + output + "\" was expected" + did_you_mean(output, table.outputs()));
  STAYSAIL_CHECK(table.check_complete());
  return TotalTable(std::move(table));
}

Error TotalTable::gap(const Inputs& inputs, const std::string& whose) const {
  std::string values;
  for (const auto& name : table_.names()) {
    const auto* value = inputs.find(name);
    values += (values.empty() ? "" : ", ") + name + " = " + (value == nullptr ? std::string("null") : value->to_feel());
  }
  return Error::at(
      {table_.name(), 0, 0}, Errc::table_gap,
      "no rule holds" + whose + "; add one, or a last rule with - in every cell; the inputs are: " + values);
}

Result<Decision> TotalTable::decide(const Inputs& inputs) const {
  STAYSAIL_TRY(auto decision, table_.decide(inputs));
  if (decision.rules.empty()) return gap(inputs, "");
  return decision;
}

Result<Batch> TotalTable::decide(const Batch& batch, const Inputs& constants, std::string_view who) const {
  STAYSAIL_TRY(auto decided, table_.decide(batch, constants));
  const auto* rule = decided.find("rule");
  if (rule == nullptr || rule->null_count() == 0) return decided;
  std::size_t row = 0;
  while (!rule->is_null(row)) ++row;
  auto inputs = Inputs::of_row(batch.columns(), row);
  for (const auto& [name, value] : constants.values()) inputs.set(name, value);
  const auto* id = batch.find(who);
  return gap(inputs, id == nullptr ? std::string() : " for " + id->value_text(row));
}

std::string text_output(const Decision& decision, std::string_view output) {
  const auto* value = decision.outputs.find(output);
  return value != nullptr && value->kind() == ValueKind::text ? value->as_text() : std::string();
}

}  // namespace staysail
