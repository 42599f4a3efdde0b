#include "staysail/statistics/beta_distribution.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "statistics/confidence.hpp"
#include "staysail/statistics/distribution.hpp"
#include "staysail/statistics/elementary.hpp"

namespace staysail::statistics {
namespace {

constexpr double kLeastParameter = 0.01;
constexpr double kMostParameter = 1e7;

// e^x - 1 for x <= 0, by taking back what rounding e^x lost (Kahan).
double exponential_less_one(double x) {
  const double power = exponential(x);
  if (power == 1) return x;
  return power - 1 == -1 ? -1 : (power - 1) * (x / natural_log(power));
}

// ln(1 + e^t) without loss at either end.
double soft_plus(double t) { return std::max(t, 0.0) + natural_log(1 + exponential(-std::fabs(t))); }

// Density of ln(X / (1 - X)) at a distance from its mode ln(a / b), over that at the mode.
double density_of_log_odds(const BetaDistribution& x, double distance) {
  // From the mode, ln(1 + e^t) rises by ln(1 + m (e^d - 1)); on the right from the other end, where e^d would overflow.
  if (distance > 0) return density_of_log_odds({x.b, x.a}, -distance);
  return exponential(x.a * distance - (x.a + x.b) * log_one_plus(x.mean() * exponential_less_one(distance)));
}

// P(ln(Y / (1 - Y)) < t): from the nearer end, where the rate itself loses no digits.
double share_below_log_odds(const BetaDistribution& y, double t) {
  if (t <= 0) return regularised_beta(y.a, y.b, exponential(-soft_plus(-t)));
  return 1 - regularised_beta(y.b, y.a, exponential(-soft_plus(t)));
}

double scatter_of_log_odds(const BetaDistribution& x) { return std::sqrt(1 / x.a + 1 / x.b); }

// P(X > Y) where X scatters less than Y, so that few steps across X see all of Y that matters. Beyond the ends there
// are e^-40 of X: tails fall like e^(a t) and e^(-b t) around a normal middle.
double greater(const BetaDistribution& x, const BetaDistribution& y) {
  const double mode = natural_log(x.a / x.b);
  const double low = -9 * scatter_of_log_odds(x) - 40 / x.a;
  const double high = 9 * scatter_of_log_odds(x) + 40 / x.b;
  const auto steps = static_cast<std::uint64_t>((high - low) / std::min(1.0, scatter_of_log_odds(x)) * 4) + 1;
  double sum = 0;
  double whole = 0;
  for (std::uint64_t i = 0; i <= steps; ++i) {
    const double distance = low + (high - low) * (static_cast<double>(i) / static_cast<double>(steps));
    const double density = density_of_log_odds(x, distance);
    sum += density * share_below_log_odds(y, mode + distance);
    whole += density;
  }
  return std::min(1.0, sum / whole);
}

}  // namespace

double BetaDistribution::quantile(double p) const {
  double low = 0;
  double high = 1;
  for (double middle = 0.5; middle != low && middle != high; middle = low + (high - low) / 2)
    (regularised_beta(a, b, middle) < p ? low : high) = middle;
  return high;
}

Result<Interval> BetaDistribution::interval(double confidence) const {
  STAYSAIL_CHECK(check_confidence(confidence));
  return Interval{quantile((1 - confidence) / 2), quantile((1 + confidence) / 2)};
}

BetaDistribution BetaDistribution::after(const Proportion& trials) const {
  return {a + static_cast<double>(trials.successes), b + static_cast<double>(trials.trials - trials.successes)};
}

Result<double> probability_greater(const BetaDistribution& x, const BetaDistribution& y) {
  for (const double parameter : {x.a, x.b, y.a, y.b})
    if (!(parameter >= kLeastParameter && parameter <= kMostParameter))
      return Error(Errc::invalid_argument,
                   "rates are compared for parameters between 0.01 and 10^7; given: " + std::to_string(parameter));
  return scatter_of_log_odds(x) <= scatter_of_log_odds(y) ? greater(x, y) : 1 - greater(y, x);
}

}  // namespace staysail::statistics
