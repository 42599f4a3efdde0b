// BinFinder: how many of some ascending cuts are not above a value, for many values.
//
// A table says how many cuts lie below the neighbourhood of a value; the few inside are compared one by one. A
// neighbourhood is a stretch of equal length, or one of equal proportion (sign, exponent and first bits of a number),
// whichever parts the cuts better. Cuts that crowd in both are halved. Immutable.
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
  enum class Way : std::uint8_t { halves, stretches, proportions };

  void try_stretches();
  void try_proportions();
  void keep(Way way, std::span<const std::size_t> places, std::size_t count);
  std::size_t stretch_of(double value) const;
  std::size_t proportion_of(double value) const;
  template <class Place>
  void look_up(std::span<const double> values, std::uint8_t* codes, const Place& place) const;

  std::span<const double> cuts_;
  Way way_ = Way::halves;
  std::vector<double> padded_;                 // cuts, then NaN, which no value reaches
  std::vector<std::uint8_t> below_;            // cuts below each neighbourhood
  std::size_t inside_ = 0;                     // most cuts of a neighbourhood
  double low_ = 0, scale_ = 0, last_ = 0;      // of stretches
  std::int64_t first_key_ = 0, last_key_ = 0;  // of proportions, shifted
  unsigned shift_ = 0;
};

// Integers in the order of doubles; -0 and 0 are one. Precondition: not NaN.
std::int64_t order_key(double value) noexcept;

}  // namespace staysail
