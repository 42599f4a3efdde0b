#include "staysail/statistics/real_sum.hpp"

#include <cmath>

#include "statistics/finite.hpp"
#include "staysail/base/int128.hpp"

namespace staysail::statistics {
namespace {

constexpr int kLowestExponent = -1074;
constexpr int kDigitBits = 32;
constexpr std::int64_t kBase = std::int64_t{1} << kDigitBits;
constexpr std::uint32_t kMostAdditions = 1U << 30;

// value = sign * mantissa * 2^(shift + kLowestExponent), exactly.
struct Parts {
  std::uint64_t mantissa;
  int shift;
};

Parts take_apart(double magnitude) {
  int exponent = 0;
  const double fraction = std::frexp(magnitude, &exponent);  // in [1/2, 1)
  const int shift = exponent - 53 - kLowestExponent;
  // A subnormal has its trailing zeros below the lowest digit: they are cut off before they could be shifted there.
  const int below = shift < 0 ? -shift : 0;
  return {static_cast<std::uint64_t>(std::ldexp(fraction, 53 - below)), shift + below};
}

// The leading 64 bits of digits [0, top], the lowest bit set if anything below them is.
std::uint64_t leading_bits(std::span<const std::int64_t> digits, std::size_t top, int* exponent) {
  const auto digit = [&](std::size_t below) {
    return top >= below ? static_cast<std::uint64_t>(digits[top - below]) : std::uint64_t{0};
  };
  const int empty = __builtin_clzll(digit(0)) - kDigitBits;
  const auto all = (static_cast<UInt128>(digit(0)) << 64) | (static_cast<UInt128>(digit(1)) << 32) | digit(2);
  const int spare = 32 - empty;  // bits of `all` below the leading 64
  bool sticky = spare > 0 && (all & ((UInt128{1} << spare) - 1)) != 0;
  for (std::size_t below = 3; below <= top && !sticky; ++below) sticky = digits[top - below] != 0;
  *exponent = static_cast<int>(top) * kDigitBits - 64 + spare + kLowestExponent;
  return static_cast<std::uint64_t>(all >> spare) | (sticky ? 1 : 0);
}

// A 64-bit integer with a sticky bit rounds to 53 bits as the whole number would.
double rounded(std::uint64_t bits, int exponent) { return std::ldexp(static_cast<double>(bits), exponent); }

}  // namespace

void RealSum::add(double value) {
  if (value == 0) return;
  const Parts parts = take_apart(std::fabs(value));
  const std::int64_t sign = value < 0 ? -1 : 1;
  UInt128 rest = static_cast<UInt128>(parts.mantissa) << (parts.shift % kDigitBits);
  for (std::size_t digit = static_cast<std::size_t>(parts.shift / kDigitBits); rest != 0; ++digit, rest >>= kDigitBits)
    digits_[digit] += sign * static_cast<std::int64_t>(static_cast<std::uint32_t>(rest));
  if (++additions_ == kMostAdditions) carry();
}

void RealSum::add_product(double a, double b) {
  const double product = a * b;
  add(product);
  add(std::fma(a, b, -product));
}

void RealSum::merge(const RealSum& other) {
  carry();
  RealSum carried = other;
  carried.carry();
  for (std::size_t digit = 0; digit < kDigits; ++digit) digits_[digit] += carried.digits_[digit];
  additions_ = 2;
}

// Brings every digit but the last to 0 .. 2^32 - 1; the last keeps the sign.
void RealSum::carry() {
  for (std::size_t digit = 0; digit + 1 < kDigits; ++digit) {
    const std::int64_t low = digits_[digit] & (kBase - 1);
    digits_[digit + 1] += (digits_[digit] - low) / kBase;
    digits_[digit] = low;
  }
  additions_ = 1;
}

double RealSum::value() const {
  RealSum sum = *this;
  sum.carry();
  const bool negative = sum.digits_.back() < 0;
  if (negative) {
    for (std::int64_t& digit : sum.digits_) digit = -digit;
    sum.carry();
  }
  std::size_t top = kDigits - 1;
  while (top > 0 && sum.digits_[top] == 0) --top;
  if (sum.digits_[top] == 0) return 0;
  int exponent = 0;
  const std::uint64_t bits = leading_bits(sum.digits_, top, &exponent);
  return negative ? -rounded(bits, exponent) : rounded(bits, exponent);
}

double total_of(std::span<const double> values) {
  RealSum sum;
  for (const double value : values) sum.add(value);
  return sum.value();
}

Result<Sample> sample_of(std::span<const double> values) {
  STAYSAIL_CHECK(check_finite(values, "a sample"));
  if (values.empty())
    return Error(Errc::degenerate_input, "the mean of no values is undefined; leave the empty group out");
  Sample sample{values.size(), total_of(values) / static_cast<double>(values.size()), 0};
  if (values.size() == 1) return sample;
  RealSum squares;
  for (const double value : values) squares.add_product(value - sample.mean, value - sample.mean);
  sample.variance = squares.value() / static_cast<double>(values.size() - 1);
  return sample;
}

}  // namespace staysail::statistics
