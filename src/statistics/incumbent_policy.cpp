#include "staysail/statistics/incumbent_policy.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "staysail/statistics/distribution.hpp"
#include "staysail/statistics/elementary.hpp"
#include "staysail/statistics/real_sum.hpp"

namespace staysail::statistics {
namespace {

double rate(const Proportion& outcomes) {
  return static_cast<double>(outcomes.successes) / static_cast<double>(outcomes.trials);
}

// A cell's difference of an arm to the incumbent; trials of both.
struct Difference {
  std::size_t cell = 0;
  double value = 0;
  double variance = 0;
};

// d ~ N(mean, spread): the mean of greatest likelihood at that spread, and the likelihood.
struct Prior {
  double mean = 0;
  double spread = 0;
  double log_likelihood = 0;
};

Prior prior_at(std::span<const Difference> differences, double spread) {
  RealSum weights, weighted, misfit;
  for (const Difference& d : differences) {
    weights.add(1 / (d.variance + spread));
    weighted.add(d.value / (d.variance + spread));
  }
  const double mean = weighted.value() / weights.value();
  for (const Difference& d : differences) {
    misfit.add((d.value - mean) * (d.value - mean) / (d.variance + spread));
    misfit.add(natural_log(d.variance + spread));
  }
  return {mean, spread, -misfit.value() / 2};
}

// On a grid of spreads from none to that of rates as far apart as they can be: the likelihood is flat, and a
// thirtieth of a power of ten is closer than any data tell.
Prior prior_of(std::span<const Difference> differences) {
  constexpr int kSteps = 240;
  constexpr double kLeast = 1e-9;
  Prior best = prior_at(differences, 0);
  for (int step = 0; step <= kSteps; ++step) {
    const Prior next = prior_at(differences, kLeast * power(10, 9.0 * step / kSteps));
    if (next.log_likelihood > best.log_likelihood) best = next;
  }
  return best;
}

ArmBelief belief(double gain, double variance) {
  const double deviation = std::sqrt(variance);
  if (deviation > 0) return {gain, deviation, normal_upper_tail(-gain / deviation)};
  return {gain, 0, gain > 0 ? 1.0 : gain < 0 ? 0.0 : 0.5};
}

// P(this arm is the best one), with the others as they are believed to be: the integral over its own gain by the
// trapezoidal rule, which is exact to rounding for so smooth a function.
double chance_of_best(std::span<const ArmBelief> beliefs, std::size_t arm) {
  constexpr int kSteps = 400;
  constexpr double kReach = 8;
  double sum = 0;
  for (int step = 0; step <= kSteps; ++step) {
    const double z = -kReach + 2 * kReach * step / kSteps;
    double density = exponential(-z * z / 2);
    for (std::size_t other = 0; other < beliefs.size(); ++other) {
      if (other == arm) continue;
      const double away = beliefs[arm].gain + z * beliefs[arm].deviation - beliefs[other].gain;
      const double deviation = beliefs[other].deviation;
      density *= deviation > 0 ? normal_upper_tail(-away / deviation) : away > 0 ? 1.0 : away < 0 ? 0.0 : 0.5;
    }
    sum += density;
  }
  return sum;
}

}  // namespace

class PolicyFit {
 public:
  PolicyFit(std::span<const Proportion> outcomes, std::size_t arms) : outcomes_(outcomes), arms_(arms) {}

  Status run(const PolicyOptions& options) {
    STAYSAIL_CHECK(add_up());
    STAYSAIL_CHECK(find_incumbent(options));
    beliefs_.resize(outcomes_.size());
    for (std::size_t arm = 0; arm < arms_; ++arm) believe(arm);
    for (std::size_t cell = 0; cell < cells(); ++cell) chosen_.push_back(choice(cell, options.level));
    return ok();
  }

  std::size_t incumbent_ = 0;
  std::vector<std::size_t> chosen_;
  std::vector<ArmBelief> beliefs_;

 private:
  std::size_t cells() const { return outcomes_.size() / arms_; }
  const Proportion& of(std::size_t cell, std::size_t arm) const { return outcomes_[cell * arms_ + arm]; }

  Status add_up() {
    totals_.resize(arms_);
    for (std::size_t i = 0; i < outcomes_.size(); ++i) {
      if (outcomes_[i].successes > outcomes_[i].trials)
        return Error(Errc::invalid_argument, "more successes than trials of arm " + std::to_string(i % arms_) +
                                                 " in cell " + std::to_string(i / arms_));
      totals_[i % arms_].merge(outcomes_[i]);
    }
    for (std::size_t arm = 0; arm < arms_; ++arm)
      if (totals_[arm].trials == 0)
        return Error(Errc::degenerate_input, "arm " + std::to_string(arm) + " was never tried; leave it out");
    return ok();
  }

  Status find_incumbent(const PolicyOptions& options) {
    const auto worse = [](const Proportion& a, const Proportion& b) { return rate(a) < rate(b); };
    const auto best = std::max_element(totals_.begin(), totals_.end(), worse);
    incumbent_ = options.incumbent.value_or(static_cast<std::size_t>(best - totals_.begin()));
    if (incumbent_ < arms_) return ok();
    return Error(Errc::invalid_argument, "the incumbent is one of the arms 0 to " + std::to_string(arms_ - 1) +
                                             "; given: " + std::to_string(incumbent_));
  }

  // Of one trial of an arm, from all cells together: a cell of two trials knows none of its own. Half a success and
  // half a failure more, so that an arm without either varies too.
  double variance(std::size_t arm) const {
    const double trials = static_cast<double>(totals_[arm].trials);
    const double p = (static_cast<double>(totals_[arm].successes) + 0.5) / (trials + 1);
    return p * (1 - p);
  }

  std::vector<Difference> differences(std::size_t arm) const {
    std::vector<Difference> found;
    for (std::size_t cell = 0; cell < cells(); ++cell) {
      const Proportion &a = of(cell, arm), &b = of(cell, incumbent_);
      if (a.trials == 0 || b.trials == 0) continue;
      const double noise =
          variance(arm) / static_cast<double>(a.trials) + variance(incumbent_) / static_cast<double>(b.trials);
      found.push_back({cell, rate(a) - rate(b), noise});
    }
    return found;
  }

  void believe(std::size_t arm) {
    const auto place = [&](std::size_t cell) -> ArmBelief& { return beliefs_[cell * arms_ + arm]; };
    if (arm == incumbent_) {
      for (std::size_t cell = 0; cell < cells(); ++cell) place(cell) = {0, 0, 0.5};
      return;
    }
    const std::vector<Difference> seen = differences(arm);
    // Never tried beside the incumbent: nothing is known but the totals.
    const double apart = rate(totals_[arm]) - rate(totals_[incumbent_]);
    const Prior prior = seen.empty() ? Prior{apart, 1, 0} : prior_of(seen);
    for (std::size_t cell = 0; cell < cells(); ++cell) place(cell) = belief(prior.mean, prior.spread);
    for (const Difference& d : seen) {
      const double both = d.variance + prior.spread;
      place(d.cell) =
          belief((d.value * prior.spread + prior.mean * d.variance) / both, d.variance * prior.spread / both);
    }
  }

  std::size_t choice(std::size_t cell, double level) const {
    std::size_t best = incumbent_;
    for (std::size_t arm = 0; arm < arms_; ++arm) {
      const ArmBelief& one = beliefs_[cell * arms_ + arm];
      if (one.better > level && one.gain > beliefs_[cell * arms_ + best].gain) best = arm;
    }
    return best;
  }

  std::span<const Proportion> outcomes_;
  std::size_t arms_;
  std::vector<Proportion> totals_;
};

Result<IncumbentPolicy> IncumbentPolicy::learn(std::span<const Proportion> outcomes, std::size_t arms,
                                               const PolicyOptions& options) {
  if (arms < 2 || outcomes.empty() || outcomes.size() % arms != 0)
    return Error(Errc::invalid_argument,
                 "a policy needs two arms or more and the outcomes of each in every cell; given: " +
                     std::to_string(outcomes.size()) + " outcomes of " + std::to_string(arms) + " arms");
  if (!(options.level >= 0.5 && options.level < 1))
    return Error(Errc::invalid_argument,
                 "the level at which an arm replaces the incumbent lies from 0.5 up to 1, "
                 "exclusive; given: " +
                     std::to_string(options.level));
  PolicyFit fit(outcomes, arms);
  STAYSAIL_CHECK(fit.run(options));
  IncumbentPolicy policy;
  policy.arms_ = arms;
  policy.incumbent_ = fit.incumbent_;
  policy.chosen_ = std::move(fit.chosen_);
  policy.beliefs_ = std::move(fit.beliefs_);
  return policy;
}

std::span<const ArmBelief> IncumbentPolicy::beliefs(std::size_t cell) const {
  return std::span(beliefs_).subspan(cell * arms_, arms_);
}

Result<std::vector<double>> IncumbentPolicy::propensities(std::size_t cell, double budget) const {
  if (!(budget >= 0 && budget <= 1))
    return Error(Errc::invalid_argument,
                 "the budget of exploration is a share of customers, 0 to 1; given: " + std::to_string(budget));
  std::vector<double> chances;
  double sum = 0;
  for (std::size_t arm = 0; arm < arms_; ++arm) {
    chances.push_back(chance_of_best(beliefs(cell), arm));
    sum += chances.back();
  }
  for (double& chance : chances) chance *= budget / sum;
  chances[chosen_[cell]] += 1 - budget;
  return chances;
}

}  // namespace staysail::statistics
