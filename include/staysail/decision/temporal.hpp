// Date, time of day, date and time, and FEEL's two kinds of duration. Plain values; nothing here reads a clock.
//
// A time carries a UTC offset only where its text had one ("08:30:00+08:00") or named a zone
// ("08:30:00@Asia/Shanghai"). Two times are comparable when both carry one (compared as points in UTC) or neither does.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "staysail/base/calendar.hpp"
#include "staysail/base/int128.hpp"

namespace staysail {

inline constexpr std::int64_t kNanosPerSecond = 1'000'000'000;
inline constexpr std::int64_t kNanosPerDay = 86'400 * kNanosPerSecond;

// A date of the proleptic Gregorian calendar in FEEL's range, years -999'999'999 to 999'999'999.
class CivilDay {
 public:
  constexpr CivilDay() = default;
  // Every Day is one.
  constexpr CivilDay(Day day) : days_(day.days_since_epoch()) {}
  // Empty when the date does not exist or lies out of range.
  static std::optional<CivilDay> of(std::int64_t year, std::int64_t month, std::int64_t day);
  static std::optional<CivilDay> since_epoch(Int128 days);
  // "2026-01-31", "-0044-03-15", "12026-01-31": at least four digits of the year, and no more zeros in front than these
  // need.
  static std::optional<CivilDay> parse(std::string_view text);

  constexpr std::int64_t days_since_epoch() const { return days_; }
  std::int64_t year() const;
  int month() const;
  int day_of_month() const;
  // Monday is 1.
  int weekday() const;
  // The same day `months` later, or the last of a shorter month.
  std::optional<CivilDay> plus_months(std::int64_t months) const;
  // Years 1400 to 9999, where a Day has a year and a month.
  bool has_day() const;
  // The nearest Day.
  Day day() const;
  std::string to_string() const;

  friend constexpr auto operator<=>(CivilDay, CivilDay) = default;

 private:
  constexpr explicit CivilDay(std::int64_t days) : days_(days) {}
  std::int64_t days_ = 0;
};

// A named zone of the system's time zone database (IANA). There is one object a zone, and it lives as long as the
// process.
class TimeZone;

struct TimeOfDay {
  std::int64_t nanos = 0;                           // since midnight, 0 .. kNanosPerDay - 1
  std::optional<std::int32_t> offset_seconds = {};  // east of UTC; empty: the operator's own civil time
  const TimeZone* zone = nullptr;                   // where the offset comes from, when it was named

  // "08:30:00", "08:30:00.25", "08:30:00Z", "08:30:00+08:00", "08:30:00@Asia/Shanghai". A time without a date has the
  // zone's standard offset.
  static std::optional<TimeOfDay> parse(std::string_view text);
  std::string to_string() const;
  friend bool operator==(const TimeOfDay&, const TimeOfDay&) = default;
};

struct DateTime {
  CivilDay day = {};
  TimeOfDay time = {};

  // "2026-01-31T08:30:00" with an optional fraction and offset or zone; a date alone is its midnight.
  static std::optional<DateTime> parse(std::string_view text);
  // With the offset that the time's zone has at that civil time; of the two of a repeated hour the first.
  static DateTime at(CivilDay day, TimeOfDay time);
  // The point `nanos` later; in a named zone the offset follows the zone. Empty out of range.
  std::optional<DateTime> plus_nanos(Int128 nanos) const;
  static DateTime of(Instant instant);
  // Nanoseconds since 1970-01-01T00:00, in UTC when there is an offset and in civil time when there is none.
  Int128 line_nanos() const;
  std::string to_string() const;
  friend bool operator==(const DateTime&, const DateTime&) = default;
};

// "days and time duration": an exact length of time.
struct DaysDuration {
  Int128 nanos = 0;

  // "P3DT4H5M6.5S", "-PT10M".
  static std::optional<DaysDuration> parse(std::string_view text);
  static constexpr DaysDuration of_days(std::int64_t days) { return {static_cast<Int128>(days) * kNanosPerDay}; }
  std::string to_string() const;
  friend constexpr auto operator<=>(const DaysDuration&, const DaysDuration&) = default;
};

// "years and months duration": a number of calendar months.
struct MonthsDuration {
  std::int64_t months = 0;

  // "P1Y6M", "-P3M".
  static std::optional<MonthsDuration> parse(std::string_view text);
  std::string to_string() const;
  friend constexpr auto operator<=>(const MonthsDuration&, const MonthsDuration&) = default;
};

}  // namespace staysail
