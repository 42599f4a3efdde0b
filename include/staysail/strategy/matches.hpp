// What matching gives: a bit map, or the best of each row.
#pragma once

#include <cstdint>
#include <vector>

namespace staysail {

// One bit a strategy and row. Immutable once made; any thread.
class Matches {
 public:
  Matches() = default;
  Matches(std::size_t strategies, std::size_t rows);

  std::size_t strategies() const { return strategies_; }
  std::size_t rows() const { return rows_; }
  bool test(std::size_t strategy, std::size_t row) const {
    return (words_[strategy * stride_ + row / 64] >> (row % 64) & 1) != 0;
  }
  std::uint64_t count(std::size_t strategy) const;
  // Ascending.
  std::vector<std::uint32_t> rows_of(std::size_t strategy) const;
  // The strategies of a row, in the matcher's order.
  std::vector<std::uint32_t> strategies_of(std::size_t row) const;

 private:
  friend class BoundMatcher;  // fills it
  std::size_t strategies_ = 0, rows_ = 0, stride_ = 0;
  std::vector<std::uint64_t> words_;
};

// The strategies of each row by priority, as many as were asked for. A plain value.
struct RankedMatches {
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  std::size_t ranks = 0;
  std::vector<std::uint32_t> strategies;  // of row r from strategies[r * ranks] on; kNone past the last

  std::size_t rows() const { return ranks == 0 ? 0 : strategies.size() / ranks; }
};

}  // namespace staysail
