#include "staysail/statistics/cusum.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "statistics/finite.hpp"
#include "statistics/normal_density.hpp"
#include "statistics/run_length.hpp"
#include "staysail/statistics/distribution.hpp"

namespace staysail::statistics {
namespace {

constexpr double kWidest = 100;

// Page's chain for max(0, C + x - k), x normal around `shift`: state 0 is C = 0, the others are the nodes.
AbsorbingChain chain_of(double k, double h, double shift) {
  const Quadrature rule = panels_of_quadrature(0, h, static_cast<std::size_t>(h / 3) + 1);
  std::vector<double> states = {0};
  states.insert(states.end(), rule.nodes.begin(), rule.nodes.end());
  AbsorbingChain chain;
  for (const double from : states) {
    std::vector<double> row = {normal_upper_tail(from + shift - k)};
    for (std::size_t i = 0; i < rule.nodes.size(); ++i)
      row.push_back(rule.weights[i] * normal_density(rule.nodes[i] - from - shift + k));
    chain.moves.push_back(std::move(row));
    chain.leaves.push_back(normal_upper_tail(h - from - shift + k));
  }
  return chain;
}

double one_sided(double k, double h, double shift) { return mean_steps_until_left(chain_of(k, h, shift)); }

double two_sided(double k, double h, double shift) {
  const double up = one_sided(k, h, shift);
  return 1 / (1 / up + 1 / (shift == 0 ? up : one_sided(k, h, -shift)));
}

Status check_allowance(double k) {
  if (k >= 0 && std::isfinite(k)) return ok();
  return Error(Errc::invalid_argument,
               "the allowance k is not negative, for instance 0.5 standard deviations; given: " + std::to_string(k));
}

}  // namespace

Status CusumDesign::validate() const {
  STAYSAIL_CHECK(check_allowance(k));
  if (!(h > 0 && std::isfinite(h)))
    return Error(
        Errc::invalid_argument,
        "the decision interval h is positive, for instance 5 standard deviations; given: " + std::to_string(h));
  if (!(deviation > 0 && std::isfinite(deviation) && std::isfinite(target)))
    return Error(Errc::invalid_argument, "a chart needs a finite target and a positive deviation; given: " +
                                             std::to_string(target) + " and " + std::to_string(deviation));
  return ok();
}

bool Cusum::add(double observation) {
  const double z = (observation - design_.target) / design_.deviation;
  upper_ = std::max(0.0, upper_ + z - design_.k);
  lower_ = std::max(0.0, lower_ - z - design_.k);
  return upper_ > design_.h || lower_ > design_.h;
}

Result<CusumChart> cusum(std::span<const double> series, const CusumDesign& design) {
  STAYSAIL_CHECK(design.validate());
  STAYSAIL_CHECK(check_finite(series, "a series"));
  CusumChart chart;
  Cusum state(design);
  for (const double observation : series) {
    const bool signals = state.add(observation);
    chart.upper.push_back(state.upper());
    chart.lower.push_back(state.lower());
    if (signals && !chart.signal) chart.signal = chart.upper.size();
  }
  return chart;
}

Result<double> cusum_run_length(double k, double h, double shift) {
  STAYSAIL_CHECK(check_allowance(k));
  if (!(h > 0 && h <= kWidest))
    return Error(Errc::invalid_argument,
                 "run lengths are computed for a decision interval of up to 100 standard deviations; given: " +
                     std::to_string(h));
  if (!(std::fabs(shift) <= kWidest))
    return Error(Errc::invalid_argument,
                 "a shift is given in standard deviations, at most 100; given: " + std::to_string(shift));
  return two_sided(k, h, shift);
}

Result<double> cusum_decision_interval(double k, double run_length) {
  STAYSAIL_CHECK(check_allowance(k));
  // Doubled until it is long enough, so that the search does not begin with the widest, slowest chain.
  double high = 1;
  while (high < kWidest && two_sided(k, high, 0) < run_length) high = std::min(2 * high, kWidest);
  const double low = high > 1 ? high / 2 : 1e-9;
  return limit_for(run_length, low, high, [&](double h) { return two_sided(k, h, 0); });
}

}  // namespace staysail::statistics
