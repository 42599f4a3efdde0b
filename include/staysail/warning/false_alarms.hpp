// False alarms: how often charts over a whole base may cry wolf, turned into the thresholds of the charts.
//
// A chart that watches an undisturbed line and starts anew after each alarm alarms once in a mean run length. So with m
// observations of each line a month, F false alarms per million lines a month mean a run length of m * 10^6 / F
// observations; the threshold follows from the run length (statistics/cusum.hpp, statistics/ewma.hpp).
// Pure functions; any thread.
#pragma once

#include "staysail/base/result.hpp"

namespace staysail {

struct FalseAlarmBudget {
  double per_million_a_month = 1'000;
  double observations_a_month = 1;  // of each line: 1 for closed cycles, about 30 for days

  // `invalid_argument` unless both are positive and there are more observations than alarms.
  Status validate() const;
  // Mean observations between false alarms of one line.
  double run_length() const { return observations_a_month * 1e6 / per_million_a_month; }
};

// The decision interval h of a cusum with allowance k. Errors of validate() and of cusum_decision_interval().
Result<double> cusum_threshold(const FalseAlarmBudget& budget, double k);

// The limit L of an EWMA chart with weight lambda. Errors of validate() and of ewma_limit().
Result<double> ewma_threshold(const FalseAlarmBudget& budget, double lambda);

}  // namespace staysail
