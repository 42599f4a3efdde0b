// Functions of dates.
#include <array>

#include "decision/builtin.hpp"
#include "decision/temporal_arithmetic.hpp"

namespace staysail::decision {
namespace {

using Arguments = std::span<const Value>;

CivilDay day_of(const Value& value) {
  return value.kind() == ValueKind::date ? value.as_date() : value.as_date_time().day;
}

Value day_of_week(Arguments a) {
  constexpr std::array<const char*, 7> kNames = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                 "Friday", "Saturday", "Sunday"};
  return Value::text(kNames[static_cast<std::size_t>(day_of(a[0]).weekday() - 1)]);
}

Value month_of_year(Arguments a) {
  constexpr std::array<const char*, 12> kNames = {"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};
  return Value::text(kNames[static_cast<std::size_t>(day_of(a[0]).month() - 1)]);
}

// Counted from 1.
std::int64_t day_in_year(CivilDay day) {
  return day.days_since_epoch() - CivilDay::of(day.year(), 1, 1)->days_since_epoch() + 1;
}

Value day_of_year(Arguments a) { return Value::number(day_in_year(day_of(a[0]))); }

// ISO 8601: the week belongs to the year that holds its Thursday.
Value week_of_year(Arguments a) {
  const CivilDay day = day_of(a[0]);
  const auto thursday = CivilDay::since_epoch(static_cast<Int128>(day.days_since_epoch()) + 4 - day.weekday());
  return thursday ? Value::number((day_in_year(*thursday) - 1) / 7 + 1) : Value();
}

Builtin of_date(std::string_view name, Gives gives, Value (*call)(Arguments)) {
  return {name, gives, 1, false, false, {{"date", Takes::date_like}}, call};
}

}  // namespace

std::span<const Builtin> temporal_functions() {
  static const std::vector<Builtin> functions = {
      of_date("day of week", Gives::text, day_of_week),
      of_date("day of year", Gives::number, day_of_year),
      of_date("week of year", Gives::number, week_of_year),
      of_date("month of year", Gives::text, month_of_year),
  };
  return functions;
}

}  // namespace staysail::decision
