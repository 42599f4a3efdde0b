#include "staysail/statistics/power.hpp"

#include <cmath>
#include <string>

#include "staysail/statistics/distribution.hpp"
#include "staysail/statistics/elementary.hpp"

namespace staysail::statistics {
namespace {

constexpr double kLeastSize = 2;
constexpr double kMostSize = 1e9;
constexpr double kCertain = 37;  // noncentrality beyond which no t falls short

Status check_level(double level, const char* what) {
  if (level > 0 && level < 1) return ok();
  return Error(Errc::invalid_argument,
               std::string(what) + " lies between 0 and 1, exclusive; given: " + std::to_string(level));
}

Status check_rates(double p1, double p2) {
  STAYSAIL_CHECK(check_level(p1, "a rate"));
  STAYSAIL_CHECK(check_level(p2, "a rate"));
  if (p1 != p2) return ok();
  return Error(Errc::invalid_argument, "no size tells two equal rates apart; give the difference that matters");
}

Status check_effect(double difference, double deviation) {
  if (difference != 0 && std::isfinite(difference) && deviation > 0 && std::isfinite(deviation)) return ok();
  return Error(Errc::invalid_argument, "a plan needs a difference other than 0 and a positive deviation; given: " +
                                           std::to_string(difference) + " and " + std::to_string(deviation));
}

Status check_power(double power, const PowerOptions& options) {
  STAYSAIL_CHECK(check_level(options.alpha, "alpha"));
  STAYSAIL_CHECK(check_level(power, "a power"));
  if (power > options.alpha / 2) return ok();
  return Error(Errc::invalid_argument,
               "a power below half of alpha needs no data; ask for one such as 0.8; given: " + std::to_string(power));
}

Status check_size(double size, const PowerOptions& options) {
  STAYSAIL_CHECK(check_level(options.alpha, "alpha"));
  if (size >= kLeastSize && size <= kMostSize) return ok();
  return Error(Errc::invalid_argument, "an arm has 2 to 10^9 units; given: " + std::to_string(size));
}

// What the formula of proportions is made of: standard deviations of the difference of two units.
struct Spread {
  double equal;      // when both rates are their mean
  double different;  // when they are what they are
};

Spread spread_of(double p1, double p2) {
  const double mean = (p1 + p2) / 2;
  return {std::sqrt(2 * mean * (1 - mean)), std::sqrt(p1 * (1 - p1) + p2 * (1 - p2))};
}

double two_sided_z(const PowerOptions& options) { return normal_quantile(1 - options.alpha / 2); }

// P(T > t) for the noncentral t, t > 0 and noncentrality 0 < d <= kCertain: Poisson weights of incomplete betas (Lenth
// 1989).
double noncentral_upper_tail(double t, double degrees, double d) {
  const double x = t * t / (degrees + t * t);
  const double half_square = d * d / 2;
  double even = exponential(-half_square);
  double odd = even * d * 0.79788456080286535588;  // sqrt(2 / pi)
  double below = 2 * normal_upper_tail(d);
  const int terms = static_cast<int>(half_square + 20 * d + 50);
  for (int j = 0; j < terms; ++j) {
    below += even * regularised_beta(j + 0.5, degrees / 2, x) + odd * regularised_beta(j + 1.0, degrees / 2, x);
    even *= half_square / (j + 1);
    odd *= half_square / (j + 1.5);
  }
  return 1 - below / 2;
}

double power_of_t(double effect, double size, const PowerOptions& options) {
  const double degrees = 2 * size - 2;
  const double noncentrality = std::sqrt(size / 2) * effect;
  if (noncentrality > kCertain) return 1;
  return noncentral_upper_tail(student_two_sided_quantile(1 - options.alpha, degrees), degrees, noncentrality);
}

}  // namespace

Result<double> size_for_proportions(double p1, double p2, double power, const PowerOptions& options) {
  STAYSAIL_CHECK(check_rates(p1, p2));
  STAYSAIL_CHECK(check_power(power, options));
  const Spread spread = spread_of(p1, p2);
  const double root = (two_sided_z(options) * spread.equal + normal_quantile(power) * spread.different) / (p1 - p2);
  return root * root;
}

Result<double> power_for_proportions(double p1, double p2, double size, const PowerOptions& options) {
  STAYSAIL_CHECK(check_rates(p1, p2));
  STAYSAIL_CHECK(check_size(size, options));
  const Spread spread = spread_of(p1, p2);
  const double distance = std::sqrt(size) * std::fabs(p1 - p2) - two_sided_z(options) * spread.equal;
  return normal_upper_tail(-distance / spread.different);
}

Result<double> size_for_means(double difference, double deviation, double power, const PowerOptions& options) {
  STAYSAIL_CHECK(check_effect(difference, deviation));
  STAYSAIL_CHECK(check_power(power, options));
  const double effect = std::fabs(difference) / deviation;
  if (power_of_t(effect, kMostSize, options) < power)
    return Error(
        Errc::invalid_argument,
        "more than 10^9 units an arm would be needed; plan for a larger difference than " + std::to_string(difference));
  double low = kLeastSize;
  double high = kLeastSize;
  while (power_of_t(effect, high, options) < power) {
    low = high;
    high *= 2;
  }
  while (high - low > 1e-9 * high) {
    const double middle = low + (high - low) / 2;
    (power_of_t(effect, middle, options) < power ? low : high) = middle;
  }
  return high;
}

Result<double> power_for_means(double difference, double deviation, double size, const PowerOptions& options) {
  STAYSAIL_CHECK(check_effect(difference, deviation));
  STAYSAIL_CHECK(check_size(size, options));
  return power_of_t(std::fabs(difference) / deviation, size, options);
}

}  // namespace staysail::statistics
