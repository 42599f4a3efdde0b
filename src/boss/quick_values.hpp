// The forms in which most values are written, read without a look at every character. Each function says whether the
// text has its form; what has not goes the thorough way, which also knows why a text is bad. So nothing is accepted
// here that is refused there: a property test holds the two against each other.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace staysail::boss {

// memcpy without a call for the lengths of ids.
inline void copy_short(char* to, std::string_view text) {
  const std::size_t size = text.size();
  if (size < 8 || size > 16) {
    std::memcpy(to, text.data(), size);
    return;
  }
  std::uint64_t head, tail;
  std::memcpy(&head, text.data(), 8);
  std::memcpy(&tail, text.data() + size - 8, 8);
  std::memcpy(to, &head, 8);
  std::memcpy(to + size - 8, &tail, 8);
}

// Eight bytes as digits, most significant first; false when one of them is none.
inline bool eight_digits(std::uint64_t bytes, std::uint32_t& value) {
  if constexpr (std::endian::native == std::endian::big) bytes = __builtin_bswap64(bytes);
  const std::uint64_t digits = bytes ^ 0x3030303030303030u;
  if (((digits | (digits + 0x7676767676767676u)) & 0x8080808080808080u) != 0) return false;
  const std::uint64_t pairs = (digits * 10 + (digits >> 8)) & 0x00FF00FF00FF00FFu;
  const std::uint64_t fours = (pairs * 100 + (pairs >> 16)) & 0x0000FFFF0000FFFFu;
  value = static_cast<std::uint32_t>(fours * 10000 + (fours >> 32));
  return true;
}

inline std::uint64_t word_at(const char* text) {
  std::uint64_t word;
  std::memcpy(&word, text, sizeof word);
  return word;
}

// The first day of each month that dates of a BOSS lie in, and how many days it has.
struct MonthDays {
  std::int32_t first;
  std::uint32_t count;
};
inline constexpr std::uint32_t kFirstQuickYear = 1900, kLastQuickYear = 2099;
inline constexpr auto kMonthDays = [] {
  std::array<MonthDays, (kLastQuickYear - kFirstQuickYear + 1) * 12> table{};
  constexpr std::array<std::uint32_t, 12> kCounts = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  std::int32_t first = -25567;  // 1900-01-01
  for (std::uint32_t at = 0; at < table.size(); ++at) {
    const std::uint32_t year = kFirstQuickYear + at / 12;
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    table[at] = {first, kCounts[at % 12] + (at % 12 == 1 && leap ? 1 : 0)};
    first += static_cast<std::int32_t>(table[at].count);
  }
  return table;
}();

// yyyymmdd as days since 1970-01-01; false for a day that does not exist, and for years far off.
inline bool quick_day(std::uint32_t number, std::int64_t& days) {
  const std::uint32_t months = number / 100, day = number - months * 100;
  const std::uint32_t year = months / 100, month = months - year * 100;
  if (year < kFirstQuickYear || year > kLastQuickYear || month - 1 >= 12) return false;
  const MonthDays& of_month = kMonthDays[(year - kFirstQuickYear) * 12 + month - 1];
  if (day - 1 >= of_month.count) return false;
  days = of_month.first + static_cast<std::int32_t>(day - 1);
  return true;
}

// 20260131
inline bool quick_compact_day(std::string_view text, std::int64_t& days) {
  std::uint32_t number = 0;
  return text.size() == 8 && eight_digits(word_at(text.data()), number) && quick_day(number, days);
}

// 2026-01-31
inline bool quick_dashed_day(std::string_view text, std::int64_t& days) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const std::array<char, 8> digits = {text[0], text[1], text[2], text[3], text[5], text[6], text[8], text[9]};
  std::uint32_t number = 0;
  return eight_digits(word_at(digits.data()), number) && quick_day(number, days);
}

// 202601, or with a dash 2026-01: months since year 0.
inline bool quick_month(std::string_view text, bool dashed, std::int64_t& index) {
  const std::size_t at = dashed ? 5 : 4;
  if (text.size() != at + 2 || (dashed && text[4] != '-')) return false;
  const std::array<char, 8> digits = {text[0], text[1], text[2], text[3], text[at], text[at + 1], '0', '1'};
  std::uint32_t number = 0;
  if (!eight_digits(word_at(digits.data()), number)) return false;
  const std::uint32_t year = number / 10000, month = number / 100 % 100;
  index = static_cast<std::int64_t>(year) * 12 + month - 1;
  return year >= 1400 && month >= 1 && month <= 12;
}

// [-]digits[.digits] with at most `scale` decimals and 18 digits in all, at that scale.
inline bool quick_decimal(std::string_view text, int scale, std::int64_t& value) {
  constexpr std::array<std::int64_t, 10> kPowers = {1,       10,        100,        1'000,       10'000,
                                                    100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};
  const char* at = text.data();
  const char* const end = at + text.size();
  const bool negative = at != end && *at == '-';
  at += negative ? 1 : 0;
  if (end - at < 1 || end - at > 18) return false;
  std::int64_t number = 0;
  const char* const first = at;
  for (; at != end && static_cast<unsigned char>(*at - '0') < 10; ++at) number = number * 10 + (*at - '0');
  if (at == first) return false;
  int decimals = 0;
  if (at != end) {
    if (*at != '.' || at + 1 == end || end - at - 1 > scale) return false;
    for (++at; at != end; ++at, ++decimals) {
      if (static_cast<unsigned char>(*at - '0') >= 10) return false;
      number = number * 10 + (*at - '0');
    }
  }
  if (at - first + (scale - decimals) > 18) return false;
  number *= kPowers[static_cast<std::size_t>(scale - decimals)];
  value = negative ? -number : number;
  return true;
}

// Whether a byte of the text is 0.
inline bool has_zero_byte(std::string_view text) {
  const auto any = [](std::uint64_t word) { return ((word - 0x0101010101010101u) & ~word & 0x8080808080808080u) != 0; };
  if (text.size() < 8) {
    bool found = false;
    for (const char c : text) found |= c == '\0';
    return found;
  }
  std::size_t at = 0;
  for (; at + 8 < text.size(); at += 8)
    if (any(word_at(text.data() + at))) return true;
  return any(word_at(text.data() + text.size() - 8));
}

}  // namespace staysail::boss
