#include "staysail/decision/decimal.hpp"

#include <charconv>
#include <cstring>

#include "staysail/base/int128.hpp"

// The flavour of the library that Debian's libbidgcc000 was built as: rounding and flags are arguments, nothing is
// global.
#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
extern "C" {
#include <bid_conf.h>
#include <bid_functions.h>
}

namespace staysail {

struct DecimalBits {
  static BID_UINT128 to(Decimal value) {
    BID_UINT128 bits;
    bits.w[0] = value.low_;
    bits.w[1] = value.high_;
    return bits;
  }
  static Decimal from(BID_UINT128 bits) {
    Decimal value;
    value.low_ = bits.w[0];
    value.high_ = bits.w[1];
    return value;
  }
  static std::optional<Decimal> finite(BID_UINT128 bits) {
    if (!bid128_isFinite(bits)) return std::nullopt;
    return from(bits);
  }
};

namespace {

using Bits = DecimalBits;
using Flags = _IDEC_flags;

constexpr int kExponentBias = 6176;
constexpr std::size_t kLongestPlain = 40;

int exponent_of(BID_UINT128 bits) { return static_cast<int>((bits.w[1] >> 49) & 0x3fff) - kExponentBias; }

std::string coefficient_of(BID_UINT128 bits) {
  UInt128 coefficient = static_cast<UInt128>(bits.w[1] & 0x1ffffffffffff) << 64 | bits.w[0];
  std::string digits;
  for (; coefficient != 0; coefficient /= 10)
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(coefficient % 10)));
  return digits;
}

std::string plain_text(std::string digits, int exponent) {
  if (exponent >= 0) return digits + std::string(static_cast<std::size_t>(exponent), '0');
  const auto places = static_cast<std::size_t>(-exponent);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  return digits.insert(digits.size() - places, 1, '.');
}

std::string scientific_text(const std::string& digits, int exponent) {
  const int adjusted = exponent + static_cast<int>(digits.size()) - 1;
  std::string text = digits.substr(0, 1);
  if (digits.size() > 1) text += "." + digits.substr(1);
  return text + (adjusted < 0 ? "E" : "E+") + std::to_string(adjusted);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Drops the digits at the front of `rest` and says how many there were.
std::size_t take_digits(std::string_view& rest) {
  std::size_t count = 0;
  while (count < rest.size() && is_digit(rest[count])) ++count;
  rest.remove_prefix(count);
  return count;
}

void take_sign(std::string_view& rest) {
  if (!rest.empty() && (rest.front() == '+' || rest.front() == '-')) rest.remove_prefix(1);
}

bool is_number_text(std::string_view rest) {
  take_sign(rest);
  std::size_t digits = take_digits(rest);
  if (!rest.empty() && rest.front() == '.') {
    rest.remove_prefix(1);
    digits += take_digits(rest);
  }
  if (digits == 0) return false;
  if (rest.empty()) return true;
  if (rest.front() != 'e' && rest.front() != 'E') return false;
  rest.remove_prefix(1);
  take_sign(rest);
  return take_digits(rest) > 0 && rest.empty();
}

BID_UINT128 unit(int scale) {
  Flags flags = 0;
  return bid128_scalbn(bid128_from_int64(1), -scale, BID_ROUNDING_TO_NEAREST, &flags);
}

int library_mode(Rounding rounding, bool negative) {
  switch (rounding) {
    case Rounding::half_even: return BID_ROUNDING_TO_NEAREST;
    case Rounding::half_up: return BID_ROUNDING_TIES_AWAY;
    case Rounding::up: return negative ? BID_ROUNDING_DOWN : BID_ROUNDING_UP;
    case Rounding::floor: return BID_ROUNDING_DOWN;
    case Rounding::ceiling: return BID_ROUNDING_UP;
    case Rounding::half_down:
    case Rounding::down: return BID_ROUNDING_TO_ZERO;
  }
  return BID_ROUNDING_TO_NEAREST;
}

BID_UINT128 quantised(BID_UINT128 bits, int scale, Rounding rounding) {
  Flags flags = 0;
  return bid128_quantize(bits, unit(scale), static_cast<unsigned>(library_mode(rounding, bid128_isSigned(bits) != 0)),
                         &flags);
}

// Whole exponents by squaring: exact as long as 34 digits hold the power.
std::optional<Decimal> whole_power(Decimal base, std::int64_t exponent) {
  std::optional<Decimal> result = Decimal::of(1);
  std::optional<Decimal> square = base;
  for (std::uint64_t left = static_cast<std::uint64_t>(exponent < 0 ? -exponent : exponent); left != 0 && result;
       left >>= 1) {
    if ((left & 1) != 0) result = square ? multiply(*result, *square) : std::nullopt;
    if (left > 1 && square) square = multiply(*square, *square);
  }
  return exponent < 0 && result ? divide(Decimal::of(1), *result) : result;
}

}  // namespace

Decimal Decimal::of(std::int64_t integer) { return Bits::from(bid128_from_int64(integer)); }

Decimal Decimal::scaled(std::int64_t value, int scale) {
  BID_UINT128 bits = bid128_from_int64(value);
  bits.w[1] -= static_cast<std::uint64_t>(scale) << 49;
  return Bits::from(bits);
}

std::optional<Decimal> Decimal::of_real(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return parse(std::string_view(text, static_cast<std::size_t>(end - text)));
}

std::optional<Decimal> Decimal::parse(std::string_view text) {
  if (!is_number_text(text)) return std::nullopt;
  Flags flags = 0;
  std::string copy(text);
  return Bits::finite(bid128_from_string(copy.data(), BID_ROUNDING_TO_NEAREST, &flags));
}

std::string Decimal::to_string() const {
  const BID_UINT128 bits = Bits::to(*this);
  std::string digits = coefficient_of(bits);
  if (digits.empty()) return "0";
  int exponent = exponent_of(bits);
  for (; digits.back() == '0'; ++exponent) digits.pop_back();
  const std::size_t zeros = static_cast<std::size_t>(exponent < 0 ? -exponent : exponent);
  const bool plain = exponent < 0 ? zeros <= kLongestPlain : digits.size() + zeros <= kLongestPlain;
  const std::string text = plain ? plain_text(digits, exponent) : scientific_text(digits, exponent);
  return is_negative() ? "-" + text : text;
}

double Decimal::to_real() const {
  Flags flags = 0;
  return bid128_to_binary64(Bits::to(*this), BID_ROUNDING_TO_NEAREST, &flags);
}

std::optional<std::int64_t> Decimal::to_integer() const {
  const auto whole = to_scaled(0, Rounding::down);
  if (!whole || Decimal::of(*whole) != *this) return std::nullopt;
  return whole;
}

std::optional<std::int64_t> Decimal::to_scaled(int scale, Rounding rounding) const {
  Flags flags = 0;
  const BID_UINT128 shifted = bid128_scalbn(Bits::to(*this), scale, BID_ROUNDING_TO_NEAREST, &flags);
  const BID_UINT128 whole = Bits::to(Bits::from(shifted).rounded(0, rounding));
  flags = 0;
  const std::int64_t value = bid128_to_int64_int(whole, &flags);
  if ((flags & BID_INVALID_EXCEPTION) != 0) return std::nullopt;
  return value;
}

Decimal Decimal::rounded(int scale, Rounding rounding) const {
  const BID_UINT128 bits = Bits::to(*this);
  if (exponent_of(bits) >= -scale) return *this;
  if (rounding != Rounding::half_down) return Bits::from(quantised(bits, scale, rounding));
  const Decimal away = Bits::from(quantised(bits, scale, Rounding::half_up));
  const Decimal near = Bits::from(quantised(bits, scale, Rounding::down));
  const bool tie = subtract(away, *this) == subtract(*this, near);
  return tie ? near : away;
}

bool Decimal::is_zero() const { return bid128_isZero(Bits::to(*this)) != 0; }
bool Decimal::is_negative() const { return bid128_isSigned(Bits::to(*this)) != 0 && !is_zero(); }
Decimal Decimal::negated() const { return Bits::from(bid128_negate(Bits::to(*this))); }

std::optional<Decimal> add(Decimal a, Decimal b) {
  Flags flags = 0;
  return Bits::finite(bid128_add(Bits::to(a), Bits::to(b), BID_ROUNDING_TO_NEAREST, &flags));
}

std::optional<Decimal> subtract(Decimal a, Decimal b) {
  Flags flags = 0;
  return Bits::finite(bid128_sub(Bits::to(a), Bits::to(b), BID_ROUNDING_TO_NEAREST, &flags));
}

std::optional<Decimal> multiply(Decimal a, Decimal b) {
  Flags flags = 0;
  return Bits::finite(bid128_mul(Bits::to(a), Bits::to(b), BID_ROUNDING_TO_NEAREST, &flags));
}

std::optional<Decimal> divide(Decimal a, Decimal b) {
  Flags flags = 0;
  if (b.is_zero()) return std::nullopt;
  return Bits::finite(bid128_div(Bits::to(a), Bits::to(b), BID_ROUNDING_TO_NEAREST, &flags));
}

std::optional<Decimal> power(Decimal base, Decimal exponent) {
  constexpr std::int64_t kWhole = 9999;
  const auto whole = exponent.to_integer();
  if (whole && *whole >= -kWhole && *whole <= kWhole) return whole_power(base, *whole);
  Flags flags = 0;
  return Bits::finite(bid128_pow(Bits::to(base), Bits::to(exponent), BID_ROUNDING_TO_NEAREST, &flags));
}

std::optional<Decimal> modulo(Decimal a, Decimal b) {
  if (b.is_zero()) return std::nullopt;
  Flags flags = 0;
  const auto rest = Bits::finite(bid128_fmod(Bits::to(a), Bits::to(b), &flags));
  if (!rest || rest->is_zero() || rest->is_negative() == b.is_negative()) return rest;
  return add(*rest, b);
}

std::optional<Decimal> square_root(Decimal a) {
  Flags flags = 0;
  return Bits::finite(bid128_sqrt(Bits::to(a), BID_ROUNDING_TO_NEAREST, &flags));
}

std::optional<Decimal> natural_log(Decimal a) {
  Flags flags = 0;
  return Bits::finite(bid128_log(Bits::to(a), BID_ROUNDING_TO_NEAREST, &flags));
}

std::optional<Decimal> exponential(Decimal a) {
  Flags flags = 0;
  return Bits::finite(bid128_exp(Bits::to(a), BID_ROUNDING_TO_NEAREST, &flags));
}

bool operator==(Decimal a, Decimal b) {
  Flags flags = 0;
  return bid128_quiet_equal(Bits::to(a), Bits::to(b), &flags) != 0;
}

std::weak_ordering operator<=>(Decimal a, Decimal b) {
  Flags flags = 0;
  if (bid128_quiet_less(Bits::to(a), Bits::to(b), &flags)) return std::weak_ordering::less;
  return a == b ? std::weak_ordering::equivalent : std::weak_ordering::greater;
}

}  // namespace staysail
