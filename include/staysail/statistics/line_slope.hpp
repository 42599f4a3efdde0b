// Least-squares slope over integer positions (the month index), exact: sums in 128 bits, one division at the end.
//
// A partial of the four-function form: add() maps, merge() merges, slope() finishes. Owned by one thread.
#pragma once

#include <cstdint>

#include "staysail/base/int128.hpp"
#include "staysail/base/result.hpp"

namespace staysail::statistics {

class LineSums {
 public:
  // `position` is e.g. Month::index(); months without a value are simply not added.
  void add(std::int32_t position, std::int64_t scaled);
  void merge(const LineSums& other);

  std::uint64_t count() const { return count_; }
  // Change of the value per one position, of values at scale `from`, as a number at scale `to`, rounded half-even once.
  // `degenerate_input` for fewer than two different positions; `amount_overflow` past the widths named above.
  Result<std::int64_t> slope(int from, int to) const;

 private:
  std::uint64_t count_ = 0;
  std::int64_t positions_ = 0;
  Int128 squares_ = 0;  // of positions
  Int128 values_ = 0;
  Int128 products_ = 0;
};

}  // namespace staysail::statistics
