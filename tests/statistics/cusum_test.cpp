// Check table rows F1 and F2: the control chart of Montgomery, table 9.1, and the run lengths of his table 9.3
// (Hawkins 1993), recomputed to more digits.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include "statistics/control_chart.hpp"
#include "staysail/statistics/cusum.hpp"
#include "staysail/statistics/distribution.hpp"

namespace staysail::statistics {
namespace {

constexpr CusumDesign kMontgomery{.k = 0.5, .h = 5, .target = 10, .deviation = 1};
constexpr std::array kShifts = {0.0, .25, .5, .75, 1.0, 1.5, 2.0, 3.0, 4.0};

void check_run_lengths(double h, const std::array<double, kShifts.size()>& published) {
  for (std::size_t i = 0; i < kShifts.size(); ++i) {
    CAPTURE(kShifts[i]);
    const double computed = cusum_run_length(0.5, h, kShifts[i]).value();
    CHECK(std::fabs(computed / published[i] - 1) < 1e-3);
    CHECK(cusum_run_length(0.5, h, -kShifts[i]).value() == doctest::Approx(computed).epsilon(1e-12));
  }
}

}  // namespace

TEST_CASE("the tabular cusum of the control chart, row F1") {
  const CusumChart chart = cusum(kControlChart, kMontgomery).value();
  constexpr std::array kLast = {1.79, 2.79, 2.89, 3.47, 3.35, 4.47, 5.28, 5.30};
  for (std::size_t i = 0; i < kLast.size(); ++i)
    CHECK(std::fabs(chart.upper[chart.upper.size() - kLast.size() + i] - kLast[i]) < 1e-5);
  CHECK(chart.signal == 29);
  CHECK(chart.lower[1] == doctest::Approx(1.56));
}

TEST_CASE("a level below the target is found by the lower sum, in any unit") {
  std::vector<double> mirrored;
  for (const double x : kControlChart) mirrored.push_back(1000 - 7 * (x - 10));
  const CusumChart chart = cusum(mirrored, {.k = 0.5, .h = 5, .target = 1000, .deviation = 7}).value();
  CHECK(chart.signal == 29);
  CHECK(chart.lower[28] == doctest::Approx(5.28));
  CHECK_FALSE(cusum(mirrored, {.k = 0.5, .h = 5.4, .target = 1000, .deviation = 7})->signal);
}

TEST_CASE("run lengths of the check table, row F2") {
  check_run_lengths(4, {167.684, 74.224, 26.63, 13.285, 8.383, 4.747, 3.343, 2.194, 1.708});
  check_run_lengths(5, {465.444, 139.494, 37.996, 17.048, 10.376, 5.747, 4.009, 2.573, 2.013});
}

TEST_CASE("without memory the run length is that of a single look") {
  // h so small that the sum is 0 or signals: a two-sided Shewhart chart at k.
  const double single = 1 / (2 * normal_upper_tail(2.0));
  CHECK(cusum_run_length(2, 1e-7, 0).value() == doctest::Approx(single).epsilon(1e-6));
}

TEST_CASE("run lengths stay accurate where they are astronomical") {
  // For large h one more unit of h multiplies the run length by e^(2 k) (Siegmund 1985).
  for (const double h : {30.0, 60.0, 90.0}) {
    const double ratio = cusum_run_length(0.5, h + 1, 0).value() / cusum_run_length(0.5, h, 0).value();
    CHECK(std::fabs(ratio / std::exp(1.0) - 1) < 1e-6);
  }
}

TEST_CASE("the decision interval gives the run length that was wished") {
  CHECK(std::fabs(cusum_decision_interval(0.5, 465.444).value() - 5) < 1e-5);
  CHECK(std::fabs(cusum_decision_interval(0.5, 167.684).value() - 4) < 1e-5);
  const double h = cusum_decision_interval(0.25, 1e6).value();
  CHECK(cusum_run_length(0.25, h, 0).value() == doctest::Approx(1e6).epsilon(1e-8));
}

TEST_CASE("charts that cannot be are refused") {
  CHECK(cusum(kControlChart, {.k = -1}).error().code() == Errc::invalid_argument);
  CHECK(cusum(kControlChart, {.h = 0}).error().code() == Errc::invalid_argument);
  CHECK(cusum(kControlChart, {.deviation = 0}).error().code() == Errc::invalid_argument);
  CHECK(cusum(std::array{1.0, std::nan("")}, {}).error().code() == Errc::invalid_argument);
  CHECK(cusum_run_length(0.5, 101, 0).error().code() == Errc::invalid_argument);
  CHECK(cusum_run_length(0.5, 5, std::nan("")).error().code() == Errc::invalid_argument);
  CHECK(cusum_run_length(std::nan(""), 5, 0).error().code() == Errc::invalid_argument);
  CHECK(cusum_decision_interval(0.5, 1.1).error().code() == Errc::invalid_argument);
  CHECK(cusum_decision_interval(0.5, std::nan("")).error().code() == Errc::invalid_argument);
}

}  // namespace staysail::statistics
