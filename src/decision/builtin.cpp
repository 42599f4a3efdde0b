#include "decision/builtin.hpp"

#include <algorithm>
#include <array>

#include "decision/function.hpp"
#include "decision/semantics.hpp"

namespace staysail::decision {
namespace {

using Kind = ValueKind;

constexpr bool is_duration(Kind kind) { return kind == Kind::days_duration || kind == Kind::months_duration; }
constexpr bool is_date_like(Kind kind) { return kind == Kind::date || kind == Kind::date_time; }

const Parameter& parameter_at(const Builtin& builtin, std::size_t index) {
  const std::size_t last = builtin.parameters.size() - 1;
  return builtin.parameters[index < last ? index : last];
}

// min(1, 2) and min([1, 2]) are the same call.
void spread_single_list(const Builtin& builtin, std::vector<Value>& arguments) {
  if (!builtin.variadic || builtin.parameters.size() != 1 || arguments.size() != 1 ||
      arguments.front().kind() != Kind::list)
    return;
  const Value list = arguments.front();
  arguments = list.as_list();
}

// A single value where a list is wanted stands for the list of it.
void wrap_as_list(Value& argument) { argument = Value::list({argument}); }

bool suits(const Builtin& builtin, std::size_t index, Value& argument) {
  const Takes wanted = parameter_at(builtin, index).takes;
  if (argument.is_null()) return builtin.nulls;
  if (wanted == Takes::list && argument.kind() != Kind::list) wrap_as_list(argument);
  if (takes(wanted, argument.kind())) return true;
  if (argument.kind() != Kind::list || argument.as_list().size() != 1) return false;
  argument = Value(argument.as_list().front());
  return takes(wanted, argument.kind());
}

bool within_limits(const Value& value) {
  if (value.kind() == Kind::text) return value.as_text().size() <= kMaxTextBytes;
  return value.weight() <= kMaxListItems;
}

FeelType first_or_any(std::span<const FeelType> arguments) {
  return arguments.empty() ? FeelType() : arguments.front();
}

FeelType element_type(const Builtin& builtin, std::span<const FeelType> arguments) {
  if (arguments.size() == 1 || !builtin.variadic) return first_or_any(arguments).element();
  FeelType joined = first_or_any(arguments);
  for (const FeelType& type : arguments) joined = FeelType::join(joined, type);
  return joined;
}

}  // namespace

std::span<const Builtin* const> all_builtins() {
  static const std::vector<const Builtin*> all = [] {
    std::vector<const Builtin*> list;
    for (const auto group :
         {conversion_functions(), number_functions(), text_functions(), list_functions(), temporal_functions(),
          pattern_functions(), range_functions(), context_functions(), order_functions()})
      for (const Builtin& builtin : group) list.push_back(&builtin);
    return list;
  }();
  return all;
}

bool takes(Takes wanted, ValueKind kind) {
  switch (wanted) {
    case Takes::any: return true;
    case Takes::boolean: return kind == Kind::boolean;
    case Takes::number: return kind == Kind::number;
    case Takes::text: return kind == Kind::text;
    case Takes::date_like: return is_date_like(kind);
    case Takes::temporal: return is_date_like(kind) || kind == Kind::time;
    case Takes::duration: return is_duration(kind);
    case Takes::months_duration: return kind == Kind::months_duration;
    case Takes::list: return kind == Kind::list;
    case Takes::context: return kind == Kind::context;
    case Takes::range: return kind == Kind::range;
    case Takes::function: return kind == Kind::function;
    case Takes::single: return kind != Kind::list;
  }
  return false;
}

std::string_view name_of(Takes wanted) {
  constexpr std::array<std::string_view, 13> names = {
      "any value",  "a boolean", "a number",  "a string", "a date or a date and time",   "a date or a time",
      "a duration", "a list",    "a context", "a range",  "a years and months duration", "a function",
      "one value"};
  return names[static_cast<std::size_t>(wanted)];
}

FeelType type_of_call(const Builtin& builtin, std::span<const FeelType> arguments) {
  switch (builtin.gives) {
    case Gives::any: return FeelType();
    case Gives::boolean: return FeelType::boolean();
    case Gives::number: return FeelType::number();
    case Gives::text: return FeelType::text();
    case Gives::date: return FeelType::date();
    case Gives::date_time: return FeelType::of(Kind::date_time);
    case Gives::time: return FeelType::of(Kind::time);
    case Gives::months_duration: return FeelType::of(Kind::months_duration);
    case Gives::first:
      return first_or_any(arguments).is(Kind::list) || !builtin.variadic ? first_or_any(arguments) : FeelType();
    case Gives::list_of_first: return FeelType::list_of(first_or_any(arguments).element());
    case Gives::element: return element_type(builtin, arguments);
    case Gives::list_of_any: return FeelType::list_of(FeelType());
    case Gives::list_of_text: return FeelType::list_of(FeelType::text());
  }
  return FeelType();
}

std::optional<std::vector<std::size_t>> positions_of(const Builtin& builtin, std::span<const std::string> names) {
  std::vector<std::vector<std::string_view>> forms = builtin.forms;
  forms.emplace_back();
  for (const Parameter& parameter : builtin.parameters) forms.back().push_back(parameter.name);
  for (const auto& form : forms) {
    std::vector<std::size_t> positions;
    for (const std::string& name : names)
      positions.push_back(static_cast<std::size_t>(std::find(form.begin(), form.end(), name) - form.begin()));
    if (std::all_of(positions.begin(), positions.end(),
                    [&form](std::size_t position) { return position < form.size(); }))
      return positions;
  }
  return std::nullopt;
}

Value call_builtin(const Builtin& builtin, std::vector<Value>& arguments, Evaluation& evaluation) {
  if (arguments.size() < builtin.required || (!builtin.variadic && arguments.size() > builtin.parameters.size()))
    return Value();
  spread_single_list(builtin, arguments);
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (!suits(builtin, i, arguments[i])) return Value();
    evaluation.charge(arguments[i].weight());
  }
  Value result = builtin.call_within != nullptr ? builtin.call_within(arguments, evaluation) : builtin.call(arguments);
  return within_limits(result) ? result : Value();
}

namespace {

class BuiltinFunction final : public FeelFunction {
 public:
  BuiltinFunction(const Builtin& builtin, std::vector<Parameter> parameters, FeelType result)
      : FeelFunction(std::move(parameters), std::move(result)), builtin_(builtin) {}

 private:
  bool is_variadic() const override { return true; }
  std::optional<ValueList> in_order(std::span<const std::string> names, ValueList arguments) const override {
    const auto positions = positions_of(builtin_, names);
    if (!positions) return std::nullopt;
    ValueList ordered(*std::max_element(positions->begin(), positions->end()) + 1);
    for (std::size_t i = 0; i < arguments.size(); ++i) ordered[(*positions)[i]] = std::move(arguments[i]);
    return ordered;
  }
  Value run(ValueList arguments, Evaluation& evaluation) const override {
    return call_builtin(builtin_, arguments, evaluation);
  }

  const Builtin& builtin_;
};

FeelType type_of(Takes takes) {
  switch (takes) {
    case Takes::boolean: return FeelType::boolean();
    case Takes::number: return FeelType::number();
    case Takes::text: return FeelType::text();
    case Takes::list: return FeelType::of(Kind::list);
    case Takes::context: return FeelType::of(Kind::context);
    default: return FeelType();
  }
}

}  // namespace

Value value_of(const Builtin& builtin) {
  std::vector<FeelFunction::Parameter> parameters;
  std::vector<FeelType> types;
  for (const Parameter& parameter : builtin.parameters) {
    types.push_back(type_of(parameter.takes));
    parameters.push_back({std::string(parameter.name), types.back()});
  }
  FeelType result = type_of_call(builtin, types);
  return Value::function(std::make_shared<const BuiltinFunction>(builtin, std::move(parameters), std::move(result)));
}

}  // namespace staysail::decision
