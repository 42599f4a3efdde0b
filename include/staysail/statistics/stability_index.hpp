// Population stability index: how far a distribution has moved from the one that a model was trained on.
//
// Counts by band, so parts of either side add up. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <span>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

struct StabilityIndex {
  double value = 0;        // sum of (found - expected) ln(found / expected) over the shares of bands
  double noise_floor = 0;  // its mean where nothing moved: (bands - 1) (1 / rows + 1 / rows)
};

// Half a row is added to each band, so that an empty one is rare and not impossible. Bands that are empty on both sides
// do not count. `invalid_argument` for sides of other sizes, `degenerate_input` for a side without rows.
Result<StabilityIndex> stability_index(std::span<const std::uint64_t> expected, std::span<const std::uint64_t> found);

}  // namespace staysail::statistics
