// Check table row F1: the control chart of Montgomery, table 9.1, by EWMA; run lengths of his table 9.11 (Lucas and
// Saccucci 1990), which are printed to three figures.
#include <array>
#include <cmath>
#include <random>

#include <doctest/doctest.h>

#include "statistics/control_chart.hpp"
#include "staysail/statistics/distribution.hpp"
#include "staysail/statistics/ewma.hpp"

namespace staysail::statistics {
namespace {

constexpr EwmaDesign kMontgomery{.lambda = .1, .limit = 2.7, .target = 10, .deviation = 1};

// A fixed-seed normal variable, the same on every standard library.
double next_normal(std::mt19937_64& random) {
  return normal_quantile((static_cast<double>(random() >> 11) + 0.5) / 9007199254740992.0);
}

// Observations until the first average outside the limits of large i.
int simulated_run(std::mt19937_64& random, double lambda, double limit, double shift) {
  const double half = limit * std::sqrt(lambda / (2 - lambda));
  double average = 0;
  for (int i = 1;; ++i) {
    average = lambda * (next_normal(random) + shift) + (1 - lambda) * average;
    if (std::fabs(average) > half) return i;
  }
}

}  // namespace

TEST_CASE("the EWMA of the control chart, row F1") {
  const EwmaChart chart = ewma(kControlChart, kMontgomery).value();
  CHECK(std::fabs(chart.average[0] - 9.945) < 1e-5);
  CHECK(std::fabs(chart.average[28] - 10.64682) < 1e-5);
  CHECK(std::fabs(chart.average[29] - 10.63414) < 1e-5);
  CHECK(std::fabs(chart.upper_limit[28] - 10.6187) < 5e-5);
  CHECK(chart.upper_limit[28] + chart.lower_limit[28] == doctest::Approx(20));
  CHECK(chart.signal == 29);
}

TEST_CASE("published run lengths") {
  CHECK(std::fabs(ewma_run_length(.1, 2.814, 0).value() - 500) < 2);
  CHECK(std::fabs(ewma_run_length(.1, 2.814, 1).value() - 10.3) < .05);
  CHECK(std::fabs(ewma_run_length(.25, 2.998, .5).value() - 48.2) < .3);
  CHECK(std::fabs(ewma_run_length(.05, 2.615, .25).value() - 84.1) < .5);
  CHECK(std::fabs(ewma_run_length(.4, 3.054, 4).value() - 1.4) < .05);
}

TEST_CASE("with all weight on the newest observation the chart is Shewhart's") {
  for (const double shift : {0.0, 1.0, -2.5}) {
    const double single = 1 / (normal_upper_tail(3 - shift) + normal_upper_tail(3 + shift));
    CHECK(ewma_run_length(1, 3, shift).value() == doctest::Approx(single).epsilon(1e-10));
  }
}

TEST_CASE("computed run lengths are those of a simulation") {
  std::mt19937_64 random(20261129);
  constexpr int kRuns = 4000;
  double sum = 0;
  for (int run = 0; run < kRuns; ++run) sum += simulated_run(random, .2, 2.2, .5);
  const double computed = ewma_run_length(.2, 2.2, .5).value();
  // A run length scatters about as widely as it is long.
  CHECK(std::fabs(sum / kRuns / computed - 1) < 4 / std::sqrt(kRuns));
}

TEST_CASE("the limit gives the run length that was wished") {
  const double limit = ewma_limit(.1, 1e4).value();
  CHECK(ewma_run_length(.1, limit, 0).value() == doctest::Approx(1e4).epsilon(1e-7));
  CHECK(std::fabs(ewma_limit(1, 1 / (2 * normal_upper_tail(3))).value() - 3) < 1e-7);
}

TEST_CASE("charts that cannot be are refused") {
  CHECK(ewma(kControlChart, {.lambda = 0}).error().code() == Errc::invalid_argument);
  CHECK(ewma(kControlChart, {.lambda = 1.5}).error().code() == Errc::invalid_argument);
  CHECK(ewma(kControlChart, {.limit = 0}).error().code() == Errc::invalid_argument);
  CHECK(ewma(kControlChart, {.deviation = -1}).error().code() == Errc::invalid_argument);
  CHECK(ewma(std::array{1.0, std::nan("")}, {}).error().code() == Errc::invalid_argument);
  CHECK(ewma_run_length(1e-6, 3, 0).error().code() == Errc::invalid_argument);
  CHECK(ewma_run_length(.1, 3, 1e3).error().code() == Errc::invalid_argument);
  CHECK(ewma_limit(.1, .5).error().code() == Errc::invalid_argument);
}

}  // namespace staysail::statistics
