// The order of rows of facts by the values of columns; nulls first, texts by their bytes.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "staysail/columns/batch.hpp"
#include "staysail/model/table.hpp"

namespace staysail::view {

// Below, at or above zero as the value of row `a` comes before, with or after that of row `b`. Columns are of one type.
int compare(const Column& column, std::uint32_t a, const Column& other, std::uint32_t b);
int compare(const Column& column, std::uint32_t a, std::uint32_t b);
int compare(const std::vector<const Column*>& columns, std::uint32_t a, std::uint32_t b);

// Whether each key is greater than the one before it, as exports mostly have them: nothing is to be sorted then, and no
// key comes twice.
bool keys_ascend(const TableDescription& table, const Batch& rows);

// Brings rows into the order of their key; those of one key stay as they are.
void sort_by_key(const std::vector<const Column*>& key, std::span<std::uint32_t> rows);

// std::sort for what is mostly in order, as exports are: of what comes too late a list of its own is sorted and merged.
// `before` tells any two different elements apart.
template <class T, class Before>
void sort_mostly_sorted(std::vector<T>& all, const Before& before) {
  std::vector<T> late;
  std::size_t kept = 0;
  for (const T& one : all) {
    if (kept != 0 && before(one, all[kept - 1])) late.push_back(one);
    else all[kept++] = one;
  }
  std::sort(late.begin(), late.end(), before);
  std::copy(late.begin(), late.end(), all.begin() + static_cast<std::ptrdiff_t>(kept));
  std::inplace_merge(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(kept), all.end(), before);
}

// Finds the keys of one batch among the rows of another, which are sorted by key.
class KeyOrder {
 public:
  KeyOrder(const TableDescription& table, const Batch& sorted, const Batch& asked)
      : rows_(static_cast<std::uint32_t>(sorted.rows())) {
    for (const auto& name : table.key) columns_.emplace_back(sorted.find(name), asked.find(name));
  }

  // The row of the sorted batch with the key of row `row` of the other; nothing when there is none behind the one that
  // was found last. Keys that ascend are near each other, so steps are short at first.
  std::optional<std::uint32_t> place_after_last(std::uint32_t row) {
    std::uint32_t begin = next_, end = next_;
    for (std::uint32_t step = 1; end < rows_ && compare_to(end, row) < 0; step *= 2) {
      begin = end + 1;
      end = std::min(rows_, begin + step);
    }
    while (begin < end) {
      const std::uint32_t middle = begin + (end - begin) / 2;
      if (compare_to(middle, row) < 0) begin = middle + 1;
      else end = middle;
    }
    if (begin == rows_ || compare_to(begin, row) != 0) return std::nullopt;
    next_ = begin + 1;
    return begin;
  }

 private:
  int compare_to(std::uint32_t place, std::uint32_t row) const {
    for (const auto& [sorted, asked] : columns_)
      if (const int order = compare(*sorted, place, *asked, row); order != 0) return order;
    return 0;
  }

  std::uint32_t rows_, next_ = 0;
  std::vector<std::pair<const Column*, const Column*>> columns_;
};

}  // namespace staysail::view
