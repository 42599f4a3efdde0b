// RiskTable: of durations that ended in an event or were cut off (right-censored), how many units were at risk, had the
// event, or were last seen at each distinct time. A unit may come under observation late (left-truncated): then it is
// at risk only after that.
//
// A partial of the four-function form: of() maps, merge() merges; sorted and exact (weights to nine decimals), so no
// order of rows changes it. Immutable once made.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "staysail/base/int128.hpp"
#include "staysail/base/result.hpp"

namespace staysail::statistics {

// `invalid_argument` unless the duration is 0 or more and finite.
Status check_duration(double duration);

class RiskTable {
 public:
  struct Row {
    double time = 0;
    double at_risk = 0;  // just before `time`
    double events = 0;
    double censored = 0;
  };

  RiskTable() = default;
  // Columns of equal length, `events` 1 where the event came; `weights` (how often a row stands for itself, 0 .. 9e9)
  // may be empty for 1 each; `entries`: the time after which the unit is observed, 0 for one seen from its beginning;
  // may be empty. `invalid_argument` with the row (from 1), also for a unit that ends no later than it is observed.
  static Result<RiskTable> of(std::span<const double> durations, std::span<const std::uint8_t> events,
                              std::span<const double> weights = {}, std::span<const double> entries = {});
  static RiskTable merge(const RiskTable& a, const RiskTable& b);

  // Ascending by time, no two alike.
  std::span<const Row> rows() const { return rows_; }
  // Of all units.
  double units() const;
  double events() const;
  // Units with a duration of `time` or more.
  double at_risk(double time) const;

 private:
  struct Cell {
    double time = 0;
    Int128 events = 0;
    Int128 censored = 0;
    Int128 entered = 0;  // observed from just after `time`
  };
  static RiskTable of_cells(std::vector<Cell> cells);

  std::vector<Cell> cells_;
  std::vector<Row> rows_;
};

}  // namespace staysail::statistics
