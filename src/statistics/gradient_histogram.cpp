#include "statistics/gradient_histogram.hpp"

#include <algorithm>
#include <array>

namespace staysail::statistics {
namespace {

// Two sums for each code: rows that follow each other often have the same one, and would wait for each other.
using PackedSums = std::array<std::int64_t, 512>;

void add_block(const std::uint8_t* codes, std::span<const std::uint32_t> rows, std::span<const std::int64_t> packed,
               PackedSums& sums) {
  std::size_t i = 0;
  for (; i + 2 <= rows.size(); i += 2) {
    sums[codes[rows[i]]] += packed[i];
    sums[256U + codes[rows[i + 1]]] += packed[i + 1];
  }
  if (i < rows.size()) sums[codes[rows[i]]] += packed[i];
}

void add_column(const CodeColumn& column, std::span<const std::uint32_t> rows, std::span<const std::int64_t> packed,
                Gradient* sums) {
  for (std::size_t begin = 0; begin < rows.size(); begin += kMostPacked) {
    const std::size_t count = std::min(kMostPacked, rows.size() - begin);
    PackedSums block{};
    add_block(column.codes, rows.subspan(begin, count), packed.subspan(begin, count), block);
    for (std::size_t code = 0; code < column.size; ++code) {
      sums[code].add_packed(block[code]);
      sums[code].add_packed(block[256 + code]);
    }
  }
}

}  // namespace

GradientHistogram GradientHistogram::of(std::span<const CodeColumn> columns, std::span<const std::uint32_t> rows,
                                        std::span<const std::int64_t> packed) {
  GradientHistogram histogram;
  for (const CodeColumn& column : columns) histogram.starts_.push_back(histogram.starts_.back() + column.size);
  histogram.sums_.resize(histogram.starts_.back());
  for (std::size_t i = 0; i < columns.size(); ++i)
    add_column(columns[i], rows, packed, histogram.sums_.data() + histogram.starts_[i]);
  return histogram;
}

GradientHistogram& GradientHistogram::operator-=(const GradientHistogram& part) {
  for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i] -= part.sums_[i];
  return *this;
}

Gradient total_of(std::span<const std::int64_t> packed) {
  Gradient total;
  for (const std::int64_t one : packed) total.add_packed(one);
  return total;
}

}  // namespace staysail::statistics
