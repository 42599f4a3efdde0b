#include "staysail/statistics/kaplan_meier.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "statistics/confidence.hpp"
#include "staysail/statistics/distribution.hpp"
#include "staysail/statistics/elementary.hpp"

namespace staysail::statistics {
namespace {

constexpr double kSame = 1e-12;  // products of shares that are equal on paper differ by rounding

Status check_share(double share) {
  if (share > 0 && share < 1) return ok();
  return Error(Errc::invalid_argument,
               "a share lies between 0 and 1, 0.5 for the median; given: " + std::to_string(share));
}

// The ends where they can be named: S strictly between 0 and 1 with a finite error.
Interval ends(const KaplanMeier::Step& step, SurvivalScale scale, double z) {
  const double s = step.survival;
  const double relative = std::sqrt(step.greenwood);
  if (scale == SurvivalScale::plain) return {s - z * s * relative, s + z * s * relative};
  if (scale == SurvivalScale::log) return {s * exponential(-z * relative), s * exponential(z * relative)};
  const double log = natural_log(s);
  const double shift = z * relative / log;  // negative
  return {exponential(log * exponential(-shift)), exponential(log * exponential(shift))};
}

Interval interval_at(const KaplanMeier::Step& step, SurvivalScale scale, double z) {
  if (step.survival == 1) return {1, 1};
  if (step.survival == 0) return {0, 0};
  const Interval range = ends(step, scale, z);
  return {std::max(0.0, range.low), std::min(1.0, range.high)};
}

// The first time at which `curve` is at or below `level`, or the middle of its stay at the level.
template <class Curve>
std::optional<double> crossing(const std::vector<KaplanMeier::Step>& steps, double level, const Curve& curve) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const double value = curve(steps[i]);
    if (value > level + kSame) continue;
    if (value < level - kSame) return steps[i].time;
    for (std::size_t next = i + 1; next < steps.size(); ++next)
      if (curve(steps[next]) < level - kSame) return (steps[i].time + steps[next].time) / 2;
    return steps[i].time;
  }
  return std::nullopt;
}

double z_of(double confidence) { return normal_quantile(0.5 + confidence / 2); }

}  // namespace

Result<KaplanMeier> KaplanMeier::of(const RiskTable& table) {
  if (table.rows().empty()) return Error(Errc::degenerate_input, "a survival curve needs units; the table is empty");
  KaplanMeier curve;
  Step step;
  for (const RiskTable::Row& row : table.rows()) {
    step.time = row.time;
    // Where units come under observation late, nobody may be at risk for a while.
    if (row.events > 0) step.survival *= (row.at_risk - row.events) / row.at_risk;
    if (row.events > 0)
      step.greenwood += row.events < row.at_risk ? row.events / (row.at_risk * (row.at_risk - row.events))
                                                 : std::numeric_limits<double>::infinity();
    curve.steps_.push_back(step);
  }
  return curve;
}

Estimate KaplanMeier::survival(double time) const {
  const auto after = std::upper_bound(steps_.begin(), steps_.end(), time,
                                      [](double wanted, const Step& step) { return wanted < step.time; });
  if (after == steps_.begin()) return {1, 0};
  const Step& step = *std::prev(after);
  return {step.survival, step.survival > 0 ? step.survival * std::sqrt(step.greenwood) : 0};
}

double KaplanMeier::survival_before(double time) const {
  const auto step = std::lower_bound(steps_.begin(), steps_.end(), time,
                                     [](const Step& each, double wanted) { return each.time < wanted; });
  return step == steps_.begin() ? 1 : std::prev(step)->survival;
}

Result<Interval> KaplanMeier::interval(double time, SurvivalScale scale, double confidence) const {
  STAYSAIL_CHECK(check_confidence(confidence));
  const auto after = std::upper_bound(steps_.begin(), steps_.end(), time,
                                      [](double wanted, const Step& step) { return wanted < step.time; });
  if (after == steps_.begin()) return Interval{1, 1};
  return interval_at(*std::prev(after), scale, z_of(confidence));
}

Result<std::optional<double>> KaplanMeier::quantile(double share) const {
  STAYSAIL_CHECK(check_share(share));
  return crossing(steps_, 1 - share, [](const Step& step) { return step.survival; });
}

Result<KaplanMeier::QuantileInterval> KaplanMeier::quantile_interval(double share, SurvivalScale scale,
                                                                     double confidence) const {
  STAYSAIL_CHECK(check_share(share));
  STAYSAIL_CHECK(check_confidence(confidence));
  const double z = z_of(confidence);
  QuantileInterval interval;
  interval.low = crossing(steps_, 1 - share, [&](const Step& step) { return interval_at(step, scale, z).low; });
  interval.high = crossing(steps_, 1 - share, [&](const Step& step) { return interval_at(step, scale, z).high; });
  return interval;
}

// The variance is the sum over times of (area from there to the horizon)^2 times the step of Greenwood's sum.
Result<Estimate> KaplanMeier::restricted_mean(double horizon) const {
  if (!(horizon > 0 && horizon <= steps_.back().time))
    return Error(Errc::invalid_argument, "a restricted mean is taken up to a positive time within what was seen, " +
                                             std::to_string(steps_.back().time) +
                                             "; given: " + std::to_string(horizon));
  Estimate mean;
  double area = 0;  // from the step to the horizon
  double variance = 0;
  double end = horizon;
  for (std::size_t i = steps_.size(); i-- > 0;) {
    if (steps_[i].time >= horizon) continue;
    area += steps_[i].survival * (end - steps_[i].time);
    end = steps_[i].time;
    const double before = i == 0 ? 0 : steps_[i - 1].greenwood;
    if (area > 0) variance += area * area * (steps_[i].greenwood - before);
  }
  mean.value = area + end;
  mean.standard_error = std::sqrt(variance);
  return mean;
}

}  // namespace staysail::statistics
