#include "staysail/statistics/discrete_lifetime.hpp"

#include <cmath>
#include <functional>
#include <limits>
#include <string>

#include "statistics/log_scale.hpp"
#include "statistics/rising.hpp"

namespace staysail::statistics {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
// Units that differ less than a Beta law of this size are not told from equal ones.
constexpr double kAlike = 1e6;
constexpr double kBoundarySize = 1e9;
constexpr double kNoGain = 1e-6;  // of the log-likelihood
constexpr double kLeastDiscount = 1e-4;

struct Totals {
  double ended = 0;
  double exposed = 0;  // periods at whose end a unit could have ended
};

Totals totals(const LifetimeCounts& counts) {
  Totals totals;
  for (std::size_t t = 0; t < counts.periods(); ++t) {
    totals.ended += counts.ended(t);
    totals.exposed += static_cast<double>(t) * (counts.ended(t) + counts.left(t));
  }
  return totals;
}

Status check(const Totals& totals) {
  if (!(totals.exposed > 0))
    return Error(Errc::degenerate_input, "a law of lifetimes needs units that were seen for a period; there are none");
  if (!(totals.ended > 0))
    return Error(Errc::degenerate_input, "nothing ended (all are censored), so no rate can be told; wait for an end");
  if (!(totals.ended < totals.exposed))
    return Error(Errc::degenerate_input, "everything ended in its first period, so no law of lifetimes can be told");
  return ok();
}

Estimates geometric(const Totals& totals) {
  const double theta = totals.ended / totals.exposed;
  const double stays = totals.exposed - totals.ended;
  return {{theta},
          {theta * std::sqrt((1 - theta) / totals.ended)},
          totals.ended * natural_log(theta) + stays * log_one_plus(-theta)};
}

// The log-likelihood of counts under a law that gives ln P(ends at t) and ln S(t) as jets.
template <std::size_t N, class Law>
Likelihood likelihood_under(const LifetimeCounts& counts, const Law& law) {
  Jet<N> sum;
  for (std::size_t t = 0; t < counts.periods(); ++t) {
    if (counts.ended(t) > 0) sum.add(law.log_end(t), counts.ended(t));
    if (counts.left(t) > 0 && t > 0) sum.add(law.log_survival(t), counts.left(t));
  }
  return likelihood_of(sum);
}

// Any law by its survival alone.
template <std::size_t N, class Law>
Jet<N> end_from_survival(const Law& law, std::size_t t) {
  const Jet<N> before = t == 1 ? Jet<N>() : law.log_survival(t - 1);
  return before + log_one_less_exponential(law.log_survival(t) - before);
}

// t^c; t > 0.
template <std::size_t N>
Jet<N> aged(std::size_t t, const Jet<N>& c) {
  return exponential(c * natural_log(static_cast<double>(t)));
}

// ln S(t) = -rate t^c: what the beta-discrete-Weibull tends to when units do not differ.
struct DiscreteWeibull {
  explicit DiscreteWeibull(std::span<const double> logs)
      : rate(positive_variable<2>(0, logs[0])), c(positive_variable<2>(1, logs[1])) {}
  Jet<2> log_survival(std::size_t t) const { return -(rate * aged(t, c)); }
  Jet<2> log_end(std::size_t t) const { return end_from_survival<2>(*this, t); }
  Jet<2> rate, c;
};

struct ShiftedBetaGeometric {
  ShiftedBetaGeometric(std::span<const double> logs, std::size_t periods)
      : alpha(positive_variable<2>(0, logs[0])),
        beta(positive_variable<2>(1, logs[1])),
        both(alpha + beta),
        of_beta(beta.value, periods),
        of_both(both.value, periods) {}
  Jet<2> log_survival(std::size_t t) const { return compose(of_beta[t], beta) - compose(of_both[t], both); }
  Jet<2> log_end(std::size_t t) const {
    return log_survival(t - 1) + natural_log(alpha) - natural_log(both + static_cast<double>(t - 1));
  }
  Jet<2> alpha, beta, both;
  RisingLogs of_beta, of_both;
};

struct BetaDiscreteWeibull {
  explicit BetaDiscreteWeibull(std::span<const double> logs)
      : beta(positive_variable<3>(1, logs[1])),
        both(positive_variable<3>(0, logs[0]) + beta),
        c(positive_variable<3>(2, logs[2])) {}
  Jet<3> log_survival(std::size_t t) const {
    const Jet<3> age = aged(t, c);
    return log_gamma_rise(beta, age) - log_gamma_rise(both, age);
  }
  Jet<3> log_end(std::size_t t) const { return end_from_survival<3>(*this, t); }
  Jet<3> beta, both, c;
};

Maximum fit_discrete_weibull(const LifetimeCounts& counts, double theta) {
  const auto likelihood = [&](std::span<const double> logs) {
    return likelihood_under<2>(counts, DiscreteWeibull(logs));
  };
  return maximise(likelihood, {natural_log(-log_one_plus(-theta)), 0});
}

Maximum fit_shifted_beta(const LifetimeCounts& counts, double theta) {
  const auto likelihood = [&](std::span<const double> logs) {
    return likelihood_under<2>(counts, ShiftedBetaGeometric(logs, counts.periods()));
  };
  return maximise(likelihood, {0, natural_log((1 - theta) / theta)});
}

// From two places: ages that do not matter, and the ageing of the law without heterogeneity.
Maximum fit_beta_weibull(const LifetimeCounts& counts, double theta, const Maximum& alike) {
  const auto likelihood = [&](std::span<const double> logs) {
    return likelihood_under<3>(counts, BetaDiscreteWeibull(logs));
  };
  Maximum first = maximise(likelihood, {0, natural_log((1 - theta) / theta), 0});
  const double early = -exponential_less_one(-exponential(alike.place[0]));
  Maximum second = maximise(likelihood, {natural_log(8 * early), natural_log(8 * (1 - early)), alike.place[1]});
  return second.likelihood.value > first.likelihood.value ? second : first;
}

bool at_boundary(const Maximum& inside, double limit) {
  const double size = exponential(inside.place[0]) + exponential(inside.place[1]);
  return !inside.converged || !(size < kAlike) || !(inside.likelihood.value > limit + kNoGain);
}

Estimates boundary_estimates(double log_stay, double log_likelihood) {
  const double stay = exponential(log_stay);
  const double leave = -exponential_less_one(log_stay);
  return {{kBoundarySize * leave, kBoundarySize * stay}, {kUnknown, kUnknown}, log_likelihood};
}

}  // namespace

Result<DiscreteLifetime> DiscreteLifetime::fit(const LifetimeCounts& counts, LifetimeLaw law) {
  const Totals sums = totals(counts);
  STAYSAIL_CHECK(check(sums));
  const Estimates equal = geometric(sums);
  const double theta = equal.parameters[0];
  DiscreteLifetime fitted(law, equal);
  fitted.log_stay_ = log_one_plus(-theta);
  if (law == LifetimeLaw::geometric) return fitted;
  if (law == LifetimeLaw::shifted_beta_geometric) {
    const Maximum inside = fit_shifted_beta(counts, theta);
    fitted.boundary_ = at_boundary(inside, equal.log_likelihood);
    fitted.estimates_ =
        fitted.boundary_ ? boundary_estimates(fitted.log_stay_, equal.log_likelihood) : of_log_scale(inside);
    return fitted;
  }
  const Maximum alike = fit_discrete_weibull(counts, theta);
  const Maximum inside = fit_beta_weibull(counts, theta, alike);
  fitted.boundary_ = at_boundary(inside, alike.likelihood.value);
  fitted.estimates_ = of_log_scale(inside);
  if (!fitted.boundary_) return fitted;
  const Estimates limit = of_log_scale(alike);
  fitted.log_stay_ = -limit.parameters[0];
  fitted.estimates_ = boundary_estimates(fitted.log_stay_, limit.log_likelihood);
  fitted.estimates_.parameters.push_back(limit.parameters[1]);
  fitted.estimates_.standard_errors.push_back(limit.standard_errors[1]);
  return fitted;
}

Result<DiscreteLifetime> DiscreteLifetime::of(LifetimeLaw law, std::vector<double> parameters) {
  const std::size_t wanted = static_cast<std::size_t>(law) + 1;
  bool good = parameters.size() == wanted;
  for (const double each : parameters) good = good && each > 0 && std::isfinite(each);
  if (!good || (law == LifetimeLaw::geometric && !(parameters[0] < 1)))
    return Error(Errc::invalid_argument,
                 "this law has " + std::to_string(wanted) +
                     " positive parameters, theta below 1; given: " + std::to_string(parameters.size()));
  const std::vector<double> unknown(wanted, kUnknown);
  DiscreteLifetime lifetime(law, {std::move(parameters), unknown, kUnknown});
  if (law == LifetimeLaw::geometric) lifetime.log_stay_ = log_one_plus(-lifetime.estimates_.parameters[0]);
  return lifetime;
}

double DiscreteLifetime::log_survival(std::int64_t t) const {
  if (t == 0) return 0;
  const std::vector<double>& values = estimates_.parameters;
  const auto periods = static_cast<double>(t);
  const double age = values.size() > 2 ? power(periods, values[2]) : periods;
  if (boundary_ || law_ == LifetimeLaw::geometric) return log_stay_ * age;
  return log_gamma_rise(values[1], age) - log_gamma_rise(values[0] + values[1], age);
}

double DiscreteLifetime::survival(std::int64_t t) const { return exponential(log_survival(t)); }

Result<double> DiscreteLifetime::discounted_residual(std::int64_t t, double discount) const {
  if (t < 0 || !(discount >= kLeastDiscount && discount <= 1000))
    return Error(
        Errc::invalid_argument,
        "a residual lifetime is asked for 0 or more periods at a discount a period of 0.0001 to 1000; given: " +
            std::to_string(t) + " and " + std::to_string(discount));
  const double lasted = log_survival(t);
  double sum = 0;
  double present = 1;
  for (std::int64_t k = 1;; ++k, present /= 1 + discount) {
    const double term = present * exponential(log_survival(t + k) - lasted);
    sum += term;
    if (!(term > sum * discount * 1e-16)) return sum;
  }
}

}  // namespace staysail::statistics
