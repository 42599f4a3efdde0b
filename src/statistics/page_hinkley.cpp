#include "staysail/statistics/page_hinkley.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "statistics/finite.hpp"

namespace staysail::statistics {
namespace {

Status check(double delta, const std::optional<double>& threshold) {
  if (!(delta >= 0 && std::isfinite(delta)))
    return Error(Errc::invalid_argument,
                 "delta is what a rise has to exceed, 0 or more in the unit of the observations; given: " +
                     std::to_string(delta));
  if (threshold && !(*threshold > 0))
    return Error(Errc::invalid_argument, "the threshold of a chart is positive; given: " + std::to_string(*threshold));
  return ok();
}

}  // namespace

double PageHinkley::add(double observation) {
  ++count_;
  sum_ += observation;
  drift_ += observation - sum_ / static_cast<double>(count_) - delta_;
  lowest_ = std::min(lowest_, drift_);
  return drift_ - lowest_;
}

Result<PageHinkleyChart> page_hinkley(std::span<const double> series, double delta, std::optional<double> threshold) {
  STAYSAIL_CHECK(check(delta, threshold));
  STAYSAIL_CHECK(check_finite(series, "a series"));
  PageHinkleyChart chart;
  PageHinkley state(delta);
  for (const double observation : series) {
    chart.statistic.push_back(state.add(observation));
    if (threshold && !chart.signal && chart.statistic.back() > *threshold) chart.signal = chart.statistic.size();
  }
  return chart;
}

}  // namespace staysail::statistics
