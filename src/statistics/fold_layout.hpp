// Rows in an order that depends on what they hold and not on how they came, cut into folds that lie one after another.
// Rows that are equal stay in one fold, so that none is judged by its own copy; both outcomes are spread evenly.
#pragma once

#include <cstdint>
#include <vector>

#include "staysail/statistics/coded_rows.hpp"

namespace staysail::statistics {

struct FoldLayout {
  std::vector<std::uint32_t> order;  // row at each place
  std::vector<std::size_t> starts;   // folds + 1
  std::size_t folds() const { return starts.size() - 1; }
};

// One for each row; equal rows have equal keys.
std::vector<std::uint64_t> row_keys(const CodedRows& rows);

FoldLayout fold_layout(const std::vector<std::uint64_t>& keys, const std::vector<std::uint8_t>& target,
                       std::size_t folds, std::uint64_t seed);

// Next of a sequence of well-mixed numbers (splitmix64).
inline std::uint64_t next_number(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15ULL;
  std::uint64_t mixed = state;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
  return mixed ^ (mixed >> 31);
}

}  // namespace staysail::statistics
