// The kernel under k-means: the nearest of some centroids for each point of whole blocks.
//
// Coordinates are whole numbers so small that every product and every sum stays below 2^53 (see fixed_points.hpp):
// double arithmetic is exact on them, so that neither the width of a register, nor the order of additions, nor a fused
// multiplication changes a bit. Nothing here allocates or includes templates of the standard library, because some of
// these files are compiled for processors that not every host has.
#pragma once

#include <cstddef>
#include <cstdint>

namespace staysail::statistics {

// Points of a block: coordinate j of point i stands at [j * kBlockPoints + i].
inline constexpr std::size_t kBlockPoints = 16;
// Centroids are worked on in groups: callers pad to a multiple with some that are never nearest.
inline constexpr std::size_t kCentroidGroup = 4;

struct NearestTask {
  const std::int32_t* points = nullptr;  // blocks * dimensions * kBlockPoints
  std::size_t blocks = 0, dimensions = 0;
  // By centroid -2 times its coordinates, then its squared length: dimensions + 1 numbers each; a padded one has
  // infinity for its length.
  const double* centroids = nullptr;
  std::size_t count = 0;             // a multiple of kCentroidGroup
  double* scratch = nullptr;         // dimensions * kBlockPoints, aligned to 64 bytes
  std::uint16_t* nearest = nullptr;  // blocks * kBlockPoints; of equally near ones the lowest
};

using NearestKernel = void (*)(const NearestTask& task);

void nearest_portable(const NearestTask& task);
#if defined(__x86_64__)
void nearest_avx2(const NearestTask& task);
void nearest_avx512(const NearestTask& task);
#endif

}  // namespace staysail::statistics
