#include "staysail/strategy/matches.hpp"

#include <bit>
#include <numeric>

namespace staysail {

Matches::Matches(std::size_t strategies, std::size_t rows)
    : strategies_(strategies), rows_(rows), stride_((rows + 63) / 64), words_(strategies * stride_) {}

std::uint64_t Matches::count(std::size_t strategy) const {
  const auto begin = words_.begin() + static_cast<std::ptrdiff_t>(strategy * stride_);
  return std::accumulate(
      begin, begin + static_cast<std::ptrdiff_t>(stride_), std::uint64_t{0},
      [](std::uint64_t sum, std::uint64_t word) { return sum + static_cast<std::uint64_t>(std::popcount(word)); });
}

std::vector<std::uint32_t> Matches::rows_of(std::size_t strategy) const {
  std::vector<std::uint32_t> rows;
  rows.reserve(count(strategy));
  for (std::size_t i = 0; i < stride_; ++i) {
    for (std::uint64_t word = words_[strategy * stride_ + i]; word != 0; word &= word - 1) {
      rows.push_back(static_cast<std::uint32_t>(i * 64 + static_cast<std::size_t>(std::countr_zero(word))));
    }
  }
  return rows;
}

std::vector<std::uint32_t> Matches::strategies_of(std::size_t row) const {
  std::vector<std::uint32_t> found;
  for (std::size_t s = 0; s < strategies_; ++s) {
    if (test(s, row)) found.push_back(static_cast<std::uint32_t>(s));
  }
  return found;
}

}  // namespace staysail
