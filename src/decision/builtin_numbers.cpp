// Functions of numbers.
#include "decision/builtin.hpp"

namespace staysail::decision {
namespace {

using Kind = ValueKind;
using Arguments = std::span<const Value>;

Value value_of(std::optional<Decimal> number) { return number ? Value::number(*number) : Value(); }

// The scale argument: a whole number within the standard's bounds; 0 when it is absent.
std::optional<int> scale_of(Arguments a) {
  if (a.size() < 2) return 0;
  const auto scale = a[1].as_number().to_scaled(0, Rounding::down);
  if (!scale || *scale < -6111 || *scale > 6176) return std::nullopt;
  return static_cast<int>(*scale);
}

template <Rounding kRounding>
Value round_to(Arguments a) {
  const auto scale = scale_of(a);
  return scale ? Value::number(a[0].as_number().rounded(*scale, kRounding)) : Value();
}

Value absolute(Arguments a) {
  switch (a[0].kind()) {
    case Kind::number: return a[0].as_number().is_negative() ? Value::number(a[0].as_number().negated()) : a[0];
    case Kind::days_duration:
      return a[0].as_days_duration().nanos < 0 ? Value::duration(DaysDuration{-a[0].as_days_duration().nanos}) : a[0];
    case Kind::months_duration:
      return a[0].as_months_duration().months < 0 ? Value::duration(MonthsDuration{-a[0].as_months_duration().months})
                                                  : a[0];
    default: return Value();
  }
}

Value modulo_of(Arguments a) { return value_of(modulo(a[0].as_number(), a[1].as_number())); }
Value root_of(Arguments a) { return value_of(square_root(a[0].as_number())); }
Value log_of(Arguments a) { return value_of(natural_log(a[0].as_number())); }
Value exp_of(Arguments a) { return value_of(exponential(a[0].as_number())); }

// 0 or 1 for a whole number; empty otherwise.
std::optional<bool> is_odd(const Value& value) {
  const auto rest = modulo(value.as_number(), Decimal::of(2));
  if (!rest || (*rest != Decimal() && *rest != Decimal::of(1))) return std::nullopt;
  return !rest->is_zero();
}

Value odd(Arguments a) {
  const auto odd_number = is_odd(a[0]);
  return Value::boolean(odd_number && *odd_number);
}

Value even(Arguments a) {
  const auto odd_number = is_odd(a[0]);
  return Value::boolean(odd_number && !*odd_number);
}

Builtin rounding(std::string_view name, std::uint8_t required, Value (*call)(Arguments)) {
  return {name, Gives::number, required, false, false, {{"n", Takes::number}, {"scale", Takes::number}}, call};
}

Builtin of_number(std::string_view name, Value (*call)(Arguments)) {
  return {name, Gives::number, 1, false, false, {{"number", Takes::number}}, call};
}

}  // namespace

std::span<const Builtin> number_functions() {
  static const std::vector<Builtin> functions = {
      rounding("decimal", 2, round_to<Rounding::half_even>),
      rounding("floor", 1, round_to<Rounding::floor>),
      rounding("ceiling", 1, round_to<Rounding::ceiling>),
      rounding("round up", 2, round_to<Rounding::up>),
      rounding("round down", 2, round_to<Rounding::down>),
      rounding("round half up", 2, round_to<Rounding::half_up>),
      rounding("round half down", 2, round_to<Rounding::half_down>),
      rounding("round half even", 2, round_to<Rounding::half_even>),
      {"abs", Gives::first, 1, false, false, {{"n", Takes::single}}, absolute},
      {"modulo", Gives::number, 2, false, false, {{"dividend", Takes::number}, {"divisor", Takes::number}}, modulo_of},
      of_number("sqrt", root_of),
      of_number("log", log_of),
      of_number("exp", exp_of),
      {"odd", Gives::boolean, 1, false, false, {{"number", Takes::number}}, odd},
      {"even", Gives::boolean, 1, false, false, {{"number", Takes::number}}, even},
  };
  return functions;
}

}  // namespace staysail::decision
