// Whole columns as whole numbers of a step, whatever they hold: what exact sums across rows need.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "staysail/columns/column.hpp"

namespace staysail::statistics {

// Half to even without a call, below 2^51: adding and taking away 1.5 * 2^52 leaves no room for a fraction.
inline double rounded(double x) {
  constexpr double kShift = 6755399441055744.0;
  return (x + kShift) - kShift;
}

class WholeColumn {
 public:
  // Numbers keep their scale, booleans are 0 and 1, days are days; real values are rounded to a power of two that
  // leaves the greatest 50 bits. With `steps` given, every value is rounded to 1 / steps instead. `invalid_argument`
  // for a value that is missing or no number, with its row; `schema_mismatch` for texts; both say what to do.
  static Result<WholeColumn> of(const Column& column, std::optional<double> steps = std::nullopt);

  std::span<const std::int64_t> values() const { return own_.empty() ? lent_ : std::span<const std::int64_t>(own_); }
  // A value of 1 is this many.
  double steps() const { return steps_; }

 private:
  std::vector<std::int64_t> own_;
  std::span<const std::int64_t> lent_;  // of the column
  double steps_ = 1;
};

}  // namespace staysail::statistics
