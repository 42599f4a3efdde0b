#include "statistics/gradient_histogram.hpp"

#include <algorithm>
#include <array>

namespace staysail::statistics {
namespace {

// Columns summed at once: a row's gradient is read once for all of them, and rows that follow each other with the same
// code do not wait for each other's sum.
constexpr std::size_t kAtOnce = 4;
using PackedSums = std::array<std::array<std::int64_t, 256>, kAtOnce>;

template <std::size_t Count>
void add_block(const CodeColumn* columns, std::span<const std::uint32_t> rows, std::span<const std::int64_t> packed,
               PackedSums& sums) {
  std::array<const std::uint8_t*, Count> codes;
  for (std::size_t c = 0; c < Count; ++c) codes[c] = columns[c].codes;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::uint32_t row = rows[i];
    const std::int64_t one = packed[i];
    for (std::size_t c = 0; c < Count; ++c) sums[c][codes[c][row]] += one;
  }
}

using AddBlock = void (*)(const CodeColumn*, std::span<const std::uint32_t>, std::span<const std::int64_t>,
                          PackedSums&);
constexpr std::array<AddBlock, kAtOnce> kAddBlock{&add_block<1>, &add_block<2>, &add_block<3>, &add_block<4>};

// `sums`: those of the columns, one after the other.
void add_columns(std::span<const CodeColumn> columns, std::span<const std::uint32_t> rows,
                 std::span<const std::int64_t> packed, Gradient* sums) {
  for (std::size_t begin = 0; begin < rows.size(); begin += kMostPacked) {
    const std::size_t count = std::min(kMostPacked, rows.size() - begin);
    PackedSums block{};
    kAddBlock[columns.size() - 1](columns.data(), rows.subspan(begin, count), packed.subspan(begin, count), block);
    Gradient* to = sums;
    for (std::size_t c = 0; c < columns.size(); ++c)
      for (std::size_t code = 0; code < columns[c].size; ++code) (to++)->add_packed(block[c][code]);
  }
}

}  // namespace

GradientHistogram GradientHistogram::of(std::span<const CodeColumn> columns, std::span<const std::uint32_t> rows,
                                        std::span<const std::int64_t> packed) {
  GradientHistogram histogram;
  for (const CodeColumn& column : columns) histogram.starts_.push_back(histogram.starts_.back() + column.size);
  histogram.sums_.resize(histogram.starts_.back());
  for (std::size_t i = 0; i < columns.size(); i += kAtOnce)
    add_columns(columns.subspan(i, std::min(kAtOnce, columns.size() - i)), rows, packed,
                histogram.sums_.data() + histogram.starts_[i]);
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
