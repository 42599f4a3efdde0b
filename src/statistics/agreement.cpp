#include "staysail/statistics/agreement.hpp"

#include <algorithm>
#include <limits>

#include "staysail/base/int128.hpp"

namespace staysail::statistics {
namespace {

constexpr std::uint64_t kMostEntry = std::uint64_t{1} << 52;
constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max();

Int128 pairs(std::uint64_t count) { return static_cast<Int128>(count) * (static_cast<Int128>(count) - 1) / 2; }

// Shortest augmenting paths over a square table of costs, padded with zeros. Rows and columns count from 1; 0 is
// nobody.
class Pairing {
 public:
  Pairing(std::span<const std::uint64_t> table, std::size_t rows, std::size_t columns)
      : table_(table),
        rows_(rows),
        columns_(columns),
        size_(std::max(rows, columns)),
        row_price_(size_ + 1),
        column_price_(size_ + 1),
        row_of_(size_ + 1) {
    for (std::size_t row = 1; row <= size_; ++row) add(row);
  }
  std::vector<std::int32_t> columns_of_rows() const {
    std::vector<std::int32_t> result(rows_, -1);
    for (std::size_t column = 1; column <= columns_; ++column)
      if (row_of_[column] <= rows_) result[row_of_[column] - 1] = static_cast<std::int32_t>(column) - 1;
    return result;
  }

 private:
  std::int64_t cost(std::size_t row, std::size_t column) const {
    if (row > rows_ || column > columns_) return 0;
    return -static_cast<std::int64_t>(table_[(row - 1) * columns_ + column - 1]);
  }
  void add(std::size_t row) {
    row_of_[0] = row;
    std::vector<std::int64_t> least(size_ + 1, kFar);
    std::vector<std::size_t> before(size_ + 1);
    std::vector<bool> reached(size_ + 1);
    std::size_t column = 0;
    while (row_of_[column] != 0) column = reach_next(column, least, before, reached);
    for (; column != 0; column = before[column]) row_of_[column] = row_of_[before[column]];
  }
  // From the row that holds `column` to the nearest column not yet reached.
  std::size_t reach_next(std::size_t column, std::vector<std::int64_t>& least, std::vector<std::size_t>& before,
                         std::vector<bool>& reached) {
    reached[column] = true;
    const std::size_t row = row_of_[column];
    std::int64_t step = kFar;
    std::size_t next = 0;
    for (std::size_t j = 1; j <= size_; ++j) {
      if (reached[j]) continue;
      const std::int64_t length = cost(row, j) - row_price_[row] - column_price_[j];
      if (length < least[j]) least[j] = length, before[j] = column;
      if (least[j] < step) step = least[j], next = j;
    }
    for (std::size_t j = 0; j <= size_; ++j) {
      if (reached[j]) row_price_[row_of_[j]] += step, column_price_[j] -= step;
      else if (least[j] != kFar) least[j] -= step;
    }
    return next;
  }

  std::span<const std::uint64_t> table_;
  std::size_t rows_, columns_, size_;
  std::vector<std::int64_t> row_price_, column_price_;
  std::vector<std::size_t> row_of_;
};

}  // namespace

std::vector<std::uint64_t> cross_counts(std::span<const std::uint16_t> a, std::span<const std::uint16_t> b,
                                        std::size_t parts_a, std::size_t parts_b) {
  std::vector<std::uint64_t> counts(parts_a * parts_b);
  for (std::size_t row = 0; row < a.size(); ++row) ++counts[a[row] * parts_b + b[row]];
  return counts;
}

double adjusted_rand(std::span<const std::uint64_t> counts, std::size_t parts_b) {
  std::vector<std::uint64_t> of_a(counts.size() / parts_b), of_b(parts_b);
  Int128 together = 0, in_a = 0, in_b = 0;
  std::uint64_t rows = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    together += pairs(counts[i]);
    of_a[i / parts_b] += counts[i];
    of_b[i % parts_b] += counts[i];
    rows += counts[i];
  }
  for (const std::uint64_t count : of_a) in_a += pairs(count);
  for (const std::uint64_t count : of_b) in_b += pairs(count);
  const Int128 all = pairs(rows);
  if (in_a == in_b && (in_a == all || in_a == 0)) return 1;
  const double expected = static_cast<double>(in_a) * static_cast<double>(in_b) / static_cast<double>(all);
  return (static_cast<double>(together) - expected) / (static_cast<double>(in_a + in_b) / 2 - expected);
}

Result<std::vector<std::int32_t>> best_pairing(std::span<const std::uint64_t> table, std::size_t columns) {
  if (std::any_of(table.begin(), table.end(), [](std::uint64_t entry) { return entry > kMostEntry; }))
    return Error(Errc::amount_overflow, "an entry of a table to be paired is at most 4503599627370496");
  if (table.empty()) return std::vector<std::int32_t>();
  return Pairing(table, table.size() / columns, columns).columns_of_rows();
}

}  // namespace staysail::statistics
