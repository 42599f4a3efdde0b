#include "decision/table_box.hpp"

#include <algorithm>

#include "decision/builtin.hpp"
#include "decision/semantics.hpp"

namespace staysail::decision {
namespace {

std::string_view function_of(Aggregation aggregation) {
  switch (aggregation) {
    case Aggregation::sum: return "sum";
    case Aggregation::minimum: return "min";
    case Aggregation::maximum: return "max";
    default: return "count";
  }
}

Value aggregate(Aggregation aggregation, ValueList items, Evaluation& evaluation) {
  for (const Builtin* builtin : all_builtins()) {
    if (builtin->name != function_of(aggregation)) continue;
    ValueList arguments = {Value::list(std::move(items))};
    return call_builtin(*builtin, arguments, evaluation);
  }
  return Value();
}

}  // namespace

// The values of the inputs; empty when one is not allowed.
std::optional<ValueList> TableBox::asked(const EnvironmentPtr& around, Evaluation& evaluation) const {
  ValueList values;
  for (const TableInput& input : parts_.inputs) {
    const Value raw = input.expression->evaluate(around, evaluation);
    values.push_back(input.declared.admit(raw, evaluation));
    const bool misfit = values.back().is_null() && !raw.is_null();
    if (!misfit &&
        (!input.allowed || values.back().is_null() || input.allowed->holds(values.back(), *around, evaluation)))
      continue;
    evaluation.note("the table does not allow this value of " + input.declared.name + ": " +
                    raw.to_feel().substr(0, 64));
    return std::nullopt;
  }
  return values;
}

bool TableBox::matches(const TableRule& rule, const ValueList& asked, const Environment& around,
                       Evaluation& evaluation) const {
  for (std::size_t i = 0; i < rule.tests.size() && i < asked.size(); ++i)
    if (!rule.tests[i].holds(asked[i], around, evaluation)) return false;
  return true;
}

TableBox::Row TableBox::row_of(const std::vector<BoxedPtr>& cells, const EnvironmentPtr& around,
                               Evaluation& evaluation) const {
  Row row;
  for (std::size_t i = 0; i < parts_.outputs.size(); ++i) {
    const TableOutput& output = parts_.outputs[i];
    const bool given = i < cells.size() && cells[i] != nullptr;
    const Value value = given ? output.declared.admit(cells[i]->evaluate(around, evaluation), evaluation) : Value();
    const bool allowed = !output.allowed || value.is_null() || output.allowed->holds(value, *around, evaluation);
    if (!allowed) evaluation.note("the table does not allow this output: " + value.to_feel().substr(0, 64));
    row.push_back(allowed ? value : Value());
  }
  return row;
}

Value TableBox::evaluate(const EnvironmentPtr& around, Evaluation& evaluation) const {
  const auto values = asked(around, evaluation);
  if (!values) return Value();
  std::vector<Row> rows;
  for (const TableRule& rule : parts_.rules) {
    if (!evaluation.step()) return Value();
    if (!matches(rule, *values, *around, evaluation)) continue;
    rows.push_back(row_of(rule.outputs, around, evaluation));
    if (parts_.policy == HitPolicy::first) break;
  }
  return rows.empty() ? without_match(around, evaluation) : decided(std::move(rows), around, evaluation);
}

Value TableBox::without_match(const EnvironmentPtr& around, Evaluation& evaluation) const {
  std::vector<BoxedPtr> defaults;
  for (const TableOutput& output : parts_.outputs) defaults.push_back(output.otherwise);
  if (std::any_of(defaults.begin(), defaults.end(), [](const BoxedPtr& each) { return each != nullptr; }))
    return value_of(row_of(defaults, around, evaluation));
  if (parts_.aggregation == Aggregation::count) return Value::number(0);
  if (has_list() && parts_.aggregation == Aggregation::none) return Value::list({});
  evaluation.note("no rule of the table matches");
  return Value();
}

Value TableBox::decided(std::vector<Row> rows, const EnvironmentPtr& around, Evaluation& evaluation) const {
  switch (parts_.policy) {
    case HitPolicy::unique:
      if (rows.size() == 1) return value_of(rows.front());
      evaluation.note("more than one rule of a unique table matches");
      return Value();
    case HitPolicy::first: return value_of(rows.front());
    case HitPolicy::any: return agreed(rows, evaluation);
    case HitPolicy::priority: by_priority(rows, around, evaluation); return value_of(rows.front());
    case HitPolicy::output_order: by_priority(rows, around, evaluation); return list_of(rows);
    case HitPolicy::collect:
      return parts_.aggregation == Aggregation::none ? list_of(rows) : aggregated(rows, evaluation);
    case HitPolicy::rule_order: return list_of(rows);
  }
  return Value();
}

Value TableBox::agreed(const std::vector<Row>& rows, Evaluation& evaluation) const {
  if (std::all_of(rows.begin(), rows.end(), [&rows](const Row& row) { return row == rows.front(); }))
    return value_of(rows.front());
  evaluation.note("rules of an `any` table match and differ");
  return Value();
}

Value TableBox::aggregated(const std::vector<Row>& rows, Evaluation& evaluation) const {
  Row totals;
  for (std::size_t i = 0; i < parts_.outputs.size(); ++i) {
    ValueList column;
    for (const Row& row : rows) column.push_back(row[i]);
    totals.push_back(aggregate(parts_.aggregation, std::move(column), evaluation));
  }
  return value_of(totals);
}

// The place of each output in the list of its allowed values, first output first; what is not listed comes last.
void TableBox::by_priority(std::vector<Row>& rows, const EnvironmentPtr& around, Evaluation& evaluation) const {
  std::vector<ValueList> listed;
  for (const TableOutput& output : parts_.outputs) {
    listed.emplace_back();
    for (const BoxedPtr& value : output.priorities) listed.back().push_back(value->evaluate(around, evaluation));
  }
  const auto places = [&listed](const Row& row) {
    std::vector<std::ptrdiff_t> at;
    for (std::size_t i = 0; i < row.size(); ++i)
      at.push_back(std::find(listed[i].begin(), listed[i].end(), row[i]) - listed[i].begin());
    return at;
  };
  std::stable_sort(rows.begin(), rows.end(), [&places](const Row& a, const Row& b) { return places(a) < places(b); });
}

Value TableBox::value_of(const Row& row) const {
  if (row.size() == 1) return row.front();
  ValueContext entries;
  for (std::size_t i = 0; i < row.size(); ++i) entries.emplace_back(parts_.outputs[i].declared.name, row[i]);
  return Value::context(std::move(entries));
}

Value TableBox::list_of(const std::vector<Row>& rows) const {
  ValueList values;
  for (const Row& row : rows) values.push_back(value_of(row));
  return Value::list(std::move(values));
}

}  // namespace staysail::decision
