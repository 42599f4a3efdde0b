// Day, Month, Instant: points on the calendar as types. Nothing here reads a clock or a time zone.
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "staysail/base/result.hpp"

namespace staysail {

class Month;

// A civil date, held as days since 1970-01-01 (the layout of Arrow's date32). Years 1400 to 9999: a day beyond them
// (from arithmetic or foreign bytes) reads as the nearest date within.
class Day {
 public:
  constexpr Day() = default;
  static constexpr Day since_epoch(std::int32_t days) { return Day(days); }
  // `invalid_argument` when the date does not exist (31 April, 29 February 2025).
  static Result<Day> of(int year, int month, int day);
  // "2026-01-31" only. For other patterns see files/value_text.hpp.
  static Result<Day> parse(std::string_view iso);

  constexpr std::int32_t days_since_epoch() const { return days_; }
  int year() const;
  int month() const;
  int day_of_month() const;
  Month month_of() const;
  // The same day `months` later; a day past the end of the target month snaps to its last day.
  Day plus_months(int months) const;
  // "2026-01-31"
  std::string to_string() const;

  friend constexpr auto operator<=>(Day, Day) = default;
  friend constexpr int operator-(Day a, Day b) { return a.days_ - b.days_; }
  friend constexpr Day operator+(Day day, int days) { return Day(day.days_ + days); }
  friend constexpr Day operator-(Day day, int days) { return Day(day.days_ - days); }

 private:
  constexpr explicit Day(std::int32_t days) : days_(days) {}
  std::int32_t days_ = 0;
};

// A calendar month. Differences are whole months. Days and text of one beyond the calendar are those of the nearest
// within.
class Month {
 public:
  constexpr Month() = default;
  // Precondition: month 1..12.
  static constexpr Month of(int year, int month) { return Month(year * 12 + (month - 1)); }
  // Months since January of year 0: the integer form used in columns and chunk keys.
  static constexpr Month from_index(std::int32_t index) { return Month(index); }
  // "2026-01" or "202601".
  static Result<Month> parse(std::string_view text);

  constexpr std::int32_t index() const { return index_; }
  constexpr int year() const { return index_ / 12; }
  constexpr int month() const { return index_ % 12 + 1; }
  Day first_day() const;
  Day last_day() const;
  // "2026-01"
  std::string to_string() const;

  friend constexpr auto operator<=>(Month, Month) = default;
  friend constexpr int operator-(Month a, Month b) { return a.index_ - b.index_; }
  friend constexpr Month operator+(Month month, int months) { return Month(month.index_ + months); }
  friend constexpr Month operator-(Month month, int months) { return Month(month.index_ - months); }

 private:
  constexpr explicit Month(std::int32_t index) : index_(index) {}
  std::int32_t index_ = 0;
};

// A point of time as microseconds since 1970-01-01T00:00 in the operator's own civil time (BOSS exports carry no zone).
class Instant {
 public:
  constexpr Instant() = default;
  static constexpr Instant from_micros(std::int64_t micros) { return Instant(micros); }
  // Days beyond the ±106,751,991 that microseconds reach (some 290,000 years) come to the last of them.
  static constexpr Instant at_start_of(Day day) {
    return Instant(std::clamp(day.days_since_epoch(), -kLastDay, kLastDay) * kMicrosPerDay);
  }
  // "2026-01-31", "2026-01-31T08:30", "2026-01-31 08:30:05[.ffffff]".
  static Result<Instant> parse(std::string_view iso);

  constexpr std::int64_t micros() const { return micros_; }
  Day day() const;
  // 0 <= micros_of_day() < 86,400,000,000.
  std::int64_t micros_of_day() const;
  // "2026-01-31T08:30:05"; micros are printed when not zero.
  std::string to_string() const;
  friend constexpr auto operator<=>(Instant, Instant) = default;

 private:
  static constexpr std::int64_t kMicrosPerDay = 86'400'000'000;
  static constexpr std::int32_t kLastDay = 106'751'991;
  constexpr explicit Instant(std::int64_t micros) : micros_(micros) {}
  std::int64_t micros_ = 0;
};

}  // namespace staysail
