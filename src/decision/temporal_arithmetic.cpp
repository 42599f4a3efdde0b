#include "decision/temporal_arithmetic.hpp"

#include <array>
#include <limits>

#include "decision/time_zone.hpp"

namespace staysail::decision {
namespace {

using Kind = ValueKind;

constexpr std::int64_t kMostMonths = 12'000'000'000;
// Longer than any calendar: durations past it are null.
constexpr Int128 kMostNanos = static_cast<Int128>(kNanosPerDay) * 1'000'000'000'000;

bool is_point(const Value& value) { return value.kind() == Kind::date || value.kind() == Kind::date_time; }

Value days_value(Int128 nanos) {
  return nanos > kMostNanos || nanos < -kMostNanos ? Value() : Value::duration(DaysDuration{nanos});
}

Value months_value(Int128 months) {
  return months > kMostMonths || months < -kMostMonths
             ? Value()
             : Value::duration(MonthsDuration{static_cast<std::int64_t>(months)});
}

Int128 floor_divide(Int128 value, Int128 divisor) { return value / divisor - (value % divisor < 0 ? 1 : 0); }

Value date_plus(CivilDay day, Int128 nanos) {
  const auto moved = CivilDay::since_epoch(
      floor_divide(static_cast<Int128>(day.days_since_epoch()) * kNanosPerDay + nanos, kNanosPerDay));
  return moved ? Value::date(*moved) : Value();
}

Value date_time_plus(const DateTime& point, Int128 nanos) {
  const auto moved = point.plus_nanos(nanos);
  return moved ? Value::date_time(*moved) : Value();
}

Value time_plus(const TimeOfDay& time, Int128 nanos) {
  const Int128 moved = time.nanos + nanos % kNanosPerDay;
  return Value::time({static_cast<std::int64_t>(moved - floor_divide(moved, kNanosPerDay) * kNanosPerDay),
                      time.offset_seconds, time.zone});
}

Value point_plus_months(const Value& point, std::int64_t months) {
  const bool is_date = point.kind() == Kind::date;
  const auto day = (is_date ? point.as_date() : point.as_date_time().day).plus_months(months);
  if (!day) return Value();
  return is_date ? Value::date(*day) : Value::date_time(DateTime::at(*day, point.as_date_time().time));
}

// point or time, plus or minus a duration.
Value shifted(const Value& point, const Value& duration, int sign) {
  if (duration.kind() == Kind::months_duration && is_point(point))
    return point_plus_months(point, sign * duration.as_months_duration().months);
  if (duration.kind() != Kind::days_duration) return Value();
  const Int128 nanos = sign * duration.as_days_duration().nanos;
  switch (point.kind()) {
    case Kind::date: return date_plus(point.as_date(), nanos);
    case Kind::date_time: return date_time_plus(point.as_date_time(), nanos);
    case Kind::time: return time_plus(point.as_time(), nanos);
    default: return Value();
  }
}

DateTime as_point(const Value& value) {
  return value.kind() == Kind::date ? DateTime{value.as_date(), {}} : value.as_date_time();
}

Value point_difference(const Value& a, const Value& b) {
  DateTime left = as_point(a), right = as_point(b);
  // A date beside a time with an offset is its midnight in UTC.
  if (a.kind() == Kind::date && right.time.offset_seconds) left.time.offset_seconds = 0;
  if (b.kind() == Kind::date && left.time.offset_seconds) right.time.offset_seconds = 0;
  if (left.time.offset_seconds.has_value() != right.time.offset_seconds.has_value()) return Value();
  return days_value(left.line_nanos() - right.line_nanos());
}

Value time_difference(const TimeOfDay& a, const TimeOfDay& b) {
  if (a.offset_seconds.has_value() != b.offset_seconds.has_value()) return Value();
  const std::int64_t offsets = b.offset_seconds.value_or(0) - a.offset_seconds.value_or(0);
  return days_value(static_cast<Int128>(a.nanos) - b.nanos + static_cast<Int128>(offsets) * kNanosPerSecond);
}

using Operation = std::optional<Decimal> (*)(Decimal, Decimal);

Value scaled_days(DaysDuration duration, Operation operation, Decimal factor) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  if (duration.nanos > kMost || duration.nanos < -kMost) return Value();
  const auto result = operation(Decimal::of(static_cast<std::int64_t>(duration.nanos)), factor);
  const auto nanos = result ? result->to_scaled(0, Rounding::down) : std::nullopt;
  return nanos ? days_value(*nanos) : Value();
}

Value scaled_months(MonthsDuration duration, Operation operation, Decimal factor) {
  const auto result = operation(Decimal::of(duration.months), factor);
  const auto months = result ? result->to_scaled(0, Rounding::down) : std::nullopt;
  return months ? months_value(*months) : Value();
}

// A duration times or divided by a number, cut towards zero to whole nanoseconds or months.
Value scaled(const Value& duration, Operation operation, Decimal factor) {
  if (duration.kind() == Kind::days_duration) return scaled_days(duration.as_days_duration(), operation, factor);
  return duration.kind() == Kind::months_duration ? scaled_months(duration.as_months_duration(), operation, factor)
                                                  : Value();
}

// A quotient of integers of up to 128 bits, each rounded to 34 digits.
Decimal number_of(Int128 value) {
  constexpr std::int64_t kHalf = 1'000'000'000'000'000'000;
  const auto high = multiply(Decimal::of(static_cast<std::int64_t>(value / kHalf)), Decimal::of(kHalf));
  return *add(*high, Decimal::of(static_cast<std::int64_t>(value % kHalf)));
}

Value quotient(Int128 a, Int128 b) {
  const auto result = divide(number_of(a), number_of(b));
  return result ? Value::number(*result) : Value();
}

Value part(Int128 number) { return Value::number(static_cast<std::int64_t>(number)); }

Value day_member(CivilDay day, std::string_view name) {
  if (name == "year") return part(day.year());
  if (name == "month") return part(day.month());
  if (name == "day") return part(day.day_of_month());
  return name == "weekday" ? part(day.weekday()) : Value();
}

Value time_member(const TimeOfDay& time, std::string_view name) {
  const std::int64_t seconds = time.nanos / kNanosPerSecond;
  if (name == "hour") return part(seconds / 3600);
  if (name == "minute") return part(seconds / 60 % 60);
  if (name == "second") return Value::number(Decimal::scaled(time.nanos - seconds / 60 * 60 * kNanosPerSecond, 9));
  if (name == "timezone" && time.zone != nullptr) return Value::text(name_of(*time.zone));
  if (name != "time offset" || !time.offset_seconds) return Value();
  return Value::duration(DaysDuration{static_cast<Int128>(*time.offset_seconds) * kNanosPerSecond});
}

Value date_time_member(const DateTime& point, std::string_view name) {
  const Value of_day = day_member(point.day, name);
  return of_day.is_null() ? time_member(point.time, name) : of_day;
}

Value days_member(DaysDuration duration, std::string_view name) {
  const Int128 seconds = duration.nanos / kNanosPerSecond;
  if (name == "days") return part(seconds / 86'400);
  if (name == "hours") return part(seconds / 3600 % 24);
  if (name == "minutes") return part(seconds / 60 % 60);
  return name == "seconds" ? part(seconds % 60) : Value();
}

Value months_member(MonthsDuration duration, std::string_view name) {
  if (name == "years") return part(duration.months / 12);
  return name == "months" ? part(duration.months % 12) : Value();
}

}  // namespace

Value add_temporal(const Value& a, const Value& b) {
  if (a.kind() == Kind::days_duration && b.kind() == Kind::days_duration)
    return days_value(a.as_days_duration().nanos + b.as_days_duration().nanos);
  if (a.kind() == Kind::months_duration && b.kind() == Kind::months_duration)
    return months_value(static_cast<Int128>(a.as_months_duration().months) + b.as_months_duration().months);
  const Value forward = shifted(a, b, 1);
  return forward.is_null() ? shifted(b, a, 1) : forward;
}

Value subtract_temporal(const Value& a, const Value& b) {
  if (is_point(a) && is_point(b)) return point_difference(a, b);
  if (a.kind() == Kind::time && b.kind() == Kind::time) return time_difference(a.as_time(), b.as_time());
  if (a.kind() == Kind::days_duration && b.kind() == Kind::days_duration)
    return days_value(a.as_days_duration().nanos - b.as_days_duration().nanos);
  if (a.kind() == Kind::months_duration && b.kind() == Kind::months_duration)
    return months_value(static_cast<Int128>(a.as_months_duration().months) - b.as_months_duration().months);
  return shifted(a, b, -1);
}

Value multiply_temporal(const Value& a, const Value& b) {
  if (b.kind() == Kind::number) return scaled(a, multiply, b.as_number());
  return a.kind() == Kind::number ? scaled(b, multiply, a.as_number()) : Value();
}

Value divide_temporal(const Value& a, const Value& b) {
  if (b.kind() == Kind::number) return scaled(a, divide, b.as_number());
  if (a.kind() != b.kind()) return Value();
  if (a.kind() == Kind::days_duration) return quotient(a.as_days_duration().nanos, b.as_days_duration().nanos);
  return a.kind() == Kind::months_duration ? quotient(a.as_months_duration().months, b.as_months_duration().months)
                                           : Value();
}

Value temporal_member(const Value& value, std::string_view name) {
  switch (value.kind()) {
    case Kind::date: return day_member(value.as_date(), name);
    case Kind::date_time: return date_time_member(value.as_date_time(), name);
    case Kind::time: return time_member(value.as_time(), name);
    case Kind::days_duration: return days_member(value.as_days_duration(), name);
    case Kind::months_duration: return months_member(value.as_months_duration(), name);
    default: return Value();
  }
}

Value range_member(const ValueRange& range, std::string_view name) {
  if (name == "start") return range.low;
  if (name == "end") return range.high;
  if (name == "start included") return Value::boolean(range.low_closed);
  return name == "end included" ? Value::boolean(range.high_closed) : Value();
}

Value months_between(const Value& from, const Value& to) {
  if (!is_point(from) || !is_point(to)) return Value();
  const DateTime a = as_point(from), b = as_point(to);
  const auto month_index = [](CivilDay day) { return day.year() * 12 + day.month(); };
  std::int64_t months = month_index(b.day) - month_index(a.day);
  const auto within = [](const DateTime& point) {
    return static_cast<Int128>(point.day.day_of_month()) * kNanosPerDay + point.time.nanos;
  };
  if (months > 0 && within(b) < within(a)) --months;
  if (months < 0 && within(b) > within(a)) ++months;
  return months_value(months);
}

}  // namespace staysail::decision
