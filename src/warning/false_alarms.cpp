#include "staysail/warning/false_alarms.hpp"

#include <cmath>
#include <string>

#include "staysail/statistics/cusum.hpp"
#include "staysail/statistics/ewma.hpp"

namespace staysail {

Status FalseAlarmBudget::validate() const {
  if (per_million_a_month > 0 && observations_a_month > 0 && std::isfinite(run_length()) && run_length() > 1)
    return ok();
  return Error(Errc::invalid_argument,
               "false alarms per million lines a month are positive and fewer than a million times the observations a "
               "month; given: " +
                   std::to_string(per_million_a_month) + " of " + std::to_string(observations_a_month));
}

Result<double> cusum_threshold(const FalseAlarmBudget& budget, double k) {
  STAYSAIL_CHECK(budget.validate());
  return statistics::cusum_decision_interval(k, budget.run_length());
}

Result<double> ewma_threshold(const FalseAlarmBudget& budget, double lambda) {
  STAYSAIL_CHECK(budget.validate());
  return statistics::ewma_limit(lambda, budget.run_length());
}

}  // namespace staysail
