#include "staysail/statistics/trend.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "statistics/finite.hpp"
#include "staysail/statistics/distribution.hpp"

namespace staysail::statistics {
namespace {

Status check(std::span<const double> series) {
  if (series.size() > kLongestTrend)
    return Error(Errc::limit_exceeded,
                 "a trend is sought in up to " + std::to_string(kLongestTrend) +
                     " values; take means over longer periods; given: " + std::to_string(series.size()));
  return check_finite(series, "a series");
}

std::int64_t rising_less_falling(std::span<const double> series) {
  std::int64_t s = 0;
  for (std::size_t later = 1; later < series.size(); ++later)
    for (std::size_t earlier = 0; earlier < later; ++earlier)
      s += (series[later] > series[earlier]) - (series[later] < series[earlier]);
  return s;
}

std::int64_t kendall_term(std::int64_t n) { return n * (n - 1) * (2 * n + 5); }

// 18 times the variance of S.
std::int64_t variance_in_eighteenths(std::span<const double> series) {
  std::vector<double> sorted(series.begin(), series.end());
  std::sort(sorted.begin(), sorted.end());
  std::int64_t sum = kendall_term(static_cast<std::int64_t>(sorted.size()));
  for (auto first = sorted.begin(); first != sorted.end();) {
    const auto last = std::upper_bound(first, sorted.end(), *first);
    sum -= kendall_term(last - first);
    first = last;
  }
  return sum;
}

double median(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

double median_of(std::span<const double> values) {
  std::vector<double> copy(values.begin(), values.end());
  return median(copy);
}

}  // namespace

Result<MannKendall> mann_kendall(std::span<const double> series) {
  STAYSAIL_CHECK(check(series));
  if (series.size() < 3)
    return Error(Errc::degenerate_input,
                 "a trend test needs three values or more; given: " + std::to_string(series.size()));
  MannKendall test;
  test.s = rising_less_falling(series);
  test.variance = static_cast<double>(variance_in_eighteenths(series)) / 18;
  const auto n = static_cast<double>(series.size());
  test.tau = static_cast<double>(test.s) / (n * (n - 1) / 2);
  if (test.s == 0) return test;
  test.z = static_cast<double>(test.s - (test.s > 0 ? 1 : -1)) / std::sqrt(test.variance);
  test.p_value = 2 * normal_upper_tail(std::fabs(test.z));
  return test;
}

Result<TheilSenLine> theil_sen(std::span<const double> series) {
  std::vector<double> positions(series.size());
  std::iota(positions.begin(), positions.end(), 0.0);
  return theil_sen(series, positions);
}

Result<TheilSenLine> theil_sen(std::span<const double> series, std::span<const double> positions) {
  STAYSAIL_CHECK(check_lengths(series.size(), positions.size(), "a series and its positions"));
  STAYSAIL_CHECK(check(series));
  STAYSAIL_CHECK(check_finite(positions, "a list of positions"));
  std::vector<double> slopes;
  for (std::size_t later = 1; later < series.size(); ++later)
    for (std::size_t earlier = 0; earlier < later; ++earlier)
      if (positions[later] != positions[earlier])
        slopes.push_back((series[later] - series[earlier]) / (positions[later] - positions[earlier]));
  if (slopes.empty()) return Error(Errc::degenerate_input, "a slope needs values at two different positions or more");
  const double slope = median(slopes);
  return TheilSenLine{slope, median_of(series) - slope * median_of(positions)};
}

}  // namespace staysail::statistics
