// Distinct rows of N numbers with their exact weights, in ascending order whatever order they came in.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "statistics/weight.hpp"

namespace staysail::statistics {

template <std::size_t N>
struct WeightedRow {
  std::array<double, N> values{};
  Int128 units = 0;
};

template <std::size_t N>
void make_distinct(std::vector<WeightedRow<N>>& rows) {
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.values < b.values; });
  std::size_t kept = 0;
  for (const WeightedRow<N>& row : rows) {
    if (kept > 0 && rows[kept - 1].values == row.values) rows[kept - 1].units += row.units;
    else rows[kept++] = row;
  }
  rows.resize(kept);
}

}  // namespace staysail::statistics
