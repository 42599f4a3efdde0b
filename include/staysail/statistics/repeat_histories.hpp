// RepeatHistories: how many repeat events each unit had, when the last one came and how long it was observed, as an
// exact table of distinct histories with their weights. What a fit costs depends on the distinct histories only: times
// on a grid of whole days make few.
//
// A partial of the four-function form: of() maps, merge() merges; the table is sorted, so no order of rows changes it.
// Immutable once made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "staysail/base/int128.hpp"
#include "staysail/base/result.hpp"

namespace staysail::statistics {

// Times count from the first event, in any unit; `last` is 0 without a repeat event.
struct RepeatHistory {
  double events = 0;
  double last = 0;
  double observed = 0;
};

// `invalid_argument` unless events is a whole number up to kMostRepeats, 0 <= last <= observed, observed is positive
// and finite, and last is 0 where events is.
Status check_history(const RepeatHistory& history);
inline constexpr double kMostRepeats = 1'000'000;

class RepeatHistories {
 public:
  struct Row {
    std::uint32_t events = 0;
    std::uint32_t last = 0;      // index into times()
    std::uint32_t observed = 0;  // index into times()
    Int128 units = 0;            // weight in billionths
  };

  RepeatHistories() = default;
  // Columns of equal length; `weights` (how often a row stands for itself, to nine decimals) may be empty for 1 each.
  // `invalid_argument` as check_history(), or for a weight outside 0 .. 9e9, with the row (from 1); `limit_exceeded`
  // when distinct times and counts need more than 64 bits together.
  static Result<RepeatHistories> of(std::span<const double> events, std::span<const double> last,
                                    std::span<const double> observed, std::span<const double> weights = {});
  static Result<RepeatHistories> merge(const RepeatHistories& a, const RepeatHistories& b);

  // Ascending by events, last, observed; no two alike.
  std::span<const Row> rows() const { return rows_; }
  // Ascending.
  std::span<const double> times() const { return times_; }

 private:
  friend class HistoryCounter;
  std::vector<Row> rows_;
  std::vector<double> times_;
};

}  // namespace staysail::statistics
