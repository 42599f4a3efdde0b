// Rows that fall into clusters, and rows as columns, for the tests of k-means and of what is built on it.
#pragma once

#include <string>
#include <vector>

#include "dice.hpp"
#include "staysail/columns/column.hpp"

namespace staysail::statistics {

using Rows = std::vector<std::vector<double>>;

// `kinds` clouds that overlap a little; row i is of kind i % kinds.
inline Rows clustered_rows(std::size_t count, std::size_t width, std::size_t kinds) {
  Dice dice;
  Rows middles(kinds), rows(count);
  for (auto& middle : middles)
    for (std::size_t j = 0; j < width; ++j) middle.push_back(6 * dice.normal());
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t j = 0; j < width; ++j) rows[i].push_back(middles[i % kinds][j] + dice.normal());
  return rows;
}

// x0, x1, ...
inline std::vector<Column> number_columns(const Rows& rows) {
  std::vector<Column> columns;
  for (std::size_t j = 0; j < rows.front().size(); ++j) {
    ColumnBuilder builder(Field{"x" + std::to_string(j), ColumnType::real, 0, {}});
    for (const auto& row : rows) builder.append_real(row[j]);
    columns.push_back(builder.finish());
  }
  return columns;
}

}  // namespace staysail::statistics
