// DistinctTimes: numbers the distinct values of a column of doubles that are not negative.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "statistics/radix_sort.hpp"

namespace staysail::statistics {

class DistinctTimes {
 public:
  DistinctTimes() : slots_(1024, kEmpty) {}

  // 0, 1, 2 ... in the order of first sight.
  std::uint32_t code_of(double time) {
    const auto bits = std::bit_cast<std::uint64_t>(time + 0.0);  // -0 is 0
    std::size_t slot = place(bits);
    while (slots_[slot] != kEmpty && keys_[slots_[slot]] != bits) slot = (slot + 1) & (slots_.size() - 1);
    if (slots_[slot] != kEmpty) return slots_[slot];
    slots_[slot] = static_cast<std::uint32_t>(keys_.size());
    keys_.push_back(bits);
    if (keys_.size() * 2 > slots_.size()) grow();
    return static_cast<std::uint32_t>(keys_.size() - 1);
  }

  // The values in ascending order; ranks[code] is the place of each. The bits of such doubles order as they do.
  std::vector<double> sorted(std::vector<std::uint32_t>& ranks) const {
    std::vector<std::uint64_t> ordered = keys_;
    radix_sort(ordered);
    ranks.resize(keys_.size());
    for (std::size_t code = 0; code < keys_.size(); ++code)
      ranks[code] =
          static_cast<std::uint32_t>(std::lower_bound(ordered.begin(), ordered.end(), keys_[code]) - ordered.begin());
    std::vector<double> values;
    for (const std::uint64_t bits : ordered) values.push_back(std::bit_cast<double>(bits));
    return values;
  }

 private:
  static constexpr std::uint32_t kEmpty = ~0U;
  std::size_t place(std::uint64_t bits) const {
    return static_cast<std::size_t>((bits * 0x9E3779B97F4A7C15ULL) >> 32) & (slots_.size() - 1);
  }
  void grow() {
    slots_.assign(slots_.size() * 2, kEmpty);
    for (std::uint32_t code = 0; code < keys_.size(); ++code) {
      std::size_t slot = place(keys_[code]);
      while (slots_[slot] != kEmpty) slot = (slot + 1) & (slots_.size() - 1);
      slots_[slot] = code;
    }
  }

  std::vector<std::uint32_t> slots_;
  std::vector<std::uint64_t> keys_;
};

}  // namespace staysail::statistics
