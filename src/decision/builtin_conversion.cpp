// Conversions and three-valued logic.
#include "decision/builtin.hpp"
#include "decision/semantics.hpp"
#include "decision/temporal_arithmetic.hpp"

namespace staysail::decision {
namespace {

using Kind = ValueKind;
using Arguments = std::span<const Value>;

Value date_of(const Value& from) {
  if (from.kind() == Kind::date) return from;
  if (from.kind() == Kind::date_time) return Value::date(from.as_date_time().day);
  if (from.kind() != Kind::text) return Value();
  const auto day = Day::parse(from.as_text());
  return day ? Value::date(*day) : Value();
}

std::optional<int> small_integer(const Value& value) {
  const auto integer = value.kind() == Kind::number ? value.as_number().to_integer() : std::nullopt;
  if (!integer || *integer < 0 || *integer > 9999) return std::nullopt;
  return static_cast<int>(*integer);
}

Value date_function(Arguments a) {
  if (a.size() == 1) return date_of(a[0]);
  if (a.size() != 3) return Value();
  const auto year = small_integer(a[0]), month = small_integer(a[1]), day = small_integer(a[2]);
  if (!year || !month || !day) return Value();
  const auto date = Day::of(*year, *month, *day);
  return date ? Value::date(*date) : Value();
}

Value time_of(const Value& from) {
  if (from.kind() == Kind::time) return from;
  if (from.kind() == Kind::date_time) return Value::time(from.as_date_time().time);
  if (from.kind() == Kind::date) return Value::time({0, 0});
  const auto time = from.kind() == Kind::text ? TimeOfDay::parse(from.as_text()) : std::nullopt;
  return time ? Value::time(*time) : Value();
}

Value time_function(Arguments a) {
  if (a.size() == 1) return time_of(a[0]);
  const auto hour = small_integer(a[0]), minute = a.size() > 2 ? small_integer(a[1]) : std::nullopt;
  const auto second = a.size() > 2 && a[2].kind() == Kind::number ? a[2].as_number().to_scaled(9, Rounding::down) : std::nullopt;
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second < 0 || *second >= 60 * kNanosPerSecond) return Value();
  TimeOfDay time{(*hour * 60LL + *minute) * 60 * kNanosPerSecond + *second, {}};
  if (a.size() == 4 && a[3].kind() == Kind::days_duration)
    time.offset_seconds = static_cast<std::int32_t>(a[3].as_days_duration().nanos / kNanosPerSecond);
  return Value::time(time);
}

Value date_time_function(Arguments a) {
  if (a.size() == 2) {
    const Value day = date_of(a[0]);
    return a[0].kind() != Kind::text && !day.is_null() && a[1].kind() == Kind::time ? Value::date_time({day.as_date(), a[1].as_time()}) : Value();
  }
  if (a[0].kind() == Kind::date_time) return a[0];
  if (a[0].kind() == Kind::date) return Value::date_time({a[0].as_date(), {}});
  const auto point = a[0].kind() == Kind::text ? DateTime::parse(a[0].as_text()) : std::nullopt;
  return point ? Value::date_time(*point) : Value();
}

Value duration_function(Arguments a) {
  if (const auto days = DaysDuration::parse(a[0].as_text())) return Value::duration(*days);
  const auto months = MonthsDuration::parse(a[0].as_text());
  return months ? Value::duration(*months) : Value();
}

Value years_and_months(Arguments a) { return months_between(a[0], a[1]); }

// "1.234,5" with its grouping and decimal signs said.
std::optional<std::string> plain_number(const std::string& text, const Value& grouping, const Value& decimal) {
  const std::string group = grouping.kind() == Kind::text ? grouping.as_text() : "", point = decimal.kind() == Kind::text ? decimal.as_text() : ".";
  if (group.size() > 1 || point.size() != 1 || group == point) return std::nullopt;
  std::string plain;
  for (const char c : text) {
    if (!group.empty() && c == group.front()) continue;
    if (c == '.' && point != ".") return std::nullopt;
    plain += c == point.front() ? '.' : c;
  }
  return plain;
}

Value number_function(Arguments a) {
  if (a[0].kind() == Kind::number && a.size() == 1) return a[0];
  if (a[0].kind() != Kind::text) return Value();
  const auto plain = a.size() == 1 ? a[0].as_text() : plain_number(a[0].as_text(), a[1], a.size() > 2 ? a[2] : Value());
  const auto number = plain ? Decimal::parse(*plain) : std::nullopt;
  return number ? Value::number(*number) : Value();
}

Value string_function(Arguments a) { return a[0].is_null() ? Value() : Value::text(a[0].to_string()); }
Value not_function(Arguments a) { return logical_not(a[0]); }
Value is_function(Arguments a) { return Value::boolean(a[0] == a[1]); }

Value get_value(Arguments a) {
  const Value* entry = a[1].kind() == Kind::text ? a[0].entry(a[1].as_text()) : nullptr;
  return entry ? *entry : Value();
}

Value get_entries(Arguments a) {
  ValueList entries;
  for (const auto& [key, value] : a[0].as_context()) entries.push_back(Value::context({{"key", Value::text(key)}, {"value", value}}));
  return Value::list(std::move(entries));
}

}  // namespace

std::span<const Builtin> conversion_functions() {
  static const std::vector<Builtin> functions = {
      {"date", Gives::date, 1, false, false, {{"from"}, {"month"}, {"day"}}, date_function},
      {"time", Gives::time, 1, false, false, {{"from"}, {"minute"}, {"second"}, {"offset"}}, time_function},
      {"date and time", Gives::date_time, 1, false, false, {{"date"}, {"time"}}, date_time_function},
      {"duration", Gives::any, 1, false, false, {{"from", Takes::text}}, duration_function},
      {"years and months duration", Gives::months_duration, 2, false, false, {{"from", Takes::date_like}, {"to", Takes::date_like}}, years_and_months},
      {"number", Gives::number, 1, false, true, {{"from"}, {"grouping separator"}, {"decimal separator"}}, number_function},
      {"string", Gives::text, 1, false, true, {{"from"}}, string_function},
      {"not", Gives::boolean, 1, false, true, {{"negand", Takes::boolean}}, not_function},
      {"is", Gives::boolean, 2, false, true, {{"value1"}, {"value2"}}, is_function},
      {"get value", Gives::any, 2, false, false, {{"m", Takes::context}, {"key", Takes::text}}, get_value},
      {"get entries", Gives::list_of_any, 1, false, false, {{"m", Takes::context}}, get_entries},
  };
  return functions;
}

}  // namespace staysail::decision
