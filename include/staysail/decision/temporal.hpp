// Time of day, date and time, and FEEL's two kinds of duration. Plain values; nothing here reads a clock.
//
// A time carries a UTC offset only where its text had one ("08:30:00+08:00"). Two times are comparable when both carry
// one (compared as points in UTC) or neither does.
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

struct TimeOfDay {
  std::int64_t nanos = 0;                           // since midnight, 0 .. kNanosPerDay - 1
  std::optional<std::int32_t> offset_seconds = {};  // east of UTC; empty: the operator's own civil time

  // "08:30:00", "08:30:00.25", "08:30:00Z", "08:30:00+08:00".
  static std::optional<TimeOfDay> parse(std::string_view text);
  std::string to_string() const;
  friend bool operator==(const TimeOfDay&, const TimeOfDay&) = default;
};

struct DateTime {
  Day day = {};
  TimeOfDay time = {};

  // "2026-01-31T08:30:00" with an optional fraction and offset; a date alone is its midnight.
  static std::optional<DateTime> parse(std::string_view text);
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
