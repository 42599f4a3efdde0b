// Natural breaks: the classes of one column that leave the least squared distances to their means (Fisher 1958, Jenks
// 1977), found exactly.
#pragma once

#include <cstdint>
#include <vector>

#include "staysail/statistics/quantile_rank.hpp"

namespace staysail::statistics {

// The upper ends (inclusive) of the first `classes` - 1 classes, for band_of(); each is a value that occurs. Equal
// values are in one class, and of equally good breaks the lowest are taken. `invalid_argument` for no classes or more
// classes than distinct values; `amount_overflow` where 128 bits do not hold the squares.
Result<std::vector<std::int64_t>> natural_breaks(const ValueCounts& counts, std::uint32_t classes);

}  // namespace staysail::statistics
