#include "staysail/base/decimal_text.hpp"

#include <array>
#include <limits>

namespace staysail {
namespace {

constexpr std::array<std::int64_t, 19> make_powers() {
  std::array<std::int64_t, 19> powers{};
  std::int64_t power = 1;
  for (auto& slot : powers) {
    slot = power;
    if (power <= std::numeric_limits<std::int64_t>::max() / 10) power *= 10;
  }
  return powers;
}
constexpr auto kPowers = make_powers();

bool is_digit(char c) { return c >= '0' && c <= '9'; }

Error not_a_number(std::string_view text) {
  return Error(Errc::malformed_text,
               "a decimal number such as -12.50 was expected: '" + std::string(text.substr(0, 64)) + "'");
}

Error too_large(std::string_view text) {
  return Error(Errc::amount_overflow,
               "the number does not fit 64 bits at its scale: '" + std::string(text.substr(0, 64)) + "'");
}

// The magnitude is gathered as a negative number, because int64 reaches one further there.
struct Gathered {
  std::int64_t negative = 0;
  bool overflow = false;
  void push(int digit) {
    overflow |= __builtin_mul_overflow(negative, std::int64_t{10}, &negative);
    overflow |= __builtin_sub_overflow(negative, std::int64_t{digit}, &negative);
  }
};

// Reads the digits after the point; false when something else stands there or a kept digit would be lost.
enum class Fraction { good, not_digits, too_fine };
Fraction gather_fraction(std::string_view digits, int scale, Gathered& out) {
  int kept = 0;
  for (const char c : digits) {
    if (!is_digit(c)) return Fraction::not_digits;
    if (kept == scale && c != '0') return Fraction::too_fine;
    if (kept < scale) {
      out.push(c - '0');
      ++kept;
    }
  }
  for (; kept < scale; ++kept) out.push(0);
  return Fraction::good;
}

Result<std::int64_t> finish(const Gathered& gathered, bool negative, std::string_view text) {
  if (gathered.overflow) return too_large(text);
  if (negative) return gathered.negative;
  if (gathered.negative == std::numeric_limits<std::int64_t>::min()) return too_large(text);
  return -gathered.negative;
}

}  // namespace

std::int64_t power_of_ten(int exponent) { return kPowers[static_cast<std::size_t>(exponent)]; }

std::string decimal_text(std::int64_t value, int scale) {
  const bool negative = value < 0;
  const std::uint64_t magnitude = negative ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  std::string digits = std::to_string(magnitude);
  if (scale > 0) {
    const auto places = static_cast<std::size_t>(scale);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    digits.insert(digits.size() - places, 1, '.');
  }
  return negative ? "-" + digits : digits;
}

Result<std::int64_t> parse_decimal(std::string_view text, int scale) {
  std::string_view rest = text;
  const bool negative = !rest.empty() && rest.front() == '-';
  if (!rest.empty() && (rest.front() == '-' || rest.front() == '+')) rest.remove_prefix(1);
  const std::size_t point = rest.find('.');
  const std::string_view whole = rest.substr(0, point);
  const std::string_view fraction = point == std::string_view::npos ? std::string_view{} : rest.substr(point + 1);
  if (whole.empty() && fraction.empty()) return not_a_number(text);
  Gathered gathered;
  for (const char c : whole) {
    if (!is_digit(c)) return not_a_number(text);
    gathered.push(c - '0');
  }
  switch (gather_fraction(fraction, scale, gathered)) {
    case Fraction::not_digits: return not_a_number(text);
    case Fraction::too_fine:
      return Error(Errc::malformed_text, "at most " + std::to_string(scale) +
                                             " decimals are kept here; declare a finer scale or unit: '" +
                                             std::string(text.substr(0, 64)) + "'");
    case Fraction::good: break;
  }
  return finish(gathered, negative, text);
}

Int128 divide_half_even(Int128 value, Int128 divisor) {
  Int128 quotient = value / divisor;
  Int128 remainder = value % divisor;
  const bool negative = remainder < 0;
  if (negative) remainder = -remainder;
  const Int128 rest = divisor - remainder;
  const bool away = remainder > rest || (remainder == rest && quotient % 2 != 0);
  if (away) quotient += negative ? -1 : 1;
  return quotient;
}

Result<std::int64_t> rescale(Int128 value, int from, int to) {
  if (to < from) value = divide_half_even(value, power_of_ten(from - to));
  if (to > from && __builtin_mul_overflow(value, static_cast<Int128>(power_of_ten(to - from)), &value))
    return Error(Errc::amount_overflow, "the number does not fit 64 bits at scale " + std::to_string(to));
  if (value > std::numeric_limits<std::int64_t>::max() || value < std::numeric_limits<std::int64_t>::min())
    return Error(Errc::amount_overflow, "the number does not fit 64 bits at scale " + std::to_string(to));
  return static_cast<std::int64_t>(value);
}

}  // namespace staysail
