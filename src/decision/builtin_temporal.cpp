// Functions of dates.
#include <array>

#include "decision/builtin.hpp"
#include "decision/calendar_bounds.hpp"
#include "decision/temporal_arithmetic.hpp"

namespace staysail::decision {
namespace {

using Arguments = std::span<const Value>;

std::optional<Day> day_of(const Value& value) {
  const Day day = value.kind() == ValueKind::date ? value.as_date() : value.as_date_time().day;
  return day_in_calendar(day.days_since_epoch());
}

Value day_of_week(Arguments a) {
  constexpr std::array<const char*, 7> kNames = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  const auto day = day_of(a[0]);
  return day ? Value::text(kNames[static_cast<std::size_t>(weekday_of(*day) - 1)]) : Value();
}

Value month_of_year(Arguments a) {
  constexpr std::array<const char*, 12> kNames = {"January", "February", "March",     "April",   "May",      "June",
                                                  "July",    "August",   "September", "October", "November", "December"};
  const auto day = day_of(a[0]);
  return day ? Value::text(kNames[static_cast<std::size_t>(day->month() - 1)]) : Value();
}

Day first_of_year(Day day) { return Month::of(day.year(), 1).first_day(); }

Value day_of_year(Arguments a) {
  const auto day = day_of(a[0]);
  return day ? Value::number(*day - first_of_year(*day) + 1) : Value();
}

// ISO 8601: the week belongs to the year that holds its Thursday.
Value week_of_year(Arguments a) {
  const auto day = day_of(a[0]);
  const auto thursday = day ? day_in_calendar(day->days_since_epoch() + 4 - weekday_of(*day)) : std::nullopt;
  return thursday ? Value::number((*thursday - first_of_year(*thursday)) / 7 + 1) : Value();
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
