#include "staysail/statistics/proportion.hpp"

#include <algorithm>
#include <cmath>

#include "statistics/confidence.hpp"
#include "staysail/statistics/distribution.hpp"

namespace staysail::statistics {
namespace {

Status check(const Proportion& proportion) {
  if (proportion.trials == 0)
    return Error(Errc::degenerate_input,
                 "a proportion of no trials is undefined; ask for it only where something was tried");
  if (proportion.successes > proportion.trials)
    return Error(Errc::invalid_argument, "more successes than trials: " + std::to_string(proportion.successes) +
                                             " of " + std::to_string(proportion.trials));
  return ok();
}

double two_sided_z(double confidence) { return normal_quantile(0.5 + confidence / 2); }

Interval wilson_at(const Proportion& proportion, double z) {
  const double n = static_cast<double>(proportion.trials);
  const double x = static_cast<double>(proportion.successes);
  const double centre = (x + z * z / 2) / (n + z * z);
  const double half = z / (n + z * z) * std::sqrt(x * (n - x) / n + z * z / 4);
  // At the edges the formula gives 0 and 1 but for rounding.
  return {proportion.successes == 0 ? 0 : std::max(0.0, centre - half),
          proportion.successes == proportion.trials ? 1 : std::min(1.0, centre + half)};
}

double hypotenuse(double a, double b) { return std::sqrt(a * a + b * b); }

}  // namespace

Result<Interval> wilson(const Proportion& proportion, double confidence) {
  STAYSAIL_CHECK(check(proportion));
  STAYSAIL_CHECK(check_confidence(confidence));
  return wilson_at(proportion, two_sided_z(confidence));
}

Result<Interval> newcombe(const Proportion& a, const Proportion& b, double confidence) {
  STAYSAIL_TRY(const Interval of_a, wilson(a, confidence));
  STAYSAIL_TRY(const Interval of_b, wilson(b, confidence));
  const double difference = a.rate() - b.rate();
  return Interval{difference - hypotenuse(a.rate() - of_a.low, of_b.high - b.rate()),
                  difference + hypotenuse(of_a.high - a.rate(), b.rate() - of_b.low)};
}

}  // namespace staysail::statistics
