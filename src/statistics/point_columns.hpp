// PointColumns: checked columns on their grid, the common beginning of all that compares rows by distance.
#pragma once

#include "statistics/fixed_points.hpp"

namespace staysail::statistics {

struct PointColumns {
  std::vector<WholeColumn> whole;
  Grid grid;
  FixedPoints points;

  // Errors as KMeans::fit() says of columns.
  static Result<PointColumns> of(std::span<const Column> columns, bool standardise, std::span<const double> start,
                                 const Workers& workers);
};

// Each column by itself, so that several are read at once. `grid`: null while there is none.
Result<std::vector<WholeColumn>> whole_columns(std::span<const Column> columns, const Grid* grid,
                                               const Workers& workers);

}  // namespace staysail::statistics
