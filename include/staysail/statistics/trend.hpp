// Trends of short series without a word on their distribution: the Mann-Kendall test, whether there is one, and the
// Theil-Sen line, how steep it is. One outlier moves neither.
//
// Pure functions; any thread; the same bits everywhere.
#pragma once

#include <cstdint>
#include <span>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

// Series longer than this are refused: both look at every pair of values.
inline constexpr std::size_t kLongestTrend = 5'000;

// With S the pairs that rise less those that fall, and t values in each group of equal ones,
//     var = (n (n-1) (2n+5) - sum of t (t-1) (2t+5)) / 18,   z = (S - sign(S)) / sqrt(var).
// (Mann 1945, Kendall 1975; the step of 1 is the correction for continuity.)
struct MannKendall {
  std::int64_t s = 0;
  double variance = 0;
  double z = 0;        // 0 when all values are equal
  double p_value = 1;  // two-sided
  // Kendall's tau-a: S over the number of pairs.
  double tau = 0;
};

// Of values in the order of time. `degenerate_input` for fewer than 3 values, `invalid_argument` for one that is not
// finite, `limit_exceeded` for too long a series.
Result<MannKendall> mann_kendall(std::span<const double> series);

struct TheilSenLine {
  double slope = 0;      // median of the slopes of all pairs, per unit of position
  double intercept = 0;  // median of the values - slope * median of the positions: the level at position 0
};

// `positions` says when each value was seen; without them 0, 1, 2, ... Any order of the pairs gives the same line.
// `degenerate_input` for fewer than two different positions; other errors as mann_kendall().
Result<TheilSenLine> theil_sen(std::span<const double> series);
Result<TheilSenLine> theil_sen(std::span<const double> series, std::span<const double> positions);

}  // namespace staysail::statistics
