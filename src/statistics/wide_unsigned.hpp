// 256-bit unsigned integers, only as far as an exact variance needs: products, difference, conversion to double.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "staysail/base/int128.hpp"

namespace staysail::statistics {

class WideUnsigned {
 public:
  // a * b
  static WideUnsigned product(UInt128 a, UInt128 b) {
    WideUnsigned result;
    result.add_shifted(low(a), low(b), 0);
    result.add_shifted(low(a), high(b), 1);
    result.add_shifted(high(a), low(b), 1);
    result.add_shifted(high(a), high(b), 2);
    return result;
  }

  // *this += a * b * 2^128; the caller knows that it fits.
  void add_above(std::uint64_t a, std::uint64_t b) { add_shifted(a, b, 2); }

  // Precondition: other <= *this.
  WideUnsigned minus(const WideUnsigned& other) const {
    WideUnsigned result;
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < limbs_.size(); ++i) {
      const UInt128 taken = static_cast<UInt128>(other.limbs_[i]) + borrow;
      result.limbs_[i] = static_cast<std::uint64_t>(limbs_[i] - taken);
      borrow = limbs_[i] < taken ? 1 : 0;
    }
    return result;
  }

  double to_double() const {
    double sum = 0;
    for (std::size_t i = limbs_.size(); i-- > 0;) sum = sum * 0x1p64 + static_cast<double>(limbs_[i]);
    return sum;
  }

 private:
  static std::uint64_t low(UInt128 value) { return static_cast<std::uint64_t>(value); }
  static std::uint64_t high(UInt128 value) { return static_cast<std::uint64_t>(value >> 64); }

  void add_shifted(std::uint64_t a, std::uint64_t b, std::size_t limb) {
    const UInt128 value = static_cast<UInt128>(a) * b;
    UInt128 carry = low(value);
    for (std::size_t i = limb; i < limbs_.size(); ++i) {
      carry += limbs_[i];
      if (i == limb + 1) carry += high(value);
      limbs_[i] = low(carry);
      carry >>= 64;
    }
  }

  std::array<std::uint64_t, 4> limbs_{};
};

}  // namespace staysail::statistics
