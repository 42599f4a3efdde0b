// LifetimeCounts: how many units ended, or were last seen, after each number of whole periods.
//
// A partial of the four-function form: add() maps, merge() merges. Weights are kept to nine decimals and their sums are
// exact, so the order of rows, partitions and merging changes nothing. Owned by one thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "staysail/base/int128.hpp"
#include "staysail/base/result.hpp"

namespace staysail::statistics {

class LifetimeCounts {
 public:
  static constexpr std::int64_t kLongest = 100'000;

  // A unit that ended at the end of period `periods` (`ended`, then periods >= 1), or that had lasted as long when it
  // was last seen and may have gone on. `invalid_argument` for a period outside 0 .. kLongest or a weight outside 0 ..
  // 9e9.
  Status add(std::int64_t periods, bool ended, double weight = 1);
  // The same of columns of equal length, `weights` empty for 1 each; errors name the row (from 1).
  static Result<LifetimeCounts> of(std::span<const std::int64_t> periods, std::span<const std::uint8_t> ended,
                                   std::span<const double> weights = {});
  // A cohort counted at its start and after each period: {1000, 869, 743, ...}. `invalid_argument` for fewer than two
  // counts, or a count that is negative, not finite, or above the one before.
  static Result<LifetimeCounts> of_survivors(std::span<const double> survivors);
  void merge(const LifetimeCounts& other);

  // How many ended at the end of period t, and were last seen after t periods. Precondition: t < periods().
  double ended(std::size_t t) const;
  double left(std::size_t t) const;
  // One more than the longest period counted.
  std::size_t periods() const { return cells_.size(); }

 private:
  struct Cell {
    Int128 ended = 0;
    Int128 left = 0;
  };
  std::vector<Cell> cells_;
};

}  // namespace staysail::statistics
