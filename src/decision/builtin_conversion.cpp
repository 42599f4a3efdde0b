// Conversions and three-valued logic.
#include "decision/builtin.hpp"
#include "decision/semantics.hpp"
#include "decision/temporal_arithmetic.hpp"
#include "decision/time_zone.hpp"

namespace staysail::decision {
namespace {

using Kind = ValueKind;
using Arguments = std::span<const Value>;

Value date_of(const Value& from) {
  if (from.kind() == Kind::date) return from;
  if (from.kind() == Kind::date_time) return Value::date(from.as_date_time().day);
  const auto day = from.kind() == Kind::text ? CivilDay::parse(from.as_text()) : std::nullopt;
  return day ? Value::date(*day) : Value();
}

std::optional<std::int64_t> integer_of(const Value& value) {
  return value.kind() == Kind::number ? value.as_number().to_integer() : std::nullopt;
}

Value date_of_parts(Arguments a) {
  const auto year = integer_of(a[0]), month = integer_of(a[1]), day = integer_of(a[2]);
  const auto date = year && month && day ? CivilDay::of(*year, *month, *day) : std::nullopt;
  return date ? Value::date(*date) : Value();
}

Value date_function(Arguments a) {
  if (a.size() == 1) return date_of(a[0]);
  return a.size() == 3 ? date_of_parts(a) : Value();
}

Value time_of(const Value& from) {
  if (from.kind() == Kind::time) return from;
  if (from.kind() == Kind::date_time) return Value::time(from.as_date_time().time);
  if (from.kind() == Kind::date) return Value::time({0, 0});
  const auto time = from.kind() == Kind::text ? TimeOfDay::parse(from.as_text()) : std::nullopt;
  return time ? Value::time(*time) : Value();
}

// An offset up to 14 hours and in whole seconds, or the name of a zone; false for anything else. Null is no offset.
bool take_place(const Value& where, TimeOfDay& time) {
  constexpr std::int64_t kMost = 14 * 3600;
  if (where.is_null()) return true;
  if (where.kind() == Kind::text) {
    time.zone = find_zone(where.as_text());
    if (time.zone != nullptr) time.offset_seconds = standard_offset(*time.zone);
    return time.zone != nullptr;
  }
  if (where.kind() != Kind::days_duration) return false;
  const Int128 seconds = where.as_days_duration().nanos / kNanosPerSecond;
  if (seconds > kMost || seconds < -kMost) return false;
  time.offset_seconds = static_cast<std::int32_t>(seconds);
  return true;
}

// hour, minute, second and, where it is there, an offset.
std::optional<TimeOfDay> time_of_parts(Arguments a) {
  const auto hour = integer_of(a[0]), minute = integer_of(a[1]);
  const auto second = a[2].kind() == Kind::number ? a[2].as_number().to_scaled(9, Rounding::down) : std::nullopt;
  if (!hour || !minute || !second || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59 || *second < 0 ||
      *second >= 60 * kNanosPerSecond)
    return std::nullopt;
  TimeOfDay time{(*hour * 60 + *minute) * 60 * kNanosPerSecond + *second};
  if (a.size() > 3 && !take_place(a[3], time)) return std::nullopt;
  return time;
}

Value time_function(Arguments a) {
  if (a.size() == 1) return time_of(a[0]);
  const auto time = a.size() > 2 ? time_of_parts(a) : std::nullopt;
  return time ? Value::time(*time) : Value();
}

Value date_time_of(const Value& from) {
  if (from.kind() == Kind::date_time) return from;
  if (from.kind() == Kind::date) return Value::date_time({from.as_date(), {}});
  const auto point = from.kind() == Kind::text ? DateTime::parse(from.as_text()) : std::nullopt;
  return point ? Value::date_time(*point) : Value();
}

Value date_time_function(Arguments a) {
  if (a.size() == 1) return date_time_of(a[0]);
  if (a.size() == 2) {
    const Value day = a[0].kind() == Kind::text ? Value() : date_of(a[0]);
    return !day.is_null() && a[1].kind() == Kind::time ? Value::date_time(DateTime::at(day.as_date(), a[1].as_time()))
                                                       : Value();
  }
  const Value day = a.size() >= 6 ? date_of_parts(a) : Value();
  const auto time = a.size() >= 6 ? time_of_parts(a.subspan(3)) : std::nullopt;
  return time && !day.is_null() ? Value::date_time(DateTime::at(day.as_date(), *time)) : Value();
}

Value duration_function(Arguments a) {
  if (const auto days = DaysDuration::parse(a[0].as_text())) return Value::duration(*days);
  const auto months = MonthsDuration::parse(a[0].as_text());
  return months ? Value::duration(*months) : Value();
}

Value years_and_months(Arguments a) { return months_between(a[0], a[1]); }

// "1.234,5" with its grouping and decimal signs said; null is none, and the full stop.
std::optional<std::string> plain_number(const std::string& text, const Value& grouping, const Value& decimal) {
  const auto is_one_of = [](const Value& sign, std::string_view signs) {
    return sign.is_null() || (sign.kind() == Kind::text && sign.as_text().size() == 1 &&
                              signs.find(sign.as_text()) != std::string_view::npos);
  };
  if (!is_one_of(grouping, " ,.") || !is_one_of(decimal, ",.")) return std::nullopt;
  const std::string group = grouping.is_null() ? "" : grouping.as_text(),
                    point = decimal.is_null() ? "." : decimal.as_text();
  if (group == point) return std::nullopt;
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

}  // namespace

std::span<const Builtin> conversion_functions() {
  static const std::vector<Builtin> functions = {
      {"date",
       Gives::date,
       1,
       false,
       false,
       {{"from", Takes::single}, {"month", Takes::single}, {"day", Takes::single}},
       date_function,
       nullptr,
       {{"year", "month", "day"}}},
      {"time",
       Gives::time,
       1,
       false,
       true,
       {{"from", Takes::single}, {"minute", Takes::single}, {"second", Takes::single}, {"offset", Takes::single}},
       time_function,
       nullptr,
       {{"hour", "minute", "second", "offset"}}},
      {"date and time",
       Gives::date_time,
       1,
       false,
       true,
       {{"date", Takes::single},
        {"time", Takes::single},
        {"day", Takes::single},
        {"hour", Takes::single},
        {"minute", Takes::single},
        {"second", Takes::single},
        {"offset", Takes::single}},
       date_time_function,
       nullptr,
       {{"from"},
        {"year", "month", "day", "hour", "minute", "second", "offset"},
        {"year", "month", "day", "hour", "minute", "second", "timezone"}}},
      {"duration", Gives::any, 1, false, false, {{"from", Takes::text}}, duration_function},
      {"years and months duration",
       Gives::months_duration,
       2,
       false,
       false,
       {{"from", Takes::date_like}, {"to", Takes::date_like}},
       years_and_months},
      {"number",
       Gives::number,
       1,
       false,
       true,
       {{"from", Takes::single}, {"grouping separator", Takes::single}, {"decimal separator", Takes::single}},
       number_function},
      {"string", Gives::text, 1, false, true, {{"from"}}, string_function},
      {"not", Gives::boolean, 1, false, true, {{"negand", Takes::boolean}}, not_function},
      {"is", Gives::boolean, 2, false, true, {{"value1"}, {"value2"}}, is_function, nullptr, {}, false, true},
  };
  return functions;
}

}  // namespace staysail::decision
