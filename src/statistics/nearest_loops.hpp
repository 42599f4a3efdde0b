// The loops of nearest_kernel.hpp over registers of `Width` doubles. Included by one file for each instruction set; all
// is in a nameless namespace, so that each gets functions of its own, compiled for its processor.
#pragma once

#include "statistics/nearest_kernel.hpp"

namespace staysail::statistics {
namespace {

template <std::size_t Width>
struct NearestLoops {
  typedef double Lanes __attribute__((vector_size(Width * sizeof(double))));
  static constexpr std::size_t kRegisters = kBlockPoints / Width;  // that hold a block
  // Sums that are built at once, enough to hide how long one multiplication takes.
  static constexpr std::size_t kSums = 8, kGroup = kSums / kRegisters;
  static_assert(kCentroidGroup % kGroup == 0);

  struct Best {
    Lanes score[kRegisters], centroid[kRegisters];
  };

  // The squared distance less the point's own squared length, which is the same for all centroids.
  static void take_group(const NearestTask& task, std::size_t first, Best& best) {
    const std::size_t stride = task.dimensions + 1;
    const double* const from = task.centroids + first * stride;
    Lanes sums[kGroup][kRegisters];
    for (std::size_t g = 0; g < kGroup; ++g)
      for (std::size_t r = 0; r < kRegisters; ++r) sums[g][r] = Lanes{} + from[g * stride + task.dimensions];
    for (std::size_t j = 0; j < task.dimensions; ++j) {
      const Lanes* const x = reinterpret_cast<const Lanes*>(task.scratch + j * kBlockPoints);
      for (std::size_t g = 0; g < kGroup; ++g)
        for (std::size_t r = 0; r < kRegisters; ++r) sums[g][r] += x[r] * from[g * stride + j];
    }
    for (std::size_t g = 0; g < kGroup; ++g)
      for (std::size_t r = 0; r < kRegisters; ++r) {
        const auto nearer = sums[g][r] < best.score[r];
        best.score[r] = nearer ? sums[g][r] : best.score[r];
        best.centroid[r] = nearer ? Lanes{} + static_cast<double>(first + g) : best.centroid[r];
      }
  }

  static void nearest(const NearestTask& task) {
    const std::size_t numbers = task.dimensions * kBlockPoints;
    for (std::size_t block = 0; block < task.blocks; ++block) {
      const std::int32_t* const points = task.points + block * numbers;
      for (std::size_t i = 0; i < numbers; ++i) task.scratch[i] = points[i];
      Best best;
      for (std::size_t r = 0; r < kRegisters; ++r) {
        best.score[r] = Lanes{} + __builtin_inf();
        best.centroid[r] = Lanes{};
      }
      for (std::size_t first = 0; first < task.count; first += kGroup) take_group(task, first, best);
      for (std::size_t i = 0; i < kBlockPoints; ++i)
        task.nearest[block * kBlockPoints + i] = static_cast<std::uint16_t>(best.centroid[i / Width][i % Width]);
    }
  }
};

}  // namespace
}  // namespace staysail::statistics
