// Sample-ratio test: do the sizes of the arms fit the shares that were planned? (Pearson's chi-square of fit.)
//
// A small p-value says that the assignment or the collection of outcomes is broken, whatever the effect looks like.
// Pure; any thread.
#pragma once

#include <cstdint>
#include <span>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

struct ChiSquareTest {
  double statistic = 0;
  double degrees = 0;
  double p_value = 1;
};

// `shares` need not add up to 1; only their proportions count. `invalid_argument` for fewer than two arms, unequal
// lengths or a share that is not positive; `degenerate_input` when an expected count is below 5 (chi-square would
// mislead).
Result<ChiSquareTest> sample_ratio(std::span<const std::uint64_t> counts, std::span<const double> shares);

}  // namespace staysail::statistics
