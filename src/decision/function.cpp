#include "decision/function.hpp"

#include <algorithm>

namespace staysail {

FeelType FeelFunction::type() const {
  std::vector<FeelType> types;
  for (const Parameter& parameter : parameters_) types.push_back(parameter.type);
  return FeelType::function_of(std::move(types), result_);
}

Value FeelFunction::call(ValueList arguments, decision::Evaluation& evaluation) const {
  const decision::Deeper deeper(evaluation);
  if (deeper.too_deep()) {
    evaluation.note("functions call each other too deeply");
    return Value();
  }
  if (is_variadic()) return run(std::move(arguments), evaluation);
  if (arguments.size() != parameters_.size()) {
    evaluation.note("a function of " + std::to_string(parameters_.size()) + " parameters was called with " +
                    std::to_string(arguments.size()) + " arguments");
    return Value();
  }
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    auto suited = decision::coerced(arguments[i], parameters_[i].type);
    if (!suited) {
      evaluation.note("parameter " + parameters_[i].name + " takes a " + parameters_[i].type.to_string() + ", not " +
                      arguments[i].to_feel().substr(0, 64));
      return Value();
    }
    arguments[i] = *std::move(suited);
  }
  const Value result = run(std::move(arguments), evaluation);
  return decision::coerced(result, result_).value_or(Value());
}

Value FeelFunction::call(const std::vector<std::string>& names, ValueList arguments,
                         decision::Evaluation& evaluation) const {
  ValueList ordered(parameters_.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto found = std::find_if(parameters_.begin(), parameters_.end(),
                                    [&names, i](const Parameter& parameter) { return parameter.name == names[i]; });
    if (found == parameters_.end()) {
      evaluation.note("the function has no parameter of this name: " + names[i]);
      return Value();
    }
    ordered[static_cast<std::size_t>(found - parameters_.begin())] = std::move(arguments[i]);
  }
  if (names.size() == parameters_.size()) return call(std::move(ordered), evaluation);
  evaluation.note("a parameter of the function was left out");
  return Value();
}

namespace decision {

std::optional<Value> coerced(const Value& value, const FeelType& type) {
  if (type.admits(value)) return value;
  if (value.kind() == ValueKind::list && value.as_list().size() == 1 && !type.is(ValueKind::list))
    return coerced(value.as_list().front(), type);
  if (type.is(ValueKind::list) && value.kind() != ValueKind::list && type.element().admits(value))
    return Value::list({value});
  if (type.is(ValueKind::date_time) && value.kind() == ValueKind::date)
    return Value::date_time({value.as_date(), {0, 0}});
  return std::nullopt;
}

}  // namespace decision
}  // namespace staysail
