// BinFinder: how many of some ascending cuts are not above a value, for many values.
//
// A table says how many cuts lie below the neighbourhood of a value (its sign, exponent and first bits); the few inside
// are compared one by one. Cuts that crowd so closely that this is no shorter are halved instead. Immutable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace staysail {

class BinFinder {
 public:
  // At most 254 cuts, none of them NaN; they outlive this.
  explicit BinFinder(std::span<const double> cuts);
  // codes[i] is 0 for NaN, else 1 and the cuts that are not above values[i].
  void find(std::span<const double> values, std::uint8_t* codes) const;

 private:
  bool fill(unsigned shift);
  std::size_t place_of(double value) const;

  std::span<const double> cuts_;
  std::vector<double> padded_;       // with NaN, which no value reaches
  std::vector<std::uint8_t> below_;  // by neighbourhood; empty: cuts are halved
  std::int64_t first_ = 0;           // key of the first neighbourhood
  unsigned shift_ = 0;
  std::size_t inside_ = 0;  // most cuts of a neighbourhood
};

// Integers in the order of doubles; -0 and 0 are one. Precondition: not NaN.
std::int64_t order_key(double value) noexcept;

}  // namespace staysail
