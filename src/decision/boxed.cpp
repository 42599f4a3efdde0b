#include "decision/boxed.hpp"

#include "decision/iteration.hpp"
#include "decision/semantics.hpp"

namespace staysail::decision {
namespace {

Value bounded(Value value) { return value.weight() > kMaxListItems ? Value() : value; }

bool is_truth(const Value& value) { return value.is_null() || value.kind() == ValueKind::boolean; }

Value no_truth(const Value& condition, Evaluation& evaluation) {
  evaluation.note("a condition is neither true nor false but " + condition.to_feel().substr(0, 64));
  return Value();
}

// A function of the model, with the names around its definition.
class BoxedFunction final : public FeelFunction {
 public:
  BoxedFunction(const std::vector<Declared>& parameters, Declared result, BoxedPtr body, EnvironmentPtr around)
      : FeelFunction(parameters_of(parameters), result.feel()),
        declared_(parameters),
        result_(std::move(result)),
        body_(std::move(body)),
        around_(std::move(around)) {}

 private:
  static std::vector<Parameter> parameters_of(const std::vector<Declared>& declared) {
    std::vector<Parameter> parameters;
    for (const Declared& each : declared) parameters.push_back({each.name, each.feel()});
    return parameters;
  }

  // An argument with a value that its type does not allow is no argument.
  Value run(ValueList arguments, Evaluation& evaluation) const override {
    std::vector<std::pair<std::string, Value>> names;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      const Value admitted = declared_[i].admit(arguments[i], evaluation);
      if (admitted.is_null() && !arguments[i].is_null()) return Value();
      names.emplace_back(declared_[i].name, admitted);
    }
    return result_.admit(body_->evaluate(Environment::within(around_, std::move(names)), evaluation), evaluation);
  }

  std::vector<Declared> declared_;
  Declared result_;
  BoxedPtr body_;
  EnvironmentPtr around_;
};

}  // namespace

Value ContextBox::evaluate(const EnvironmentPtr& around, Evaluation& evaluation) const {
  ValueContext entries;
  EnvironmentPtr inside = around;
  for (const auto& [name, boxed] : entries_) {
    Value value = boxed->evaluate(inside, evaluation);
    if (name.empty()) return value;
    inside = Environment::within(inside, {{name, value}});
    entries.emplace_back(name, std::move(value));
  }
  return bounded(Value::context(std::move(entries)));
}

Value ListBox::evaluate(const EnvironmentPtr& around, Evaluation& evaluation) const {
  ValueList items;
  for (const BoxedPtr& item : items_) items.push_back(item->evaluate(around, evaluation));
  return bounded(Value::list(std::move(items)));
}

Value RelationBox::evaluate(const EnvironmentPtr& around, Evaluation& evaluation) const {
  ValueList rows;
  for (const auto& row : rows_) {
    ValueContext cells;
    for (std::size_t i = 0; i < columns_.size() && i < row.size(); ++i)
      cells.emplace_back(columns_[i], row[i]->evaluate(around, evaluation));
    rows.push_back(Value::context(std::move(cells)));
  }
  return bounded(Value::list(std::move(rows)));
}

Value FunctionBox::evaluate(const EnvironmentPtr& around, Evaluation&) const {
  return Value::function(std::make_shared<const BoxedFunction>(parameters_, result_, body_, around));
}

Value InvocationBox::evaluate(const EnvironmentPtr& around, Evaluation& evaluation) const {
  const Value function = function_->evaluate(around, evaluation);
  if (function.kind() != ValueKind::function) {
    evaluation.note("an invocation calls what is no function");
    return Value();
  }
  ValueList arguments;
  for (const BoxedPtr& argument : arguments_) arguments.push_back(argument->evaluate(around, evaluation));
  return function.as_function()->call(names_, std::move(arguments), evaluation);
}

Value ConditionalBox::evaluate(const EnvironmentPtr& around, Evaluation& evaluation) const {
  const Value condition = condition_->evaluate(around, evaluation);
  if (!is_truth(condition)) return no_truth(condition, evaluation);
  return (condition.is_true() ? yes_ : no_)->evaluate(around, evaluation);
}

Value LoopBox::evaluate(const EnvironmentPtr& around, Evaluation& evaluation) const {
  const auto items = items_of(source_->evaluate(around, evaluation));
  if (!items) {
    evaluation.note("what a loop visits is no list");
    return Value();
  }
  if (loop_ == Loop::each) return results(*items, around, evaluation);
  return loop_ == Loop::filter ? kept(*items, around, evaluation) : verdict(*items, around, evaluation);
}

Value LoopBox::body_for(const Value& item, const EnvironmentPtr& around, Evaluation& evaluation) const {
  if (!evaluation.step()) return Value();
  return body_->evaluate(Environment::within(around, {{variable_, item}}), evaluation);
}

Value LoopBox::results(const ValueList& items, const EnvironmentPtr& around, Evaluation& evaluation) const {
  ValueList made;
  for (const Value& item : items) {
    const EnvironmentPtr with_partial = Environment::within(around, {{"partial", Value::list(made)}});
    evaluation.steps += made.size() / 16;
    made.push_back(body_for(item, with_partial, evaluation));
  }
  return bounded(Value::list(std::move(made)));
}

Value LoopBox::verdict(const ValueList& items, const EnvironmentPtr& around, Evaluation& evaluation) const {
  const bool some = loop_ == Loop::some;
  Value so_far = Value::boolean(!some);
  for (const Value& item : items) {
    const Value holds = body_for(item, around, evaluation);
    if (!is_truth(holds)) return no_truth(holds, evaluation);
    so_far = some ? logical_or(so_far, holds) : logical_and(so_far, holds);
    if (some ? so_far.is_true() : so_far.is_false()) break;
  }
  return so_far;
}

// As FEEL's filter: a number is a position.
Value LoopBox::kept(const ValueList& items, const EnvironmentPtr& around, Evaluation& evaluation) const {
  ValueList kept;
  for (const Value& item : items) {
    const Value holds = body_for(item, around, evaluation);
    if (holds.kind() == ValueKind::number && &item == &items.front()) return item_at(items, holds);
    if (!is_truth(holds)) return no_truth(holds, evaluation);
    if (holds.is_true()) kept.push_back(item);
  }
  return Value::list(std::move(kept));
}

}  // namespace staysail::decision
