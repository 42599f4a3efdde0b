// Scaled integers as text and back: value 12345 at scale 2 is "123.45". Exact both ways.
//
// Scale is the number of digits after the decimal point, 0 to 9 in columns.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "staysail/base/int128.hpp"
#include "staysail/base/result.hpp"

namespace staysail {

inline constexpr int kMaxScale = 9;

// All digits of the scale are printed ("5.00"); scale 0 prints no point.
std::string decimal_text(std::int64_t value, int scale);

// Reads "[+-]digits[.digits]" at `scale`. `malformed_text` when it is no number or has more significant
// decimals than the scale keeps (nothing is rounded silently); `amount_overflow` past int64.
Result<std::int64_t> parse_decimal(std::string_view text, int scale);

// value / divisor rounded half to even; divisor > 0.
Int128 divide_half_even(Int128 value, Int128 divisor);

// `value` at scale `from` brought to scale `to`, rounded half-even when digits are lost; `amount_overflow` past int64.
Result<std::int64_t> rescale(Int128 value, int from, int to);

// 10 to the power 0..18.
std::int64_t power_of_ten(int exponent);

}  // namespace staysail
