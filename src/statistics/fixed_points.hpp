// FixedPoints: rows of columns as points with whole coordinates, on a grid so fine that it tells apart what matters and
// so coarse that distances are exact in double arithmetic.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "statistics/nearest_kernel.hpp"
#include "statistics/whole_column.hpp"
#include "statistics/workers.hpp"
#include "staysail/base/int128.hpp"

namespace staysail::statistics {

// No point and no centroid lies farther from the middle; then every sum in a distance stays below 2^53, also to a
// point that came later, from up to kLaterReach times as far.
inline constexpr double kGridRadius = 33554432;  // 2^25
inline constexpr double kLaterReach = 3;

// How one column becomes a coordinate: (whole value - origin) * factor.
struct GridAxis {
  std::string name;
  double steps = 1;     // of the whole values, see WholeColumn
  double origin = 0;    // the mean, rounded to a whole value
  double factor = 1;    // grid units a whole value
  double farthest = 0;  // coordinate of the outermost value
};

struct Grid {
  std::vector<GridAxis> axes;
  double unit = 1;  // grid units a standard deviation; a unit of the columns where they are not standardised

  // In units of the column.
  double value_of(std::size_t axis, std::int32_t coordinate) const;
  std::int32_t coordinate_of(std::size_t axis, double value) const;
  // Steps for WholeColumn::of.
  double steps(std::size_t axis) const { return axes[axis].steps; }
};

// Where `start` (rows of one number a column, in units of the columns) lies outside the data it widens the grid.
// `degenerate_input` naming a column of one value only.
Result<Grid> grid_of(std::span<const Column> columns, std::span<const WholeColumn> whole, bool standardise,
                     std::span<const double> start, const Workers& workers);

class FixedPoints {
 public:
  // Values farther out than kLaterReach times the grid's outermost count as that.
  static FixedPoints of(const Grid& grid, std::span<const WholeColumn> columns, const Workers& workers);

  std::size_t size() const { return size_; }
  std::size_t dimensions() const { return dimensions_; }
  std::size_t blocks() const { return (size_ + kBlockPoints - 1) / kBlockPoints; }
  // The last block is filled up with zeros.
  const std::int32_t* block(std::size_t index) const {
    return coordinates_.data() + index * dimensions_ * kBlockPoints;
  }
  std::int32_t at(std::size_t row, std::size_t axis) const {
    return block(row / kBlockPoints)[axis * kBlockPoints + row % kBlockPoints];
  }
  void copy_row(std::size_t row, std::span<std::int32_t> to) const;
  std::int64_t squared_distance(std::size_t row, std::span<const std::int32_t> from) const;
  // Whether row `a` stands before row `b` when rows are compared coordinate by coordinate.
  bool before(std::size_t a, std::size_t b) const;
  // Sum of the squared lengths of all points.
  Int128 squared_lengths() const;
  FixedPoints take(std::span<const std::uint32_t> rows) const;

 private:
  FixedPoints(std::size_t size, std::size_t dimensions)
      : size_(size), dimensions_(dimensions), coordinates_(blocks() * dimensions * kBlockPoints) {}
  std::int32_t& cell(std::size_t row, std::size_t axis) {
    return coordinates_[(row / kBlockPoints * dimensions_ + axis) * kBlockPoints + row % kBlockPoints];
  }

  std::size_t size_, dimensions_;
  std::vector<std::int32_t> coordinates_;
};

}  // namespace staysail::statistics
