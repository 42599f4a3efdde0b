// Dates by the algorithms of the proleptic Gregorian calendar: a year begins in March, so that a leap day is its last.
#include <algorithm>
#include <charconv>

#include "staysail/decision/temporal.hpp"

namespace staysail {
namespace {

constexpr std::int64_t kLastYear = 999'999'999;
constexpr std::int64_t kDaysPerEra = 146'097, kYearsPerEra = 400;
constexpr std::int64_t kEpochDay = 719'468;   // 1970-01-01 counted from 0000-03-01
constexpr std::int32_t kFirstDay = -208'188;  // 1400-01-01
constexpr std::int32_t kLastDay = 2'932'896;  // 9999-12-31

std::int64_t floor_divide(std::int64_t value, std::int64_t divisor) {
  return value / divisor - (value % divisor < 0 ? 1 : 0);
}

bool is_leap(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int days_in(std::int64_t year, std::int64_t month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[month - 1];
}

std::int64_t days_of(std::int64_t year, std::int64_t month, std::int64_t day) {
  const std::int64_t from_march = month > 2 ? year : year - 1;
  const std::int64_t era = floor_divide(from_march, kYearsPerEra), year_of_era = from_march - era * kYearsPerEra;
  const std::int64_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
  return era * kDaysPerEra + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - kEpochDay;
}

struct Parts {
  std::int64_t year;
  int month, day;
};

Parts parts_of(std::int64_t days) {
  const std::int64_t since = days + kEpochDay, era = floor_divide(since, kDaysPerEra),
                     day_of_era = since - era * kDaysPerEra;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t from_march = (5 * day_of_year + 2) / 153;
  const int month = static_cast<int>(from_march < 10 ? from_march + 3 : from_march - 9);
  return {year_of_era + era * kYearsPerEra + (month <= 2 ? 1 : 0), month,
          static_cast<int>(day_of_year - (153 * from_march + 2) / 5 + 1)};
}

// Digits only, all of them; -1 otherwise.
std::int64_t whole(std::string_view digits) {
  std::int64_t value = -1;
  const bool plain = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!plain || std::from_chars(digits.data(), digits.data() + digits.size(), value).ec != std::errc()) return -1;
  return value;
}

std::string padded(std::int64_t value, std::size_t width) {
  std::string text = std::to_string(value);
  return text.size() < width ? text.insert(0, width - text.size(), '0') : text;
}

}  // namespace

std::optional<CivilDay> CivilDay::of(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (year < -kLastYear || year > kLastYear || month < 1 || month > 12 || day < 1 || day > days_in(year, month))
    return std::nullopt;
  return CivilDay(days_of(year, month, day));
}

std::optional<CivilDay> CivilDay::since_epoch(Int128 days) {
  static const std::int64_t first = days_of(-kLastYear, 1, 1), last = days_of(kLastYear, 12, 31);
  if (days < first || days > last) return std::nullopt;
  return CivilDay(static_cast<std::int64_t>(days));
}

std::optional<CivilDay> CivilDay::parse(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t digits = text.find('-');
  if (digits == std::string_view::npos || digits < 4 || digits > 9 || text.size() != digits + 6 ||
      text[digits + 3] != '-')
    return std::nullopt;
  const std::int64_t year = whole(text.substr(0, digits));
  if (year < 0 || (digits > 4 && text.front() == '0')) return std::nullopt;
  return of(negative ? -year : year, whole(text.substr(digits + 1, 2)), whole(text.substr(digits + 4, 2)));
}

std::int64_t CivilDay::year() const { return parts_of(days_).year; }
int CivilDay::month() const { return parts_of(days_).month; }
int CivilDay::day_of_month() const { return parts_of(days_).day; }
int CivilDay::weekday() const { return static_cast<int>(days_ + 3 - floor_divide(days_ + 3, 7) * 7) + 1; }

std::optional<CivilDay> CivilDay::plus_months(std::int64_t months) const {
  const Parts parts = parts_of(days_);
  const std::int64_t target = parts.year * 12 + parts.month - 1 + months, year = floor_divide(target, 12),
                     month = target - year * 12 + 1;
  return of(year, month, std::min<std::int64_t>(parts.day, days_in(year, month)));
}

bool CivilDay::has_day() const { return days_ >= kFirstDay && days_ <= kLastDay; }
Day CivilDay::day() const {
  return Day::since_epoch(static_cast<std::int32_t>(std::clamp<std::int64_t>(days_, kFirstDay, kLastDay)));
}

std::string CivilDay::to_string() const {
  const Parts parts = parts_of(days_);
  return (parts.year < 0 ? "-" : "") + padded(parts.year < 0 ? -parts.year : parts.year, 4) + "-" +
         padded(parts.month, 2) + "-" + padded(parts.day, 2);
}

}  // namespace staysail
