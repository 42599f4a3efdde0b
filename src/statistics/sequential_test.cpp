#include "staysail/statistics/sequential_test.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "statistics/confidence.hpp"
#include "staysail/statistics/elementary.hpp"

namespace staysail::statistics {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double log_likelihood_ratio(double distance, double v, double tau2) {
  return natural_log(v / (v + tau2)) / 2 + tau2 * distance * distance / (2 * v * (v + tau2));
}

double half_width(double v, double tau2, double confidence) {
  return std::sqrt(v * (v + tau2) / tau2 * (natural_log((v + tau2) / v) - 2 * natural_log(1 - confidence)));
}

}  // namespace

Status SequentialDesign::validate() const {
  STAYSAIL_CHECK(check_confidence(confidence));
  if (tau2 > 0 && std::isfinite(tau2) && std::isfinite(null)) return ok();
  return Error(Errc::invalid_argument,
               "tau2, the variance of the effects that are hoped for, is positive, for instance 1e-4 for effects of "
               "about 0.01; given: " +
                   std::to_string(tau2));
}

SequentialTest::SequentialTest(const SequentialDesign& design) : design_(design) {
  so_far_.interval = {-kInfinity, kInfinity};
}

Result<SequentialTest> SequentialTest::of(const SequentialDesign& design) {
  STAYSAIL_CHECK(design.validate());
  return SequentialTest(design);
}

Result<SequentialLook> SequentialTest::look(double difference, double standard_error) {
  const double v = standard_error * standard_error;
  if (!(std::isfinite(difference) && v > 0 && std::isfinite(v)))
    return Error(Errc::invalid_argument, "a look needs a difference and its positive standard error; given: " +
                                             std::to_string(difference) + " and " + std::to_string(standard_error));
  const double log_ratio = log_likelihood_ratio(difference - design_.null, v, design_.tau2);
  const double half = half_width(v, design_.tau2, design_.confidence);
  so_far_.likelihood_ratio = exponential(log_ratio);
  so_far_.p_value = std::min(so_far_.p_value, exponential(-log_ratio));
  so_far_.interval.low = std::max(so_far_.interval.low, difference - half);
  so_far_.interval.high = std::min(so_far_.interval.high, difference + half);
  so_far_.rejects = so_far_.p_value <= 1 - design_.confidence;
  return so_far_;
}

Result<SequentialLook> SequentialTest::look(const Proportion& a, const Proportion& b) {
  for (const Proportion* side : {&a, &b})
    if (const auto checked = wilson(*side); !checked) return checked.error();
  const double pooled = Proportion{a.successes + b.successes, a.trials + b.trials}.rate();
  const double v = pooled * (1 - pooled) * (1 / static_cast<double>(a.trials) + 1 / static_cast<double>(b.trials));
  if (v == 0) return so_far_;
  return look(a.rate() - b.rate(), std::sqrt(v));
}

}  // namespace staysail::statistics
