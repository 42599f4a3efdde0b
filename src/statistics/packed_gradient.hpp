// First and second derivative of the log-loss of a row, packed into one 64-bit integer, so that one addition sums both:
// the first in the upper half, the second, which is positive, in the lower.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace staysail::statistics {

inline constexpr int kGradientBits = 15;  // of the fraction
// So many packed gradients, each of kMostTrials trials, can be summed before either half runs over.
inline constexpr std::size_t kMostPacked = std::size_t{1} << 12;

struct Gradient {
  std::int64_t first = 0;
  std::int64_t second = 0;

  void add_packed(std::int64_t packed) {
    const auto low = static_cast<std::int64_t>(static_cast<std::uint32_t>(packed));
    second += low;
    first += (packed - low) >> 32;
  }
  Gradient& operator+=(const Gradient& other) {
    first += other.first;
    second += other.second;
    return *this;
  }
  Gradient& operator-=(const Gradient& other) {
    first -= other.first;
    second -= other.second;
    return *this;
  }
  friend bool operator==(const Gradient&, const Gradient&) = default;
};

// Of each row, at its score (log-odds in units of BoostedTrees); `trials` may be empty for one each.
void pack_gradients(std::span<const std::int32_t> scores, std::span<const std::uint8_t> target,
                    std::span<const std::uint8_t> trials, std::span<std::int64_t> packed);

}  // namespace staysail::statistics
