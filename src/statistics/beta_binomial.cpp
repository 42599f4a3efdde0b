#include "staysail/statistics/beta_binomial.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "staysail/statistics/elementary.hpp"
#include "staysail/statistics/real_sum.hpp"

namespace staysail::statistics {
namespace {

constexpr int kMostSteps = 500;
// A prior of more trials than these is one rate, but for rounding.
constexpr double kMostStrength = 1e9;

// `count` groups of x successes and y failures.
struct Kind {
  double x, y, count;
};

std::vector<Kind> kinds_of(std::span<const Proportion> groups) {
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint64_t> counted;
  for (const Proportion& group : groups)
    if (group.trials > 0) ++counted[{group.trials, group.successes}];
  std::vector<Kind> kinds;
  for (const auto& [group, count] : counted)
    kinds.push_back({static_cast<double>(group.second), static_cast<double>(group.first - group.second),
                     static_cast<double>(count)});
  return kinds;
}

Error no_scatter() {
  return Error(Errc::degenerate_input,
               "the rates of the groups differ no more than chance makes them differ; use the pooled rate for all");
}

bool any_mixed(std::span<const Proportion> groups) {
  return std::any_of(groups.begin(), groups.end(),
                     [](const auto& group) { return group.successes > 0 && group.successes < group.trials; });
}

Status check(std::span<const Proportion> groups) {
  for (const Proportion& group : groups)
    if (group.successes > group.trials)
      return Error(Errc::invalid_argument, "more successes than trials: " + std::to_string(group.successes) + " of " +
                                               std::to_string(group.trials));
  const auto tried = std::count_if(groups.begin(), groups.end(), [](const auto& group) { return group.trials > 0; });
  if (tried < 2)
    return Error(Errc::degenerate_input,
                 "how rates scatter takes two groups with trials or more; given: " + std::to_string(tried));
  if (!any_mixed(groups))
    return Error(Errc::degenerate_input,
                 "how rates scatter takes a group with successes and failures; each has only one of them");
  return ok();
}

double log_likelihood(const std::vector<Kind>& kinds, const BetaDistribution& prior) {
  const double a = prior.a, b = prior.b;
  const double per_group = log_gamma(a + b) - log_gamma(a) - log_gamma(b);
  double sum = 0;
  for (const Kind& kind : kinds)
    sum +=
        kind.count * (log_gamma(a + kind.x) + log_gamma(b + kind.y) - log_gamma(a + b + kind.x + kind.y) + per_group);
  return sum;
}

// Slope and curvature of the log-likelihood in (ln a, ln b).
struct Derivatives {
  double u = 0, v = 0;
  double uu = 0, uv = 0, vv = 0;
};

Derivatives derivatives(const std::vector<Kind>& kinds, const BetaDistribution& prior) {
  const double a = prior.a, b = prior.b;
  double of_a = 0, of_b = 0, aa = 0, bb = 0, ab = 0;
  for (const Kind& kind : kinds) {
    const double n = kind.x + kind.y;
    const double shared = digamma(a + b) - digamma(a + b + n);
    const double shared_curve = trigamma(a + b) - trigamma(a + b + n);
    of_a += kind.count * (digamma(a + kind.x) - digamma(a) + shared);
    of_b += kind.count * (digamma(b + kind.y) - digamma(b) + shared);
    aa += kind.count * (trigamma(a + kind.x) - trigamma(a) + shared_curve);
    bb += kind.count * (trigamma(b + kind.y) - trigamma(b) + shared_curve);
    ab += kind.count * shared_curve;
  }
  return {a * of_a, b * of_b, a * a * aa + a * of_a, a * b * ab, b * b * bb + b * of_b};
}

// The prior after Newton's step, held back by `damping` so far that it goes uphill; nothing when it would not.
bool step_uphill(const Derivatives& at, double damping, BetaDistribution* prior) {
  const double uu = at.uu - damping, vv = at.vv - damping;
  const double determinant = uu * vv - at.uv * at.uv;
  if (!(uu < 0 && determinant > 0)) return false;
  const double du = -(vv * at.u - at.uv * at.v) / determinant;
  const double dv = -(uu * at.v - at.uv * at.u) / determinant;
  *prior = {prior->a * exponential(std::clamp(du, -2.0, 2.0)), prior->b * exponential(std::clamp(dv, -2.0, 2.0))};
  return true;
}

// One accepted step, or false when none gains anything any more.
bool improve(const std::vector<Kind>& kinds, BetaBinomialFit& fit) {
  const Derivatives at = derivatives(kinds, fit.prior);
  for (double damping = 0; damping < 1e12; damping = damping == 0 ? 1e-3 : 8 * damping) {
    BetaDistribution next = fit.prior;
    if (!step_uphill(at, damping, &next)) continue;
    const double reached = log_likelihood(kinds, next);
    if (!(reached >= fit.log_likelihood)) continue;
    const bool moved = std::fabs(next.a - fit.prior.a) > 1e-13 * next.a;
    fit = {next, reached};
    return moved;
  }
  return false;
}

// The likelihood's slope where all groups have one rate, in 1 / (a + b) (Tarone 1979): not above 0, no prior fits
// better than the pooled rate.
bool scatters(const std::vector<Kind>& kinds) {
  double x = 0, y = 0;
  for (const Kind& kind : kinds) {
    x += kind.count * kind.x;
    y += kind.count * kind.y;
  }
  const double p = x / (x + y);
  double slope = 0;
  for (const Kind& kind : kinds) {
    const double n = kind.x + kind.y;
    slope += kind.count * (kind.x * (kind.x - 1) / p + kind.y * (kind.y - 1) / (1 - p) - n * (n - 1));
  }
  return slope > 0;
}

Result<BetaDistribution> by_moments(std::span<const Proportion> groups) {
  std::vector<double> rates;
  for (const Proportion& group : groups)
    if (group.trials > 0) rates.push_back(group.rate());
  STAYSAIL_TRY(const Sample sample, sample_of(rates));
  const double strength = sample.mean * (1 - sample.mean) / sample.variance - 1;
  if (!(strength > 0 && strength < kMostStrength)) return no_scatter();
  return BetaDistribution{sample.mean * strength, (1 - sample.mean) * strength};
}

}  // namespace

Result<BetaBinomialFit> fit_beta_binomial(std::span<const Proportion> groups, PriorMethod method) {
  STAYSAIL_CHECK(check(groups));
  const std::vector<Kind> kinds = kinds_of(groups);
  const Result<BetaDistribution> moments = by_moments(groups);
  if (method == PriorMethod::moments) {
    STAYSAIL_TRY(const BetaDistribution prior, moments);
    return BetaBinomialFit{prior, log_likelihood(kinds, prior)};
  }
  if (!scatters(kinds)) return no_scatter();
  BetaBinomialFit fit{moments ? *moments : BetaDistribution{1, 1}, 0};
  fit.log_likelihood = log_likelihood(kinds, fit.prior);
  for (int step = 0; step < kMostSteps && improve(kinds, fit); ++step) continue;
  return fit;
}

}  // namespace staysail::statistics
