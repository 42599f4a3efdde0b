// How large and how fine a number is, for dialects whose numbers have bounds.
#pragma once

#include <optional>
#include <string>

#include "staysail/decision/decimal.hpp"
#include "staysail/decision/temporal.hpp"

namespace staysail::decision {

inline constexpr int kColumnDigits = 19;   // of a 64-bit number
inline constexpr int kDecimalDigits = 34;  // of FEEL's number
inline constexpr int kSparkDigits = 38;    // of Spark's DECIMAL
inline constexpr int kMostScale = 18;      // of a number column

// The fewest decimals that write the number; empty when they are more than a column has.
inline std::optional<int> decimals_of(Decimal number) {
  for (int scale = 0; scale <= kMostScale; ++scale)
    if (number.rounded(scale, Rounding::down) == number) return scale;
  return std::nullopt;
}

// Digits before the point; of a number that is written with an exponent, more than any dialect has.
inline int whole_digits_of(Decimal number) {
  const std::string text = number.rounded(0, Rounding::down).to_string();
  if (text.find('E') != std::string::npos) return kSparkDigits + 1;
  return static_cast<int>(text.size()) - (text[0] == '-' ? 1 : 0);
}

// A binary fraction of few digits: what SQLite's reading of a decimal cannot round.
inline bool is_short_binary(Decimal number) {
  const auto scaled = multiply(number, Decimal::of(1 << 20));
  const auto whole = scaled ? scaled->to_integer() : std::nullopt;
  return whole && *whole > -(std::int64_t{1} << 53) && *whole < (std::int64_t{1} << 53);
}

// Empty when the duration is no whole number of days, or of more days than two dates are apart.
inline std::optional<std::int64_t> whole_days(DaysDuration duration) {
  constexpr std::int64_t kMostDays = 4'000'000;
  if (duration.nanos % kNanosPerDay != 0) return std::nullopt;
  const Int128 days = duration.nanos / kNanosPerDay;
  if (days > kMostDays || days < -kMostDays) return std::nullopt;
  return static_cast<std::int64_t>(days);
}

}  // namespace staysail::decision
