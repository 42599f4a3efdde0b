#include "staysail/columns/exact_sum.hpp"

#include <algorithm>

#include "staysail/base/decimal_text.hpp"

namespace staysail {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::uint64_t kMostValues = std::uint64_t{1} << 48;  // of one sum that comes from outside

template <class Unsigned>
void put(Unsigned value, std::uint8_t* out, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i, value >>= 8) out[i] = static_cast<std::uint8_t>(value & 0xFF);
}

template <class Unsigned>
Unsigned take(const std::uint8_t* in, std::size_t bytes) {
  Unsigned value = 0;
  for (std::size_t i = bytes; i-- > 0;) value = (value << 8) | in[i];
  return value;
}

// As many values of 64 bits can come to this sum, so that merging such sums stays within 128 bits.
bool is_sum_of(Int128 sum, std::uint64_t count) {
  const UInt128 magnitude = sum < 0 ? 0 - static_cast<UInt128>(sum) : static_cast<UInt128>(sum);
  return count <= kMostValues && magnitude <= static_cast<UInt128>(count) << 63;
}

}  // namespace

Result<std::int64_t> ExactSum::total(int from, int to) const { return rescale(sum_, from, to); }

Result<std::int64_t> ExactSum::mean(int from, int to) const {
  if (count_ == 0)
    return Error(Errc::degenerate_input, "the mean of no values is undefined; declare what an empty window gives");
  // Widen first, divide once: rounding happens one time only.
  Int128 sum = sum_;
  Int128 divisor = static_cast<Int128>(count_);
  if (to > from && __builtin_mul_overflow(sum, static_cast<Int128>(power_of_ten(to - from)), &sum))
    return Error(Errc::amount_overflow, "the mean does not fit at scale " + std::to_string(to));
  if (to < from) divisor *= power_of_ten(from - to);
  return rescale(divide_half_even(sum, divisor), to, to);
}

std::array<std::uint8_t, 25> ExactSum::bytes() const {
  std::array<std::uint8_t, 25> out{kVersion};
  put(static_cast<UInt128>(sum_), out.data() + 1, 16);
  put(count_, out.data() + 17, 8);
  return out;
}

Result<ExactSum> ExactSum::read(std::span<const std::uint8_t> bytes) {
  if (bytes.size() != 25 || bytes[0] != kVersion)
    return Error(Errc::malformed_record, "25 bytes of an exact sum, version 1, were expected");
  ExactSum sum;
  sum.sum_ = static_cast<Int128>(take<UInt128>(bytes.data() + 1, 16));
  sum.count_ = take<std::uint64_t>(bytes.data() + 17, 8);
  if (!is_sum_of(sum.sum_, sum.count_))
    return Error(Errc::malformed_record, "these 25 bytes are no sum of that many values; send the state again");
  return sum;
}

}  // namespace staysail
