// The share of units without the event as a function of time, from durations of which some are cut off (Kaplan and
// Meier 1958), with errors by Greenwood 1926.
//
// Immutable; any thread; the same bits everywhere.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "staysail/base/result.hpp"
#include "staysail/statistics/interval.hpp"
#include "staysail/statistics/risk_table.hpp"

namespace staysail::statistics {

// On which scale the interval is symmetric: S itself, ln S, or ln(-ln S). All are cut to 0 .. 1.
enum class SurvivalScale : std::uint8_t { plain, log, log_log };

struct Estimate {
  double value = 0;
  double standard_error = 0;
};

class KaplanMeier {
 public:
  struct Step {
    double time = 0;
    double survival = 1;
    // Sum over times up to this one of events / (at risk (at risk - events)): infinite once nobody is left.
    double greenwood = 0;
  };

  // `degenerate_input` without a unit. Without any event the curve stays at 1.
  static Result<KaplanMeier> of(const RiskTable& table);

  // At each time of the table, ascending.
  const std::vector<Step>& steps() const { return steps_; }
  // At any time >= 0; beyond the last one the last value stays.
  Estimate survival(double time) const;
  // Just before `time`, without what happens at it.
  double survival_before(double time) const;
  // `invalid_argument` for a confidence outside (0, 1).
  Result<Interval> interval(double time, SurvivalScale scale, double confidence = 0.95) const;

  // The first time by which a share of `share` has had the event (0.5: the median); the middle of the piece where the
  // curve stands at exactly 1 - share. Nothing where the curve does not get there. `invalid_argument` unless 0 < share
  // < 1.
  Result<std::optional<double>> quantile(double share) const;
  // Where the ends of the interval cross 1 - share; an end that does not is nothing.
  struct QuantileInterval {
    std::optional<double> low;
    std::optional<double> high;
  };
  Result<QuantileInterval> quantile_interval(double share, SurvivalScale scale, double confidence = 0.95) const;

  // Restricted mean: the area under the curve up to `horizon`, that is the mean duration when all are cut off there.
  // `invalid_argument` unless the horizon is positive, finite, and not beyond the last time.
  Result<Estimate> restricted_mean(double horizon) const;

 private:
  std::vector<Step> steps_;
};

}  // namespace staysail::statistics
