// Decision tables of a model's XML.
#include <algorithm>

#include "decision/boxed_reader.hpp"
#include "staysail/base/nearest_name.hpp"

namespace staysail::decision {
namespace {

struct PolicyName {
  std::string_view name;
  HitPolicy policy;
};
constexpr PolicyName kPolicies[] = {{"UNIQUE", HitPolicy::unique},
                                    {"FIRST", HitPolicy::first},
                                    {"PRIORITY", HitPolicy::priority},
                                    {"ANY", HitPolicy::any},
                                    {"COLLECT", HitPolicy::collect},
                                    {"RULE ORDER", HitPolicy::rule_order},
                                    {"OUTPUT ORDER", HitPolicy::output_order}};

struct AggregationName {
  std::string_view name;
  Aggregation aggregation;
};
constexpr AggregationName kAggregations[] = {{"SUM", Aggregation::sum},
                                             {"COUNT", Aggregation::count},
                                             {"MIN", Aggregation::minimum},
                                             {"MAX", Aggregation::maximum}};

bool is_blank(const XmlElement* text) {
  return text == nullptr || text->text.find_first_not_of(" \t\r\n") == std::string::npos;
}

std::optional<HitPolicy> policy_of(const XmlElement& table) {
  const std::string_view name = table.attribute("hitPolicy");
  if (name.empty()) return HitPolicy::unique;
  for (const PolicyName& each : kPolicies)
    if (each.name == name) return each.policy;
  return std::nullopt;
}

std::optional<Aggregation> aggregation_of(const XmlElement& table) {
  const std::string_view name = table.attribute("aggregation");
  if (name.empty()) return Aggregation::none;
  for (const AggregationName& each : kAggregations)
    if (each.name == name) return each.aggregation;
  return std::nullopt;
}

// What the attribute says, what it may say, and the nearest of that.
template <std::size_t count, class Named>
Error no_such(const XmlElement& table, std::string_view attribute, std::string_view what, const Named (&known)[count]) {
  std::vector<std::string> names;
  std::string listed;
  for (const Named& each : known) {
    names.emplace_back(each.name);
    listed += (listed.empty() ? "" : ", ") + names.back();
  }
  const std::string_view given = table.attribute(attribute);
  return table.error(Errc::syntax_error, "there is no such " + std::string(what) + ": " + std::string(given) +
                                             "; expected one of " + listed + did_you_mean(given, names));
}

// Which column a cell belongs to is not known in a rule with too many or too few.
std::optional<Error> uneven_rule(const XmlElement& table) {
  const std::size_t inputs = table.all("input").size(), outputs = table.all("output").size();
  std::size_t number = 0;
  for (const XmlElement* rule : table.all("rule")) {
    ++number;
    const std::size_t tests = rule->all("inputEntry").size(), results = rule->all("outputEntry").size();
    if (tests == inputs && results == outputs) continue;
    return rule->error(Errc::syntax_error, "rule " + std::to_string(number) + " has " + std::to_string(tests) +
                                               " tests and " + std::to_string(results) +
                                               " outputs; the table has columns for " + std::to_string(inputs) +
                                               " and " + std::to_string(outputs));
  }
  return std::nullopt;
}

// The parts of `text` between the commas that stand in no quotes or brackets.
std::vector<std::pair<std::size_t, std::string>> listed(const std::string& text) {
  std::vector<std::pair<std::size_t, std::string>> parts = {{0, ""}};
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' && (i == 0 || text[i - 1] != '\\')) quoted = !quoted;
    if (!quoted) depth += c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
    if (c == ',' && !quoted && depth == 0) parts.emplace_back(i + 1, "");
    else parts.back().second += c;
  }
  return parts;
}

}  // namespace

std::optional<Formula> BoxedReader::tests(const XmlElement* text, const FeelType& asked, const Scope& scope) {
  if (is_blank(text)) return std::nullopt;
  auto made = Formula::compile_tests(text->text, asked, scope, text->text_place);
  if (made) return *std::move(made);
  faults_.push_back(made.error());
  return std::nullopt;
}

TableInput BoxedReader::table_input(const XmlElement& element, const Scope& scope) {
  const XmlElement* expression = element.child("inputExpression");
  const XmlElement* text = expression == nullptr ? nullptr : expression->child("text");
  const XmlElement* values = element.child("inputValues");
  TableInput input;
  input.expression = formula(text, scope);
  input.declared = declared(expression == nullptr ? element : *expression, text == nullptr ? "an input" : text->text);
  input.allowed = values == nullptr ? std::nullopt : tests(values->child("text"), input.declared.feel(), scope);
  return input;
}

std::vector<BoxedPtr> BoxedReader::priorities(const std::string& text, const Place& place, const Scope& scope) {
  std::vector<BoxedPtr> made;
  for (const auto& part : listed(text)) {
    auto value = Formula::compile(part.second, scope, place);
    if (value) made.push_back(std::make_shared<const LiteralBox>(*std::move(value)));
  }
  return made;
}

TableOutput BoxedReader::table_output(const XmlElement& element, const Scope& scope, bool single) {
  TableOutput output;
  output.declared = declared(element, element.attribute("name"));
  if (output.declared.name.empty()) output.declared.name = single ? "the output" : "an output";
  const XmlElement *values = element.child("outputValues"), *otherwise = element.child("defaultOutputEntry");
  const XmlElement* text = values == nullptr ? nullptr : values->child("text");
  const ItemType* type = types_->find(output.declared.type);
  if (!is_blank(text)) output.priorities = priorities(text->text, text->text_place, scope);
  else if (type != nullptr) output.priorities = priorities(type->listed, type->listed_place, scope);
  if (values != nullptr) output.allowed = tests(values->child("text"), output.declared.feel(), scope);
  if (otherwise != nullptr) output.otherwise = formula(otherwise->child("text"), scope);
  return output;
}

// Empty when a test cannot be compiled: such a rule never matches.
std::optional<TableRule> BoxedReader::table_rule(const XmlElement& element, const Scope& scope,
                                                 const std::vector<TableInput>& inputs) {
  TableRule rule;
  const auto entries = element.all("inputEntry");
  for (std::size_t i = 0; i < entries.size() && i < inputs.size(); ++i) {
    XmlElement any = *entries[i];
    any.text = "-";
    const XmlElement* text = entries[i]->child("text");
    auto made = tests(is_blank(text) ? &any : text, inputs[i].declared.feel(), scope);
    if (!made) return std::nullopt;
    rule.tests.push_back(*std::move(made));
  }
  for (const XmlElement* entry : element.all("outputEntry"))
    rule.outputs.push_back(formula(entry->child("text"), scope));
  return rule;
}

BoxedPtr BoxedReader::table(const XmlElement& element, const Scope& scope) {
  TableBox::Parts parts;
  const auto policy = policy_of(element);
  if (!policy) return fault(no_such(element, "hitPolicy", "hit policy", kPolicies));
  const auto aggregation = aggregation_of(element);
  if (!aggregation) return fault(no_such(element, "aggregation", "aggregation", kAggregations));
  if (auto uneven = uneven_rule(element)) return fault(*std::move(uneven));
  parts.policy = *policy;
  parts.aggregation = *aggregation;
  const auto outputs = element.all("output");
  for (const XmlElement* input : element.all("input")) parts.inputs.push_back(table_input(*input, scope));
  for (const XmlElement* output : outputs) parts.outputs.push_back(table_output(*output, scope, outputs.size() == 1));
  for (const XmlElement* rule : element.all("rule"))
    if (auto made = table_rule(*rule, scope, parts.inputs)) parts.rules.push_back(*std::move(made));
  if (parts.outputs.empty()) return fault(element.error(Errc::syntax_error, "a decision table has no output"));
  return std::make_shared<const TableBox>(std::move(parts));
}

}  // namespace staysail::decision
