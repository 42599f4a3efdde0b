// How much longer those of one arm stay than those of the other: the difference of their mean durations up to a horizon
// (restricted mean survival time; Royston and Parmar 2013) with its interval, and the log-rank test beside it. It
// counts months kept whatever the shape of the curves, also where hazards are not proportional.
//
// Pure; any thread; the same bits for any order of rows.
#pragma once

#include <optional>

#include "staysail/base/result.hpp"
#include "staysail/statistics/interval.hpp"
#include "staysail/statistics/kaplan_meier.hpp"
#include "staysail/statistics/log_rank.hpp"
#include "staysail/statistics/risk_table.hpp"

namespace staysail::statistics {

struct SurvivalDifference {
  double horizon = 0;
  Estimate treated;  // mean duration when all are cut off at the horizon
  Estimate untreated;
  double difference = 0;
  double standard_error = 0;
  double p_value = 1;  // two-sided, of no difference; 1 where nobody had the event before the horizon
  Interval interval;
  std::optional<LogRankTest> log_rank;  // absent where no event lets the arms be compared
};

// `horizon`: absent, the shorter of the two last times. `invalid_argument` for one that is not positive or lies beyond
// the last time of an arm (the curve is not known there), or a confidence outside (0, 1); `degenerate_input` for an arm
// without a unit.
Result<SurvivalDifference> survival_difference(const RiskTable& treated, const RiskTable& untreated,
                                               std::optional<double> horizon = std::nullopt, double confidence = 0.95);

}  // namespace staysail::statistics
