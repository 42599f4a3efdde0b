// Exact ranks and quantile bands of whole columns, in the four-function form:
//   ValueCounts::map(column) -> partial, ValueCounts::merge(partial, partial), Ranking::finish(partial) -> state (one
//   step is enough), Ranking::percent_ranks / bands (column) -> column.
// A partial is the multiset of the values: it takes 16 bytes a distinct value, and any partition, order of merging or
// order of rows gives the same one. Equal values always get the same rank and the same band.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "staysail/base/result.hpp"
#include "staysail/columns/column.hpp"

namespace staysail::statistics {

// With n values, L of them below x and E equal to x:
enum class RankDefinition : std::uint8_t {
  percent_rank,  // L / (n - 1); 0 when n = 1. PERCENT_RANK of SQL:2003: the lowest value gets 0, a unique highest 1
  cumulative,    // (L + E) / n. CUME_DIST of SQL:2003, rank(method="max", pct=True) of pandas
  mean_rank,     // (L + (E + 1) / 2) / n. rank(pct=True) of pandas
};

// The multiset of a column's values: distinct values in ascending order, and how often each occurs. Immutable once
// made.
class ValueCounts {
 public:
  ValueCounts() = default;
  static ValueCounts map(std::span<const std::int64_t> values);
  // Values of a number (scaled), day or instant column, nulls left out; `schema_mismatch` for another type.
  static Result<ValueCounts> map(const Column& column);
  static ValueCounts merge(const ValueCounts& a, const ValueCounts& b);

  std::span<const std::int64_t> values() const { return values_; }
  std::span<const std::uint64_t> counts() const { return counts_; }
  std::uint64_t total() const { return total_; }
  friend bool operator==(const ValueCounts&, const ValueCounts&) = default;

 private:
  void append(std::int64_t value, std::uint64_t count);

  std::vector<std::int64_t> values_;
  std::vector<std::uint64_t> counts_;
  std::uint64_t total_ = 0;
};

// The state that ranks are read from. Immutable, safe to share between threads.
class Ranking {
 public:
  static Ranking finish(const ValueCounts& counts);

  // The rank of `value` as a number with `scale` decimals (0 .. 10^scale), rounded half to even. A value that was not
  // counted is ranked by how many lie below it. Precondition: at least one value was counted; 0 <= scale <= 9.
  std::int64_t rank(std::int64_t value, int scale, RankDefinition definition = RankDefinition::percent_rank) const;

  // The upper ends (inclusive) of the first `bands` - 1 of `bands` equal-share bands: the quantiles k/bands with linear
  // interpolation between neighbours (definition 7 of Hyndman and Fan, that of numpy, pandas.qcut and QUANTILE_CONT),
  // rounded down to whole units, which cuts integers at the same place. `degenerate_input` when nothing was counted,
  // `invalid_argument` for bands = 0.
  Result<std::vector<std::int64_t>> cuts(std::uint32_t bands) const;

  // A number column `name` of `scale` decimals; null where `column` is null. `schema_mismatch` for a type without
  // order, `degenerate_input` for a value to rank where nothing was counted.
  Result<Column> percent_ranks(const Column& column, const std::string& name, int scale,
                               RankDefinition definition = RankDefinition::percent_rank) const;
  // A number column of bands 1 (lowest) .. `bands`; null where `column` is null. Errors as cuts() and percent_ranks().
  Result<Column> bands(const Column& column, const std::string& name, std::uint32_t bands) const;

  std::uint64_t total() const { return total_; }

 private:
  struct Position {
    std::uint64_t below = 0;
    std::uint64_t equal = 0;
  };
  Position position_of(std::int64_t value) const;
  std::size_t first_not_below(std::int64_t value) const;
  std::int64_t value_at(std::uint64_t rank) const;
  void index_values();

  std::vector<std::int64_t> values_;
  std::vector<std::uint64_t> below_;  // one more than values_: below_[i + 1] - below_[i] = count of values_[i]
  std::uint64_t total_ = 0;
  // values_ by their leading bits, so that a look-up searches few neighbours: bucket b holds [starts_[b], starts_[b +
  // 1]).
  std::vector<std::uint32_t> starts_;
  int shift_ = 0;
};

// The band of `value` under the inclusive upper ends `cuts` (ascending): 1 .. cuts.size() + 1.
std::int64_t band_of(std::int64_t value, std::span<const std::int64_t> cuts);

}  // namespace staysail::statistics
