// CanonicalSample: rows drawn at random from points, in a way that asks only which points there are and how often, not
// in what order they stand.
#pragma once

#include <cstdint>
#include <vector>

#include "statistics/fixed_points.hpp"

namespace staysail::statistics {

// Numbers that look random, the same everywhere: the n-th of a seed (SplitMix64 of Steele, Lea and Flood).
std::uint64_t random_bits(std::uint64_t seed, std::uint64_t n);
// Below `bound`, the n-th of a seed.
std::uint64_t random_below(std::uint64_t bound, std::uint64_t seed, std::uint64_t n);

// Of the coordinates of one point.
std::uint64_t point_hash(const FixedPoints& points, std::size_t row);

struct CanonicalSample {
  // Some row of each drawn point, ordered by the point alone; a point drawn twice comes twice. All rows when `most` are
  // enough for all.
  std::vector<std::uint32_t> rows;
  std::uint64_t distinct = 0;  // points of different coordinates there are

  static CanonicalSample draw(const FixedPoints& points, std::size_t most, std::uint64_t seed, const Workers& workers);
};

}  // namespace staysail::statistics
