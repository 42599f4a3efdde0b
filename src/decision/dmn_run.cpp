// One evaluation of a decision model.
#include <algorithm>

#include "decision/dmn_program.hpp"

namespace staysail::decision {
namespace {

// A text where the type wants a point in time or a length of it.
Value from_text(const std::string& text, ValueKind wanted) {
  if (wanted == ValueKind::date) {
    if (const auto day = CivilDay::parse(text)) return Value::date(*day);
  } else if (wanted == ValueKind::time) {
    if (const auto time = TimeOfDay::parse(text)) return Value::time(*time);
  } else if (wanted == ValueKind::date_time) {
    if (const auto point = DateTime::parse(text)) return Value::date_time(*point);
  } else if (wanted == ValueKind::days_duration) {
    if (const auto days = DaysDuration::parse(text)) return Value::duration(*days);
  } else if (wanted == ValueKind::months_duration) {
    if (const auto months = MonthsDuration::parse(text)) return Value::duration(*months);
  }
  return Value::text(text);
}

Value read_as(const Value& value, const FeelType& type) {
  if (type.is_any() || value.is_null()) return value;
  if (value.kind() == ValueKind::text)
    return from_text(value.as_text(),
                     type.is(ValueKind::list) && !type.element().is_any() ? type.element().kind() : type.kind());
  if (value.kind() == ValueKind::list && type.is(ValueKind::list)) {
    ValueList items;
    for (const Value& item : value.as_list()) items.push_back(read_as(item, type.element()));
    return Value::list(std::move(items));
  }
  if (value.kind() != ValueKind::context || type.members() == nullptr) return value;
  ValueContext entries = value.as_context();
  for (auto& [name, entry] : entries)
    if (const FeelType* member = type.member(name)) entry = read_as(entry, *member);
  return Value::context(std::move(entries));
}

// A decision service as a function of its input data and input decisions.
class ServiceFunction final : public FeelFunction {
 public:
  ServiceFunction(std::size_t service, DmnGraphPtr graph)
      : FeelFunction(parameters_of(service, *graph), FeelType()), service_(service), graph_(std::move(graph)) {}

 private:
  static std::vector<Parameter> parameters_of(std::size_t service, const DmnGraph& graph) {
    std::vector<Parameter> parameters;
    for (const auto* list : {&graph.elements[service].inputs, &graph.elements[service].input_decisions})
      for (const Requirement& each : *list)
        parameters.push_back({graph.elements[each.element].name, graph.elements[each.element].declared.feel()});
    return parameters;
  }

  Value run(ValueList arguments, Evaluation& evaluation) const override {
    const Inputs none;
    const DmnElement& service = graph_->elements[service_];
    DmnRun inside(graph_, none, evaluation);
    std::size_t next = 0;
    for (const auto* list : {&service.inputs, &service.input_decisions}) {
      for (const Requirement& each : *list) {
        const Value& given = arguments[next++];
        const Value admitted = graph_->elements[each.element].declared.admit(given, evaluation);
        if (admitted.is_null() && !given.is_null()) return Value();
        inside.fix(each.element, admitted);
      }
    }
    return inside.outputs_of(service);
  }

  std::size_t service_;
  DmnGraphPtr graph_;
};

void add_entry(std::vector<std::pair<std::string, Value>>& names, const Requirement& from, const std::string& name,
               const Value& value) {
  if (from.alias.empty()) {
    names.emplace_back(name, value);
    return;
  }
  const auto group =
      std::find_if(names.begin(), names.end(), [&from](const auto& each) { return each.first == from.alias; });
  ValueContext entries = group == names.end() ? ValueContext() : group->second.as_context();
  entries.emplace_back(name, value);
  if (group == names.end()) names.emplace_back(from.alias, Value::context(std::move(entries)));
  else group->second = Value::context(std::move(entries));
}

// A knowledge model that can call itself: its name is bound when it is called, so that no function holds itself.
class KnowledgeFunction final : public FeelFunction {
 public:
  KnowledgeFunction(std::string name, BoxedPtr logic, EnvironmentPtr around, const FeelFunction& sample)
      : FeelFunction(sample.parameters(), FeelType()),
        name_(std::move(name)),
        logic_(std::move(logic)),
        around_(std::move(around)) {}

 private:
  Value run(ValueList arguments, Evaluation& evaluation) const override {
    const Value self = Value::function(std::make_shared<const KnowledgeFunction>(name_, logic_, around_, *this));
    const Value function = logic_->evaluate(Environment::within(around_, {{name_, self}}), evaluation);
    return function.as_function()->call(std::move(arguments), evaluation);
  }

  std::string name_;
  BoxedPtr logic_;
  EnvironmentPtr around_;
};

Value knowledge_value(const DmnElement& element, const EnvironmentPtr& around, Evaluation& evaluation) {
  if (element.logic == nullptr) return Value();
  const Value function = element.logic->evaluate(around, evaluation);
  if (function.kind() != ValueKind::function) return function;
  return Value::function(
      std::make_shared<const KnowledgeFunction>(element.name, element.logic, around, *function.as_function()));
}

}  // namespace

Value DmnRun::outputs_of(const DmnElement& service) {
  ValueContext outputs;
  for (const Requirement& each : service.requirements)
    outputs.emplace_back(at(each.element).name, value_of(each.element));
  const Value made = outputs.size() == 1 ? outputs.front().second : Value::context(std::move(outputs));
  // The variable of a service may have the type of the function or, in older models, that of its result.
  return service.declared.feel().is(ValueKind::function) ? made : service.declared.admit(made, evaluation_);
}

void DmnRun::fix_inputs(const DmnElement& service) {
  for (const Requirement& each : service.input_decisions) fix(each.element, input(at(each.element)));
}

Value DmnRun::input(const DmnElement& element) const {
  const Value* given = inputs_.find(element.name);
  if (given != nullptr) return element.declared.admit(read_as(*given, element.declared.feel()), evaluation_);
  evaluation_.note("the input " + element.name + " was not given");
  return Value();
}

EnvironmentPtr DmnRun::environment_of(const DmnElement& element) const {
  std::vector<std::pair<std::string, Value>> names;
  for (const Requirement& each : element.requirements)
    if (values_[each.element]) add_entry(names, each, at(each.element).name, *values_[each.element]);
  return Environment::within(nullptr, std::move(names));
}

Value DmnRun::compute(std::size_t index) {
  const DmnElement& element = at(index);
  switch (element.kind) {
    case DmnKind::input: return input(element);
    case DmnKind::service: return Value::function(std::make_shared<const ServiceFunction>(index, graph_));
    case DmnKind::knowledge: return knowledge_value(element, environment_of(element), evaluation_);
    case DmnKind::decision: break;
  }
  if (element.logic == nullptr) return Value();
  return element.declared.admit(element.logic->evaluate(environment_of(element), evaluation_), evaluation_);
}

// A service is called with what it needs: nothing is computed before that.
std::vector<char> DmnRun::needed_by(std::size_t element) const {
  std::vector<char> needed(values_.size());
  std::vector<std::size_t> open = {element};
  while (!open.empty()) {
    const std::size_t next = open.back();
    open.pop_back();
    if (needed[next] != 0) continue;
    needed[next] = 1;
    if (values_[next] || at(next).kind == DmnKind::service) continue;
    for (const Requirement& each : at(next).requirements) open.push_back(each.element);
  }
  return needed;
}

Value DmnRun::value_of(std::size_t element) {
  const std::vector<char> needed = needed_by(element);
  for (const std::size_t next : graph_->order)
    if (needed[next] != 0 && !values_[next]) values_[next] = compute(next);
  return *values_[element];
}

}  // namespace staysail::decision
