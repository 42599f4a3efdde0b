#include "staysail/statistics/quantile_rank.hpp"

#include <algorithm>

#include "statistics/radix_sort.hpp"
#include "staysail/base/decimal_text.hpp"
#include "staysail/base/int128.hpp"

namespace staysail::statistics {
namespace {

constexpr int kBucketBits = 16;

Status check_ordered(const Column& column) {
  if (column.type() == ColumnType::number || column.type() == ColumnType::day || column.type() == ColumnType::instant)
    return ok();
  return Error(Errc::schema_mismatch, "ranks need a number, day or instant column; column " + column.field().name +
                                          " is " + std::string(name_of(column.type())));
}

// Precondition: check_ordered(column).
template <class Visit>
void for_each_value(const Column& column, Visit visit) {
  const auto walk = [&](const auto& values) {
    for (std::size_t row = 0; row < values.size(); ++row) visit(row, static_cast<std::int64_t>(values[row]));
  };
  if (column.type() == ColumnType::day) return walk(column.days());
  walk(column.type() == ColumnType::number ? column.numbers() : column.instants());
}

ValueCounts counted(std::vector<std::uint64_t> keys) {
  radix_sort(keys);
  std::vector<std::int64_t> values(keys.size());
  std::transform(keys.begin(), keys.end(), values.begin(), value_of_key);
  return ValueCounts::map(values);
}

// A column of one number for each row that is not null.
template <class Number>
Result<Column> number_column(const Column& column, Field field, Number number) {
  STAYSAIL_CHECK(check_ordered(column));
  ColumnBuilder builder(std::move(field));
  builder.reserve(column.size());
  for_each_value(column, [&](std::size_t row, std::int64_t value) {
    if (column.is_null(row)) return builder.append_null();
    builder.append_number(number(value));
  });
  return builder.finish();
}

// min(1, part / whole) with `one` standing for 1, rounded half to even. Every row comes here: 64 bits nearly always
// hold the product, and divide several times faster than 128.
std::int64_t share_of(std::uint64_t part, std::uint64_t whole, std::uint64_t one) {
  std::uint64_t product = 0;
  if (__builtin_mul_overflow(part, one, &product))
    return static_cast<std::int64_t>(
        std::min<Int128>(one, divide_half_even(static_cast<Int128>(part) * one, static_cast<Int128>(whole))));
  const std::uint64_t quotient = product / whole;
  const std::uint64_t remainder = product % whole;
  const std::uint64_t rest = whole - remainder;
  const bool up = remainder > rest || (remainder == rest && quotient % 2 != 0);
  return static_cast<std::int64_t>(std::min(one, quotient + (up ? 1 : 0)));
}

Field number_field(const std::string& name, int scale) {
  return Field{name, ColumnType::number, static_cast<std::uint8_t>(scale), {}};
}

}  // namespace

void ValueCounts::append(std::int64_t value, std::uint64_t count) {
  total_ += count;
  if (!values_.empty() && values_.back() == value) {
    counts_.back() += count;
    return;
  }
  values_.push_back(value);
  counts_.push_back(count);
}

ValueCounts ValueCounts::map(std::span<const std::int64_t> values) {
  if (!std::is_sorted(values.begin(), values.end())) {
    std::vector<std::uint64_t> keys(values.size());
    std::transform(values.begin(), values.end(), keys.begin(), order_key);
    return counted(std::move(keys));
  }
  ValueCounts counts;
  for (const std::int64_t value : values) counts.append(value, 1);
  return counts;
}

Result<ValueCounts> ValueCounts::map(const Column& column) {
  STAYSAIL_CHECK(check_ordered(column));
  std::vector<std::uint64_t> keys;
  keys.reserve(column.size() - column.null_count());
  for_each_value(column, [&](std::size_t row, std::int64_t value) {
    if (!column.is_null(row)) keys.push_back(order_key(value));
  });
  return counted(std::move(keys));
}

ValueCounts ValueCounts::merge(const ValueCounts& a, const ValueCounts& b) {
  ValueCounts merged;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.values_.size() || j < b.values_.size()) {
    const bool from_a = j == b.values_.size() || (i < a.values_.size() && a.values_[i] <= b.values_[j]);
    const ValueCounts& from = from_a ? a : b;
    std::size_t& next = from_a ? i : j;
    merged.append(from.values_[next], from.counts_[next]);
    ++next;
  }
  return merged;
}

Ranking Ranking::finish(const ValueCounts& counts) {
  Ranking ranking;
  ranking.values_.assign(counts.values().begin(), counts.values().end());
  ranking.below_.reserve(ranking.values_.size() + 1);
  ranking.below_.push_back(0);
  for (const std::uint64_t count : counts.counts()) ranking.below_.push_back(ranking.below_.back() + count);
  ranking.total_ = counts.total();
  ranking.index_values();
  return ranking;
}

void Ranking::index_values() {
  if (values_.empty()) return;
  const std::uint64_t range = order_key(values_.back()) - order_key(values_.front());
  while (shift_ < 64 - kBucketBits && (range >> shift_) >> kBucketBits != 0) ++shift_;
  starts_.assign(static_cast<std::size_t>(range >> shift_) + 2, 0);
  for (const std::int64_t value : values_) ++starts_[((order_key(value) - order_key(values_.front())) >> shift_) + 1];
  for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
}

std::size_t Ranking::first_not_below(std::int64_t value) const {
  if (values_.empty() || value <= values_.front()) return 0;
  if (value > values_.back()) return values_.size();
  const auto bucket = static_cast<std::size_t>((order_key(value) - order_key(values_.front())) >> shift_);
  const auto begin = values_.begin() + starts_[bucket];
  const auto end = values_.begin() + starts_[bucket + 1];
  return static_cast<std::size_t>(std::lower_bound(begin, end, value) - values_.begin());
}

Ranking::Position Ranking::position_of(std::int64_t value) const {
  const std::size_t index = first_not_below(value);
  const bool counted_value = index < values_.size() && values_[index] == value;
  return {below_[index], counted_value ? below_[index + 1] - below_[index] : 0};
}

std::int64_t Ranking::rank(std::int64_t value, int scale, RankDefinition definition) const {
  const auto [below, equal] = position_of(value);
  const auto one = static_cast<std::uint64_t>(power_of_ten(scale));
  switch (definition) {
    case RankDefinition::percent_rank: return total_ == 1 ? 0 : share_of(below, total_ - 1, one);
    case RankDefinition::cumulative: return share_of(below + equal, total_, one);
    case RankDefinition::mean_rank: break;
  }
  return share_of(2 * below + equal + 1, 2 * total_, one);
}

std::int64_t Ranking::value_at(std::uint64_t rank) const {
  const auto above = std::upper_bound(below_.begin(), below_.end(), rank);
  return values_[static_cast<std::size_t>(above - below_.begin()) - 1];
}

Result<std::vector<std::int64_t>> Ranking::cuts(std::uint32_t bands) const {
  if (bands == 0) return Error(Errc::invalid_argument, "bands = 0: ask for at least one band");
  if (total_ == 0) return Error(Errc::degenerate_input, "no values to cut into bands: every value is null");
  std::vector<std::int64_t> cuts;
  for (std::uint32_t band = 1; band < bands; ++band) {
    const UInt128 position = static_cast<UInt128>(total_ - 1) * band;
    const auto rank = static_cast<std::uint64_t>(position / bands);
    const auto part = static_cast<Int128>(position % bands);
    const std::int64_t low = value_at(rank);
    const std::int64_t high = part == 0 ? low : value_at(rank + 1);
    cuts.push_back(static_cast<std::int64_t>(low + (static_cast<Int128>(high) - low) * part / bands));
  }
  return cuts;
}

Result<Column> Ranking::percent_ranks(const Column& column, const std::string& name, int scale,
                                      RankDefinition definition) const {
  if (total_ == 0 && column.null_count() < column.size())
    return Error(Errc::degenerate_input, "nothing was counted to rank column " + column.field().name + " against");
  return number_column(column, number_field(name, scale),
                       [&](std::int64_t value) { return rank(value, scale, definition); });
}

Result<Column> Ranking::bands(const Column& column, const std::string& name, std::uint32_t bands) const {
  STAYSAIL_TRY(const std::vector<std::int64_t> upper_ends, cuts(bands));
  return number_column(column, number_field(name, 0), [&](std::int64_t value) { return band_of(value, upper_ends); });
}

std::int64_t band_of(std::int64_t value, std::span<const std::int64_t> cuts) {
  return std::lower_bound(cuts.begin(), cuts.end(), value) - cuts.begin() + 1;
}

}  // namespace staysail::statistics
