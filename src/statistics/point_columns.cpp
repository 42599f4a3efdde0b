#include "statistics/point_columns.hpp"

#include <limits>

#include "staysail/base/guard.hpp"

namespace staysail::statistics {
namespace {

Status check_shape(std::span<const Column> columns) {
  if (columns.empty()) return Error(Errc::invalid_argument, "name at least one column to compare rows by");
  for (const Column& column : columns)
    if (column.size() != columns.front().size())
      return Error(Errc::schema_mismatch, "columns of the same rows have equal lengths; these differ: " +
                                              columns.front().field().name + " and " + column.field().name);
  if (columns.front().size() == 0) return Error(Errc::degenerate_input, "there are no rows to put into clusters");
  if (columns.front().size() >= std::numeric_limits<std::uint32_t>::max())
    return Error(Errc::invalid_argument, "at most 4294967294 rows are clustered at once; take a sample");
  return ok();
}

}  // namespace

Result<std::vector<WholeColumn>> whole_columns(std::span<const Column> columns, const Grid* grid,
                                               const Workers& workers) {
  STAYSAIL_CHECK(check_shape(columns));
  return collect(workers.executor, columns.size(), [&](std::size_t j) {
    return WholeColumn::of(columns[j], grid == nullptr ? std::nullopt : std::optional<double>(grid->steps(j)));
  });
}

Result<PointColumns> PointColumns::of(std::span<const Column> columns, bool standardise, std::span<const double> start,
                                      const Workers& workers) {
  STAYSAIL_TRY(auto whole, whole_columns(columns, nullptr, workers));
  STAYSAIL_TRY(auto grid, grid_of(columns, whole, standardise, start, workers));
  auto points = FixedPoints::of(grid, whole, workers);
  return PointColumns{std::move(whole), std::move(grid), std::move(points)};
}

}  // namespace staysail::statistics
