#include "staysail/statistics/survival_difference.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "statistics/confidence.hpp"
#include "staysail/statistics/distribution.hpp"

namespace staysail::statistics {
namespace {

Result<double> last_time(const RiskTable& arm) {
  if (!arm.rows().empty()) return arm.rows().back().time;
  return Error(Errc::degenerate_input, "survival is compared between two arms with customers; one is empty");
}

Result<Estimate> mean_until(const RiskTable& arm, double horizon) {
  STAYSAIL_TRY(const KaplanMeier curve, KaplanMeier::of(arm));
  return curve.restricted_mean(horizon);
}

}  // namespace

Result<SurvivalDifference> survival_difference(const RiskTable& treated, const RiskTable& untreated,
                                               std::optional<double> horizon, double confidence) {
  STAYSAIL_CHECK(check_confidence(confidence));
  STAYSAIL_TRY(const double of_treated, last_time(treated));
  STAYSAIL_TRY(const double of_untreated, last_time(untreated));
  SurvivalDifference found;
  found.horizon = horizon.value_or(std::min(of_treated, of_untreated));
  STAYSAIL_TRY(found.treated, mean_until(treated, found.horizon));
  STAYSAIL_TRY(found.untreated, mean_until(untreated, found.horizon));
  found.difference = found.treated.value - found.untreated.value;
  const double a = found.treated.standard_error, b = found.untreated.standard_error;
  found.standard_error = std::sqrt(a * a + b * b);
  const double half = normal_quantile((1 + confidence) / 2) * found.standard_error;
  found.interval = {found.difference - half, found.difference + half};
  if (found.standard_error > 0)
    found.p_value = 2 * normal_upper_tail(std::fabs(found.difference) / found.standard_error);
  const std::array arms = {treated, untreated};
  if (auto test = log_rank(arms)) found.log_rank = std::move(test).value();
  return found;
}

}  // namespace staysail::statistics
