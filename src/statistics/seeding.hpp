// Where k-means begins: greedy k-means++ (Arthur and Vassilvitskii 2007) on points in a fixed order.
#pragma once

#include <cstdint>

#include "statistics/lloyd.hpp"

namespace staysail::statistics {

// The best of several beginnings, each drawn by k-means++ and improved by a few rounds. `points` in a canonical order:
// the draws ask for places. Fewer distinct points than clusters give centroids that occur twice.
Result<Centroids> seeded(const FixedPoints& points, std::size_t clusters, std::uint64_t seed, const Workers& workers);

}  // namespace staysail::statistics
