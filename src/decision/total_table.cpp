#include "staysail/decision/total_table.hpp"

#include <algorithm>
#include <optional>

#include "staysail/base/nearest_name.hpp"

namespace staysail {

namespace {

std::optional<std::size_t> position_of(const DecisionTable& table, std::string_view output) {
  const auto found = std::find(table.outputs().begin(), table.outputs().end(), output);
  if (found == table.outputs().end()) return std::nullopt;
  return static_cast<std::size_t>(found - table.outputs().begin());
}

// A text that nobody asks for later would be a silent mistake. What is computed is seen only when it is.
Status check_texts(const DecisionTable& table, std::size_t position, const TableOutput& output) {
  for (std::size_t rule = 0; rule < table.rule_count() && !output.texts.empty(); ++rule) {
    const Value* given = table.constant_output(rule, position);
    if (given == nullptr || given->kind() != ValueKind::text) continue;
    const std::string& text = given->as_text();
    if (std::find(output.texts.begin(), output.texts.end(), text) == output.texts.end())
      return Error::at({table.name(), table.place_of(rule).line, 0}, Errc::unknown_name,
                       output.name + " cannot be \"" + text + "\"" + did_you_mean(text, output.texts));
  }
  return ok();
}

// Whoever has one stage has one rule that says so.
Status check_policy(const DecisionTable& table) {
  if (table.hit_policy() < HitPolicy::collect) return ok();
  return Error::at({table.name(), 1, 0}, Errc::playbook_invalid,
                   "this table gives everybody one answer, so that its hit policy is F, U, A or P (in a model FIRST, "
                   "UNIQUE, ANY or PRIORITY), and not one that gathers what several rules give");
}

}  // namespace

Result<TotalTable> TotalTable::load(const std::string& path, const Scope& scope,
                                    const std::vector<TableOutput>& outputs) {
  STAYSAIL_TRY(auto table, DecisionTable::load(path, scope));
  STAYSAIL_CHECK(check_policy(table));
  for (const auto& output : outputs) {
    const auto position = position_of(table, output.name);
    if (!position)
      return Error::at(
          {table.name(), 2, 0}, Errc::unknown_name,
          "a column \"then: " + output.name + "\" was expected" + did_you_mean(output.name, table.outputs()));
    STAYSAIL_CHECK(check_texts(table, *position, output));
  }
  STAYSAIL_CHECK(table.check_complete());
  return TotalTable(std::move(table));
}

std::vector<std::string> TotalTable::texts_of(std::string_view output) const {
  std::vector<std::string> texts;
  const auto position = position_of(table_, output);
  for (std::size_t rule = 0; position && rule < table_.rule_count(); ++rule) {
    const Value* given = table_.constant_output(rule, *position);
    if (given == nullptr) return {};
    if (given->kind() != ValueKind::text) continue;
    if (std::find(texts.begin(), texts.end(), given->as_text()) == texts.end()) texts.push_back(given->as_text());
  }
  return texts;
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
