#include "staysail/statistics/ewma.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "statistics/finite.hpp"
#include "statistics/normal_density.hpp"
#include "statistics/run_length.hpp"
#include "staysail/statistics/distribution.hpp"

namespace staysail::statistics {
namespace {

constexpr double kWidest = 100;

Status check_lambda(double lambda) {
  if (lambda > 0 && lambda <= 1) return ok();
  return Error(Errc::invalid_argument,
               "lambda, the weight of the newest observation, lies between 0 and 1, for instance 0.1; given: " +
                   std::to_string(lambda));
}

Status check_limit(double limit) {
  if (limit > 0 && std::isfinite(limit)) return ok();
  return Error(
      Errc::invalid_argument,
      "the limit L is positive, for instance 2.7 standard deviations of the average; given: " + std::to_string(limit));
}

// Half the width of the limits in standard deviations of one step's noise, lambda times that of an observation.
double half_width_in_steps(double lambda, double limit) { return limit / std::sqrt(lambda * (2 - lambda)); }

// The chain of the average in units of one step's noise. State 0 is the node in the middle, where the chart starts.
AbsorbingChain chain_of(double lambda, double limit, double shift) {
  const double half = half_width_in_steps(lambda, limit);
  const Quadrature rule = panels_of_quadrature(-half, half, 2 * static_cast<std::size_t>(half / 3) + 1);
  const std::size_t middle = rule.nodes.size() / 2;
  // The start and the lowest node change places.
  const auto node = [&](std::size_t state) { return state == 0 ? middle : state == middle ? 0 : state; };
  AbsorbingChain chain;
  for (std::size_t from = 0; from < rule.nodes.size(); ++from) {
    const double expected = (1 - lambda) * rule.nodes[node(from)] + shift;
    std::vector<double> row;
    for (std::size_t to = 0; to < rule.nodes.size(); ++to)
      row.push_back(rule.weights[node(to)] * normal_density(rule.nodes[node(to)] - expected));
    chain.moves.push_back(std::move(row));
    chain.leaves.push_back(normal_upper_tail(half - expected) + normal_upper_tail(half + expected));
  }
  return chain;
}

double run_length_of(double lambda, double limit, double shift) {
  return mean_steps_until_left(chain_of(lambda, limit, shift));
}

}  // namespace

Status EwmaDesign::validate() const {
  STAYSAIL_CHECK(check_lambda(lambda));
  STAYSAIL_CHECK(check_limit(limit));
  if (deviation > 0 && std::isfinite(deviation) && std::isfinite(target)) return ok();
  return Error(Errc::invalid_argument, "a chart needs a finite target and a positive deviation; given: " +
                                           std::to_string(target) + " and " + std::to_string(deviation));
}

bool Ewma::add(double observation) {
  average_ = design_.lambda * observation + (1 - design_.lambda) * average_;
  forgotten_ *= (1 - design_.lambda) * (1 - design_.lambda);
  return std::fabs(average_ - design_.target) > half_width();
}

double Ewma::half_width() const {
  return design_.limit * design_.deviation * std::sqrt(design_.lambda / (2 - design_.lambda) * (1 - forgotten_));
}

Result<EwmaChart> ewma(std::span<const double> series, const EwmaDesign& design) {
  STAYSAIL_CHECK(design.validate());
  STAYSAIL_CHECK(check_finite(series, "a series"));
  EwmaChart chart;
  Ewma state(design);
  for (const double observation : series) {
    const bool signals = state.add(observation);
    chart.average.push_back(state.average());
    chart.lower_limit.push_back(state.lower_limit());
    chart.upper_limit.push_back(state.upper_limit());
    if (signals && !chart.signal) chart.signal = chart.average.size();
  }
  return chart;
}

Result<double> ewma_run_length(double lambda, double limit, double shift) {
  STAYSAIL_CHECK(check_lambda(lambda));
  STAYSAIL_CHECK(check_limit(limit));
  if (!(std::fabs(shift) <= kWidest))
    return Error(Errc::invalid_argument,
                 "a shift is given in standard deviations, at most 100; given: " + std::to_string(shift));
  if (half_width_in_steps(lambda, limit) > kWidest)
    return Error(Errc::invalid_argument,
                 "these limits are too wide for so small a weight: limit / sqrt(lambda (2 - lambda)) is at most 100; "
                 "given lambda: " +
                     std::to_string(lambda));
  return run_length_of(lambda, limit, shift);
}

Result<double> ewma_limit(double lambda, double run_length) {
  STAYSAIL_CHECK(check_lambda(lambda));
  const double widest = kWidest * std::sqrt(lambda * (2 - lambda));
  double high = std::min(1.0, widest);
  while (high < widest && run_length_of(lambda, high, 0) < run_length) high = std::min(1.5 * high, widest);
  return limit_for(run_length, high > 1 ? high / 1.5 : 1e-9, high,
                   [&](double limit) { return run_length_of(lambda, limit, 0); });
}

}  // namespace staysail::statistics
