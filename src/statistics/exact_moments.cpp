#include "staysail/statistics/exact_moments.hpp"

#include "statistics/wide_unsigned.hpp"
#include "staysail/base/decimal_text.hpp"

namespace staysail::statistics {
namespace {

UInt128 magnitude(Int128 value) { return value < 0 ? -static_cast<UInt128>(value) : static_cast<UInt128>(value); }

Error too_wide() {
  return Error(Errc::amount_overflow,
               "the difference of means needs more than 128 bits; bring the values to fewer decimals");
}

// a.sum * b.count - b.sum * a.count, over a.count * b.count.
bool cross_difference(const ExactSum& a, const ExactSum& b, Int128* numerator, Int128* denominator) {
  const auto count_a = static_cast<Int128>(a.count());
  const auto count_b = static_cast<Int128>(b.count());
  Int128 left = 0;
  Int128 right = 0;
  return !__builtin_mul_overflow(a.sum(), count_b, &left) && !__builtin_mul_overflow(b.sum(), count_a, &right) &&
         !__builtin_sub_overflow(left, right, numerator) && !__builtin_mul_overflow(count_a, count_b, denominator);
}

}  // namespace

void ExactMoments::add(std::int64_t scaled) {
  sum_.add(scaled);
  const UInt128 size = magnitude(scaled);
  add_squares(size * size, 0);
}

void ExactMoments::merge(const ExactMoments& other) {
  sum_.merge(other.sum_);
  add_squares(other.squares_low_, other.squares_high_);
}

void ExactMoments::add_squares(UInt128 low, std::uint64_t high) {
  squares_low_ += low;
  squares_high_ += high + (squares_low_ < low ? 1 : 0);
}

Result<Sample> ExactMoments::sample(int scale) const {
  if (count() == 0)
    return Error(Errc::degenerate_input, "the mean of no values is undefined; declare what an empty group gives");
  const double n = static_cast<double>(count());
  const double unit = static_cast<double>(power_of_ten(scale));
  Sample sample{count(), static_cast<double>(sum_.sum()) / n / unit, 0};
  if (count() == 1) return sample;
  // n * sum of squares - square of the sum: exact in 256 bits, so nothing cancels.
  WideUnsigned spread = WideUnsigned::product(squares_low_, count());
  spread.add_above(squares_high_, count());
  const WideUnsigned square = WideUnsigned::product(magnitude(sum_.sum()), magnitude(sum_.sum()));
  sample.variance = spread.minus(square).to_double() / n / (n - 1) / unit / unit;
  return sample;
}

Result<std::int64_t> difference_of_means(const ExactSum& a, const ExactSum& b, int from, int to) {
  if (a.count() == 0 || b.count() == 0)
    return Error(Errc::degenerate_input, "a difference of means needs at least one value on each side");
  Int128 numerator = 0;
  Int128 denominator = 0;
  if (!cross_difference(a, b, &numerator, &denominator)) return too_wide();
  Int128& widened = to >= from ? numerator : denominator;
  const auto factor = static_cast<Int128>(power_of_ten(to >= from ? to - from : from - to));
  if (__builtin_mul_overflow(widened, factor, &widened)) return too_wide();
  return rescale(divide_half_even(numerator, denominator), to, to);
}

}  // namespace staysail::statistics
