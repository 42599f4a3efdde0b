#include "statistics/fixed_points.hpp"

#include <algorithm>
#include <cmath>

#include "staysail/base/decimal_text.hpp"
#include "staysail/base/guard.hpp"
#include "staysail/statistics/exact_moments.hpp"

namespace staysail::statistics {
namespace {

std::int32_t on_grid(double value, const GridAxis& axis) {
  const double reach = kLaterReach * axis.farthest;
  return static_cast<std::int32_t>(rounded(std::clamp((value - axis.origin) * axis.factor, -reach, reach)));
}

struct Spread {
  double deviation = 0;  // of all values, in steps
  std::int64_t least = 0, greatest = 0;
  std::int64_t mean = 0;  // rounded
};

Result<Spread> spread_of(const WholeColumn& column) {
  ExactMoments moments;
  Spread spread{0, column.values().front(), column.values().front()};
  for (const std::int64_t value : column.values()) {
    moments.add(value);
    spread.least = std::min(spread.least, value);
    spread.greatest = std::max(spread.greatest, value);
  }
  STAYSAIL_TRY(const Sample sample, moments.sample(0));
  spread.mean =
      static_cast<std::int64_t>(divide_half_even(moments.sum().sum(), static_cast<Int128>(moments.count())));
  const auto rows = static_cast<double>(sample.count);
  spread.deviation = std::sqrt(sample.variance * ((rows - 1) / rows));
  return spread;
}

Error constant(const Column& column) {
  return Error(Errc::degenerate_input, "column " + column.field().name + " holds the same value, " +
                                           column.value_text(0) + ", in every row: leave it out, it tells none apart");
}

// The distance of the outermost value from the origin, in steps.
double reach_of(const Spread& spread, const GridAxis& axis, std::span<const double> start, std::size_t at,
                std::size_t width) {
  double reach =
      std::max(static_cast<double>(spread.greatest) - axis.origin, axis.origin - static_cast<double>(spread.least));
  for (; at < start.size(); at += width) reach = std::max(reach, std::fabs(start[at] * axis.steps - axis.origin));
  return reach;
}

}  // namespace

double Grid::value_of(std::size_t axis, std::int32_t coordinate) const {
  return (axes[axis].origin + coordinate / axes[axis].factor) / axes[axis].steps;
}

std::int32_t Grid::coordinate_of(std::size_t axis, double value) const {
  return on_grid(value * axes[axis].steps, axes[axis]);
}

Result<Grid> grid_of(std::span<const Column> columns, std::span<const WholeColumn> whole, bool standardise,
                     std::span<const double> start, const Workers& workers) {
  STAYSAIL_TRY(const auto spreads,
               collect(workers.executor, whole.size(), [&](std::size_t j) { return spread_of(whole[j]); }));
  Grid grid;
  double squares = 0;
  for (std::size_t j = 0; j < whole.size(); ++j) {
    const Spread& spread = spreads[j];
    if (spread.least == spread.greatest) return constant(columns[j]);
    GridAxis axis{columns[j].field().name, whole[j].steps(), static_cast<double>(spread.mean)};
    axis.factor = 1 / (standardise ? spread.deviation : axis.steps);
    axis.farthest = reach_of(spread, axis, start, j, whole.size()) * axis.factor;
    squares += axis.farthest * axis.farthest;
    grid.axes.push_back(std::move(axis));
  }
  // A unit less than the radius for what rounding adds.
  grid.unit = (kGridRadius - static_cast<double>(whole.size())) / std::sqrt(squares);
  for (GridAxis& axis : grid.axes) {
    axis.factor *= grid.unit;
    axis.farthest *= grid.unit;
  }
  return grid;
}

FixedPoints FixedPoints::of(const Grid& grid, std::span<const WholeColumn> columns, const Workers& workers) {
  FixedPoints points(columns.front().values().size(), columns.size());
  workers.each_part(points.blocks(), [&](std::size_t, std::size_t first, std::size_t end) {
    for (std::size_t block = first; block < end; ++block) {
      const std::size_t begin = block * kBlockPoints, stop = std::min(begin + kBlockPoints, points.size_);
      for (std::size_t j = 0; j < columns.size(); ++j)
        for (std::size_t row = begin; row < stop; ++row)
          points.cell(row, j) = on_grid(static_cast<double>(columns[j].values()[row]), grid.axes[j]);
    }
  });
  return points;
}

void FixedPoints::copy_row(std::size_t row, std::span<std::int32_t> to) const {
  for (std::size_t j = 0; j < dimensions_; ++j) to[j] = at(row, j);
}

std::int64_t FixedPoints::squared_distance(std::size_t row, std::span<const std::int32_t> from) const {
  std::int64_t sum = 0;
  for (std::size_t j = 0; j < dimensions_; ++j) {
    const std::int64_t difference = static_cast<std::int64_t>(at(row, j)) - from[j];
    sum += difference * difference;
  }
  return sum;
}

bool FixedPoints::before(std::size_t a, std::size_t b) const {
  for (std::size_t j = 0; j < dimensions_; ++j)
    if (at(a, j) != at(b, j)) return at(a, j) < at(b, j);
  return false;
}

Int128 FixedPoints::squared_lengths() const {
  Int128 sum = 0;
  for (std::size_t b = 0; b < blocks(); ++b) {
    std::int64_t of_block = 0;
    for (std::size_t i = 0; i < dimensions_ * kBlockPoints; ++i)
      of_block += static_cast<std::int64_t>(block(b)[i]) * block(b)[i];
    sum += of_block;
  }
  return sum;
}

FixedPoints FixedPoints::take(std::span<const std::uint32_t> rows) const {
  FixedPoints points(rows.size(), dimensions_);
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < dimensions_; ++j) points.cell(i, j) = at(rows[i], j);
  return points;
}

}  // namespace staysail::statistics
