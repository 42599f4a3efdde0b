// One customer through a table.
#include "staysail/decision/decision_table.hpp"

#include <algorithm>
#include <set>

#include "decision/semantics.hpp"
#include "decision/table_sheet.hpp"

namespace staysail {

using Sheet = DecisionTable::Sheet;

Value Sheet::combined(const Value& so_far, const Value& next) const {
  if (so_far.is_null()) return next;
  if (next.is_null()) return so_far;
  if (policy == HitPolicy::collect_sum && next.kind() == ValueKind::text && so_far.kind() == ValueKind::text)
    return Value::text(so_far.as_text() + ";" + next.as_text());
  if (policy == HitPolicy::collect_sum) return decision::arithmetic(decision::NodeKind::add, so_far, next);
  const auto order = decision::compare(next, so_far);
  if (!order) return Value();
  return (policy == HitPolicy::collect_min ? *order < 0 : *order > 0) ? next : so_far;
}

bool Sheet::ranks_before(std::size_t a, std::size_t b) const {
  const auto rank = [this](std::size_t rule, std::size_t output) {
    const Value* value = rules[rule].outputs[output].constant();
    const auto& order = output_symbols[output];
    const bool is_text = value != nullptr && value->kind() == ValueKind::text;
    return std::find(order.begin(), order.end(), is_text ? value->as_text() : "") - order.begin();
  };
  for (std::size_t output = 0; output < output_names.size(); ++output)
    if (rank(a, output) != rank(b, output)) return rank(a, output) < rank(b, output);
  return false;
}

std::string Sheet::example(const std::vector<Value>& asked) const {
  std::string text;
  for (std::size_t i = 0; i < inputs.size(); ++i)
    text += (i == 0 ? "" : ", ") + inputs[i].text() + " = " + asked[i].to_feel();
  return text;
}

Error Sheet::overlap(std::size_t a, std::size_t b, const std::vector<Value>& asked) const {
  const std::string why =
      policy == HitPolicy::any ? " hold with different outputs (hit=A) for " : " both hold (hit=U) for ";
  const std::string which = decision.empty() ? "the rules of lines " : "decision " + decision + ", the rules ";
  return Error::at(
      rules[b].place, Errc::table_overlap,
      which + std::to_string(rules[a].line) + " and " + std::to_string(rules[b].line) + why + example(asked));
}

const std::string& DecisionTable::name() const { return sheet_->name; }
HitPolicy DecisionTable::hit_policy() const { return sheet_->policy; }
std::size_t DecisionTable::rule_count() const { return sheet_->rules.size(); }
std::uint32_t DecisionTable::line_of(std::size_t rule) const { return sheet_->rules[rule].line; }
const Place& DecisionTable::place_of(std::size_t rule) const { return sheet_->rules[rule].place; }
const std::vector<std::string>& DecisionTable::outputs() const { return sheet_->output_names; }
const FeelType& DecisionTable::output_type(std::size_t output) const { return sheet_->output_types[output]; }
const Value* DecisionTable::constant_output(std::size_t rule, std::size_t output) const {
  return sheet_->rules[rule].outputs[output].constant();
}
const std::vector<Warning>& DecisionTable::warnings() const { return sheet_->warnings; }

std::vector<std::string> DecisionTable::inputs() const {
  std::vector<std::string> texts;
  for (const Expression& input : sheet_->inputs) texts.push_back(input.text());
  return texts;
}

std::vector<std::string> DecisionTable::names() const {
  std::set<std::string> names;
  const auto add = [&names](const std::vector<Expression>& expressions) {
    for (const Expression& expression : expressions) names.insert(expression.names().begin(), expression.names().end());
  };
  add(sheet_->inputs);
  for (const auto& rule : sheet_->rules) {
    add(rule.tests);
    add(rule.outputs);
  }
  names.erase("?");
  return {names.begin(), names.end()};
}

Place DecisionTable::use_of(std::string_view name) const {
  const auto uses = [name](const Expression& expression) {
    return std::find(expression.names().begin(), expression.names().end(), name) != expression.names().end();
  };
  const auto first_of = [&uses](const std::vector<Expression>& expressions) {
    const auto found = std::find_if(expressions.begin(), expressions.end(), uses);
    return found == expressions.end() ? nullptr : &*found;
  };
  const Expression* use = first_of(sheet_->inputs);
  for (const auto& rule : sheet_->rules) {
    if (use == nullptr) use = first_of(rule.tests);
    if (use == nullptr) use = first_of(rule.outputs);
  }
  return use != nullptr ? use->origin() : Place{sheet_->name, 0, 0};
}

Value DecisionTable::rule_holds(std::size_t rule, const Inputs& inputs, const std::vector<Value>& asked) const {
  Value holds = Value::boolean(true);
  const auto& tests = sheet_->rules[rule].tests;
  for (std::size_t i = 0; i < tests.size() && !holds.is_false(); ++i)
    holds = decision::logical_and(holds, tests[i].evaluate_asked(inputs, asked[i]));
  return holds;
}

std::vector<Value> DecisionTable::asked(const Inputs& inputs) const {
  std::vector<Value> asked;
  for (const Expression& input : sheet_->inputs) asked.push_back(input.evaluate(inputs));
  return asked;
}

Result<std::vector<std::size_t>> DecisionTable::holding(const Inputs& inputs) const {
  const std::vector<Value> values = asked(inputs);
  std::vector<std::size_t> hits;
  for (std::size_t rule = 0; rule < sheet_->rules.size(); ++rule) {
    if (!rule_holds(rule, inputs, values).is_true()) continue;
    hits.push_back(rule);
    if (sheet_->policy == HitPolicy::first) break;
    if (sheet_->policy == HitPolicy::unique && hits.size() > 1) return sheet_->overlap(hits[0], rule, values);
    if (sheet_->policy == HitPolicy::any && !agree(hits[0], rule, inputs))
      return sheet_->overlap(hits[0], rule, values);
  }
  const auto before = [this](std::size_t a, std::size_t b) { return sheet_->ranks_before(a, b); };
  if (sheet_->ranks()) std::stable_sort(hits.begin(), hits.end(), before);
  const bool takes_one = sheet_->policy == HitPolicy::priority || sheet_->policy == HitPolicy::any;
  if (takes_one && hits.size() > 1) hits.resize(1);
  return hits;
}

bool DecisionTable::agree(std::size_t a, std::size_t b, const Inputs& inputs) const {
  const auto &left = sheet_->rules[a].outputs, &right = sheet_->rules[b].outputs;
  for (std::size_t i = 0; i < left.size(); ++i)
    if (!(left[i].evaluate(inputs) == right[i].evaluate(inputs))) return false;
  return true;
}

// One output over the rules that hold.
Value DecisionTable::gathered(std::size_t output, const std::vector<std::size_t>& hits, const Inputs& inputs) const {
  if (sheet_->policy == HitPolicy::collect_count) return Value::number(static_cast<std::int64_t>(hits.size()));
  ValueList values;
  Value combined;
  for (const std::size_t rule : hits) {
    values.push_back(sheet_->rules[rule].outputs[output].evaluate(inputs));
    combined = sheet_->combined(combined, values.back());
  }
  if (sheet_->gives_lists()) return Value::list(std::move(values));
  return sheet_->collects() || hits.empty() ? combined : values.front();
}

Result<Decision> DecisionTable::decide(const Inputs& inputs) const {
  STAYSAIL_TRY(const std::vector<std::size_t> hits, holding(inputs));
  Decision decision;
  for (const std::size_t rule : hits) decision.rules.push_back(sheet_->rules[rule].line);
  for (std::size_t i = 0; i < sheet_->output_names.size(); ++i)
    decision.outputs.set(sheet_->output_names[i], gathered(i, hits, inputs));
  return decision;
}

std::vector<RuleTrace> DecisionTable::explain(const Inputs& inputs) const {
  const std::vector<Value> values = asked(inputs);
  std::vector<RuleTrace> traces;
  for (std::size_t rule = 0; rule < sheet_->rules.size(); ++rule) {
    RuleTrace trace{sheet_->rules[rule].line, rule_holds(rule, inputs, values), {}};
    const auto& tests = sheet_->rules[rule].tests;
    for (std::size_t i = 0; i < tests.size(); ++i) {
      if (Sheet::asks_nothing(tests[i])) continue;
      const std::string& input = sheet_->inputs[i].text();
      trace.conditions.push_back({input + ": " + tests[i].text(), input + " = " + values[i].to_feel(), tests[i].text(),
                                  tests[i].evaluate_asked(inputs, values[i]), tests[i].origin()});
    }
    traces.push_back(std::move(trace));
  }
  return traces;
}

}  // namespace staysail
