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

// `Word` as it lies there, the first byte lowest whatever the machine.
template <class Word>
Word word_at(const char* text) {
  Word word;
  std::memcpy(&word, text, sizeof word);
  if constexpr (std::endian::native == std::endian::big) {
    if constexpr (sizeof word == 2) word = __builtin_bswap16(word);
    else if constexpr (sizeof word == 4) word = __builtin_bswap32(word);
    else word = __builtin_bswap64(word);
  }
  return word;
}

// The bytes of a text of at most 8, the first lowest, and zeros; nothing beyond the text is looked at.
inline std::uint64_t short_word(std::string_view text) {
  const std::size_t size = text.size();
  const auto at = [&](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(text[i])} << (8 * i); };
  if (size < 4) return size == 0 ? 0 : at(0) | at(size / 2) | at(size - 1);
  const std::uint64_t tail = word_at<std::uint32_t>(text.data() + size - 4);
  return word_at<std::uint32_t>(text.data()) | tail << (8 * (size - 4));
}

// Copies the first and the last bytes of a text, which together are all of it.
template <std::size_t Half>
void copy_ends(char* to, std::string_view text) {
  std::array<char, Half> head, tail;
  std::memcpy(head.data(), text.data(), Half);
  std::memcpy(tail.data(), text.data() + text.size() - Half, Half);
  std::memcpy(to, head.data(), Half);
  std::memcpy(to + text.size() - Half, tail.data(), Half);
}

// memcpy without a call for the lengths of ids and names.
inline void copy_short(char* to, std::string_view text) {
  const std::size_t size = text.size();
  if (size > 32 || size < 4) std::memcpy(to, text.data(), size);
  else if (size > 16) copy_ends<16>(to, text);
  else if (size >= 8) copy_ends<8>(to, text);
  else copy_ends<4>(to, text);
}

// a == b, without a call for short ones.
inline bool same_text(std::string_view a, std::string_view b) {
  return a.size() == b.size() && (a.size() <= 8 ? short_word(a) == short_word(b) : a == b);
}

// For tables in memory: texts that differ between their first and last eight bytes only have one hash.
inline std::uint64_t short_hash(std::string_view text) {
  const std::size_t size = text.size();
  const std::uint64_t word = size <= 8 ? short_word(text)
                                       : word_at<std::uint64_t>(text.data()) ^
                                             (word_at<std::uint64_t>(text.data() + size - 8) * 0x9E3779B97F4A7C15u);
  return ((word ^ size) * 0x9E3779B97F4A7C15u) >> 32;
}

// Eight characters as digits, most significant first; false when one of them is none.
inline bool eight_digits(std::uint64_t word, std::uint32_t& value) {
  const std::uint64_t digits = word ^ 0x3030303030303030u;
  if (((digits | (digits + 0x7676767676767676u)) & 0x8080808080808080u) != 0) return false;
  const std::uint64_t pairs = (digits * 10 + (digits >> 8)) & 0x00FF00FF00FF00FFu;
  const std::uint64_t fours = (pairs * 100 + (pairs >> 16)) & 0x0000FFFF0000FFFFu;
  value = static_cast<std::uint32_t>(fours * 10000 + (fours >> 32));
  return true;
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

// Dates of a file repeat: the last eight digits that were read, and their day.
struct LastDay {
  std::uint64_t word = 0x3130313030373931u;  // "19700101"
  std::int64_t days = 0;
};

inline bool quick_day(std::uint64_t word, LastDay& last, std::int64_t& days) {
  std::uint32_t number = 0;
  if (word == last.word) return days = last.days, true;
  if (!eight_digits(word, number) || !quick_day(number, days)) return false;
  last = {word, days};
  return true;
}

// 20260131
inline bool quick_compact_day(std::string_view text, LastDay& last, std::int64_t& days) {
  return text.size() == 8 && quick_day(word_at<std::uint64_t>(text.data()), last, days);
}

// 2026-01-31
inline bool quick_dashed_day(std::string_view text, LastDay& last, std::int64_t& days) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const char* at = text.data();
  const std::uint64_t month = word_at<std::uint16_t>(at + 5), day = word_at<std::uint16_t>(at + 8);
  return quick_day(word_at<std::uint32_t>(at) | month << 32 | day << 48, last, days);
}

// 202601, or with a dash 2026-01: months since year 0.
inline bool quick_month(std::string_view text, bool dashed, std::int64_t& index) {
  const std::size_t at = dashed ? 5 : 4;
  if (text.size() != at + 2 || (dashed && text[4] != '-')) return false;
  constexpr std::uint64_t kFirstDay = 0x3130;  // "01"
  const std::uint64_t digits = word_at<std::uint16_t>(text.data() + at);
  std::uint32_t number = 0;
  if (!eight_digits(word_at<std::uint32_t>(text.data()) | digits << 32 | kFirstDay << 48, number)) return false;
  const std::uint32_t year = number / 10000, month = number / 100 % 100;
  index = static_cast<std::int64_t>(year) * 12 + month - 1;
  return year >= 1400 && month >= 1 && month <= 12;
}

inline constexpr std::array<std::int64_t, 10> kPowersOfTen = {
    1, 10, 100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};

// digits[.digits], eight characters at most, with at most `scale` decimals, at that scale: without a look at each of
// them.
inline bool quick_short_decimal(std::string_view text, int scale, std::int64_t& value) {
  std::uint64_t word = short_word(text);
  int digits = static_cast<int>(text.size()), decimals = 0;
  const std::uint64_t apart = word ^ 0x2E2E2E2E2E2E2E2Eu;  // zero where a point is
  const std::uint64_t points = (apart - 0x0101010101010101u) & ~apart & 0x8080808080808080u;
  if (points != 0) {
    const int point = std::countr_zero(points) / 8;
    const std::uint64_t whole = (std::uint64_t{1} << (8 * point)) - 1;
    word = (word & whole) | (word >> 8 & ~whole);
    decimals = --digits - point;
    if (point == 0 || decimals == 0) return false;
  }
  if (digits == 0 || decimals > scale) return false;
  // Zeros in front make them eight.
  if (digits < 8) word = word << (8 * (8 - digits)) | 0x3030303030303030u >> (8 * digits);
  std::uint32_t number = 0;
  if (!eight_digits(word, number)) return false;
  value = number * kPowersOfTen[static_cast<std::size_t>(scale - decimals)];
  return true;
}

// [-]digits[.digits] with at most `scale` decimals and 18 digits in all, at that scale.
inline bool quick_decimal(std::string_view text, int scale, std::int64_t& value) {
  if (text.size() <= 8 && !text.starts_with('-')) return quick_short_decimal(text, scale, value);
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
  number *= kPowersOfTen[static_cast<std::size_t>(scale - decimals)];
  value = negative ? -number : number;
  return true;
}

// Whether a byte of the text is 0.
inline bool has_zero_byte(std::string_view text) {
  const auto zeros = [&](std::size_t at) {
    const std::uint64_t word = word_at<std::uint64_t>(text.data() + at);
    return (word - 0x0101010101010101u) & ~word & 0x8080808080808080u;
  };
  const std::size_t size = text.size();
  if (size < 8) return std::memchr(text.data(), 0, size) != nullptr;
  std::uint64_t found = zeros(size - 8);
  for (std::size_t at = 0; at + 8 < size; at += 8) found |= zeros(at);
  return found != 0;
}

}  // namespace staysail::boss
