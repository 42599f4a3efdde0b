#include "staysail/statistics/line_slope.hpp"

#include "staysail/base/decimal_text.hpp"

namespace staysail::statistics {
namespace {

// n * a - b * c, or false past 128 bits.
bool spread(Int128 n, Int128 a, Int128 b, Int128 c, Int128* out) {
  Int128 left = 0;
  Int128 right = 0;
  return !__builtin_mul_overflow(n, a, &left) && !__builtin_mul_overflow(b, c, &right) &&
         !__builtin_sub_overflow(left, right, out);
}

}  // namespace

void LineSums::add(std::int32_t position, std::int64_t scaled) {
  ++count_;
  positions_ += position;
  squares_ += static_cast<Int128>(position) * position;
  values_ += scaled;
  products_ += static_cast<Int128>(position) * scaled;
}

void LineSums::merge(const LineSums& other) {
  count_ += other.count_;
  positions_ += other.positions_;
  squares_ += other.squares_;
  values_ += other.values_;
  products_ += other.products_;
}

Result<std::int64_t> LineSums::slope(int from, int to) const {
  const Error too_wide(Errc::amount_overflow, "the slope needs more than 128 bits; bring the values to fewer decimals");
  const auto n = static_cast<Int128>(count_);
  Int128 numerator = 0;
  Int128 denominator = 0;
  if (!spread(n, products_, positions_, values_, &numerator) ||
      !spread(n, squares_, positions_, positions_, &denominator))
    return too_wide;
  if (denominator == 0)
    return Error(Errc::degenerate_input,
                 "a slope needs values at two different positions; declare what a shorter window gives");
  Int128& widened = to >= from ? numerator : denominator;
  const auto factor = static_cast<Int128>(power_of_ten(to >= from ? to - from : from - to));
  if (__builtin_mul_overflow(widened, factor, &widened)) return too_wide;
  return rescale(divide_half_even(numerator, denominator), to, to);
}

}  // namespace staysail::statistics
