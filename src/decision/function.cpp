#include "decision/function.hpp"

#include <algorithm>

namespace staysail {
namespace {

constexpr std::uint64_t kStepsOfCall = 3;  // beside what it does

}  // namespace

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
  evaluation.steps += kStepsOfCall;
  if (!evaluation.step()) {
    evaluation.note("functions are called too often");
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

std::optional<ValueList> FeelFunction::in_order(std::span<const std::string> names, ValueList arguments) const {
  std::vector<std::optional<Value>> placed(parameters_.size());
  if (names.size() != parameters_.size()) return std::nullopt;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto found = std::find_if(parameters_.begin(), parameters_.end(),
                                    [&names, i](const Parameter& parameter) { return parameter.name == names[i]; });
    const auto position = static_cast<std::size_t>(found - parameters_.begin());
    if (found == parameters_.end() || placed[position]) return std::nullopt;
    placed[position] = std::move(arguments[i]);
  }
  ValueList ordered;
  for (auto& each : placed) ordered.push_back(*std::move(each));
  return ordered;
}

Value FeelFunction::call(const std::vector<std::string>& names, ValueList arguments,
                         decision::Evaluation& evaluation) const {
  auto ordered = in_order(names, std::move(arguments));
  if (ordered) return call(*std::move(ordered), evaluation);
  std::string wanted, given;
  for (const Parameter& each : parameters_) wanted += (wanted.empty() ? "" : ", ") + each.name;
  for (const std::string& each : names) given += (given.empty() ? "" : ", ") + each;
  evaluation.note("the function has the parameters " + wanted + "; it was called with " + given);
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
