#include "staysail/base/calendar.hpp"

#include <algorithm>
#include <array>
#include <boost/date_time/gregorian/gregorian_types.hpp>
#include <charconv>

namespace staysail {
namespace {

namespace gregorian = boost::gregorian;

// Boost counts days from the Julian epoch; this is 1970-01-01 there.
constexpr std::int32_t kUnixDayNumber = 2440588;

// 1400-01-01 and 9999-12-31. Boost throws beyond them; arithmetic and foreign bytes can lead there.
constexpr std::int32_t kFirstDay = -208188;
constexpr std::int32_t kLastDay = 2932896;
constexpr Month kFirstMonth = Month::of(1400, 1), kLastMonth = Month::of(9999, 12);

gregorian::date::ymd_type civil(Day day) {
  const std::int32_t within = std::clamp(day.days_since_epoch(), kFirstDay, kLastDay);
  return gregorian::gregorian_calendar::from_day_number(
      static_cast<gregorian::gregorian_calendar::date_int_type>(within + kUnixDayNumber));
}

std::int32_t day_count(int year, int month, int day) {
  const gregorian::date::ymd_type ymd(static_cast<unsigned short>(year), static_cast<unsigned short>(month),
                                      static_cast<unsigned short>(day));
  return static_cast<std::int32_t>(gregorian::gregorian_calendar::day_number(ymd)) - kUnixDayNumber;
}

int last_day_of(int year, int month) {
  return gregorian::gregorian_calendar::end_of_month_day(static_cast<unsigned short>(year),
                                                         static_cast<unsigned short>(month));
}

// Reads exactly `text.size()` digits; -1 when anything else stands there.
int digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return text.empty() ? -1 : value;
}

std::string padded(int value, std::size_t width) {
  std::string text = std::to_string(value);
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  return text;
}

Error malformed(std::string_view expected, std::string_view text) {
  return Error(Errc::malformed_text,
               std::string(expected) + " was expected: '" + std::string(text.substr(0, 64)) + "'");
}

// "HH:MM[:SS[.ffffff]]" as microseconds since midnight; -1 when malformed.
std::int64_t micros_of_clock_text(std::string_view text) {
  if (text.size() < 5 || text[2] != ':') return -1;
  const int hour = digits(text.substr(0, 2));
  const int minute = digits(text.substr(3, 2));
  int second = 0;
  std::int64_t micros = 0;
  if (text.size() > 5) {
    if (text.size() < 8 || text[5] != ':') return -1;
    second = digits(text.substr(6, 2));
  }
  if (text.size() > 8) {
    const std::string_view fraction = text.substr(9);
    if (text[8] != '.' || fraction.size() > 6 || digits(fraction) < 0) return -1;
    micros = digits(fraction);
    for (std::size_t i = fraction.size(); i < 6; ++i) micros *= 10;
  }
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1;
  return ((hour * 60 + minute) * 60LL + second) * 1'000'000 + micros;
}

}  // namespace

Result<Day> Day::of(int year, int month, int day) {
  const bool exists =
      year >= 1400 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= last_day_of(year, month);
  if (!exists)
    return Error(Errc::invalid_argument, "this date does not exist: " + std::to_string(year) + "-" +
                                             std::to_string(month) + "-" + std::to_string(day));
  return Day(day_count(year, month, day));
}

Result<Day> Day::parse(std::string_view iso) {
  if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return malformed("a date such as 2026-01-31", iso);
  const int year = digits(iso.substr(0, 4)), month = digits(iso.substr(5, 2)), day = digits(iso.substr(8, 2));
  if (year < 0 || month < 0 || day < 0) return malformed("a date such as 2026-01-31", iso);
  return of(year, month, day);
}

int Day::year() const { return civil(*this).year; }
int Day::month() const { return civil(*this).month; }
int Day::day_of_month() const { return civil(*this).day; }

Month Day::month_of() const {
  const auto ymd = civil(*this);
  return Month::of(ymd.year, ymd.month);
}

Day Day::plus_months(int months) const {
  const auto ymd = civil(*this);
  const auto sum = std::int64_t{Month::of(ymd.year, ymd.month).index()} + months;
  const Month target = Month::from_index(
      static_cast<std::int32_t>(std::clamp<std::int64_t>(sum, kFirstMonth.index(), kLastMonth.index())));
  const int last = last_day_of(target.year(), target.month());
  return Day(day_count(target.year(), target.month(), ymd.day < last ? static_cast<int>(ymd.day) : last));
}

std::string Day::to_string() const {
  const auto ymd = civil(*this);
  return padded(ymd.year, 4) + "-" + padded(ymd.month, 2) + "-" + padded(ymd.day, 2);
}

Result<Month> Month::parse(std::string_view text) {
  const bool dashed = text.size() == 7 && text[4] == '-';
  if (!dashed && text.size() != 6) return malformed("a month such as 2026-01", text);
  const int year = digits(text.substr(0, 4)), month = digits(text.substr(dashed ? 5 : 4, 2));
  if (year < 1400 || month < 1 || month > 12) return malformed("a month such as 2026-01", text);
  return Month::of(year, month);
}

Day Month::first_day() const {
  const Month within = std::clamp(*this, kFirstMonth, kLastMonth);
  return Day::since_epoch(day_count(within.year(), within.month(), 1));
}

Day Month::last_day() const {
  const Month within = std::clamp(*this, kFirstMonth, kLastMonth);
  return Day::since_epoch(day_count(within.year(), within.month(), last_day_of(within.year(), within.month())));
}

std::string Month::to_string() const {
  const Month within = std::clamp(*this, Month(), kLastMonth);
  return padded(within.year(), 4) + "-" + padded(within.month(), 2);
}

Result<Instant> Instant::parse(std::string_view iso) {
  STAYSAIL_TRY(const Day day, Day::parse(iso.substr(0, 10)));
  if (iso.size() == 10) return at_start_of(day);
  const std::int64_t micros = iso[10] == 'T' || iso[10] == ' ' ? micros_of_clock_text(iso.substr(11)) : -1;
  if (micros < 0) return malformed("a time such as 2026-01-31T08:30:05", iso);
  return Instant(at_start_of(day).micros() + micros);
}

Day Instant::day() const {
  const std::int64_t before = micros_ % kMicrosPerDay < 0 ? 1 : 0;
  return Day::since_epoch(static_cast<std::int32_t>(micros_ / kMicrosPerDay - before));
}

// Not the distance to the start of the day: the first day that an Instant knows begins before its first microsecond.
std::int64_t Instant::micros_of_day() const { return (micros_ % kMicrosPerDay + kMicrosPerDay) % kMicrosPerDay; }

std::string Instant::to_string() const {
  const std::int64_t rest = micros_of_day();
  const auto seconds = static_cast<int>(rest / 1'000'000);
  std::string text = day().to_string() + "T" + padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":" +
                     padded(seconds % 60, 2);
  if (const auto micros = static_cast<int>(rest % 1'000'000); micros != 0) text += "." + padded(micros, 6);
  return text;
}

}  // namespace staysail
