// Which type the cells of a column have in common.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "staysail/columns/schema.hpp"

namespace staysail::boss {

// Fed with the cells of one column, nulls left out. A plain value.
class ColumnGuess {
 public:
  // `cell` without the blanks around it.
  void look_at(std::string_view cell, std::uint64_t line);

  // Whether there was any cell.
  bool has_seen() const { return looked_at_ > 0; }
  // name and unit are the caller's.
  ColumnType type() const;
  // Of a number: the most decimals of a cell.
  int scale() const { return std::max(scale_, 0); }
  // Of a text among whose first cells are values: the first cell that is none, and its line; line 0 for other columns.
  std::uint64_t cause_line() const { return has_values_ ? cause_line_ : 0; }
  const std::string& cause() const { return cause_; }

 private:
  // Bits: what all cells so far may be.
  static constexpr unsigned kBoolean = 1, kDay = 2, kInstant = 4, kNumber = 8, kReal = 16, kAll = 31;
  unsigned kinds_of(std::string_view cell);
  unsigned numeric_kinds(std::string_view cell);

  static constexpr int kLookedAt = 64;  // cells of a text that are still looked at for values

  unsigned open_ = kAll;
  int looked_at_ = 0;
  bool has_values_ = false;
  int scale_ = 0, whole_digits_ = 0;
  std::uint64_t cause_line_ = 0;
  std::string cause_;
};

// "true", "True" or "TRUE" (then 1), "false" ... (0); -1 for any other.
int truth_of(std::string_view cell);

}  // namespace staysail::boss
