#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include "staysail/statistics/cusum.hpp"
#include "staysail/statistics/ewma.hpp"
#include "staysail/warning/false_alarms.hpp"

namespace staysail {

TEST_CASE("a budget of false alarms becomes the run length and the thresholds that keep it") {
  const FalseAlarmBudget budget{.per_million_a_month = 200, .observations_a_month = 30};
  CHECK(budget.run_length() == 150'000);
  const double h = cusum_threshold(budget, 0.5).value();
  CHECK(statistics::cusum_run_length(0.5, h, 0).value() == doctest::Approx(150'000).epsilon(1e-8));
  const double limit = ewma_threshold(budget, 0.1).value();
  CHECK(statistics::ewma_run_length(0.1, limit, 0).value() == doctest::Approx(150'000).epsilon(1e-7));
}

TEST_CASE("a line whose usage falls is found") {
  const std::vector<double> usage = {104, 96, 101, 99, 103, 97, 72, 68, 71, 66, 70, 69};
  // [doc: watch a line]
  // At most a thousand false alarms a month among a million lines, each seen once a month.
  const double h = cusum_threshold({.per_million_a_month = 1'000, .observations_a_month = 1}, 0.5).value();
  const auto chart = statistics::cusum(usage, {.k = 0.5, .h = h, .target = 100, .deviation = 20}).value();
  const bool falls = chart.signal && chart.lower[*chart.signal - 1] > h;
  // [doc: end]
  CHECK(falls);
  CHECK(*chart.signal > 7);
}

TEST_CASE("fewer false alarms or more looks need a higher threshold") {
  const double usual = cusum_threshold({.per_million_a_month = 1000}, 0.5).value();
  CHECK(cusum_threshold({.per_million_a_month = 100}, 0.5).value() > usual);
  CHECK(cusum_threshold({.per_million_a_month = 1000, .observations_a_month = 30}, 0.5).value() > usual);
}

TEST_CASE("budgets that cannot be are refused") {
  CHECK(cusum_threshold({.per_million_a_month = 0}, 0.5).error().code() == Errc::invalid_argument);
  CHECK(cusum_threshold({.per_million_a_month = 2e6}, 0.5).error().code() == Errc::invalid_argument);
  CHECK(ewma_threshold({.observations_a_month = std::nan("")}, 0.1).error().code() == Errc::invalid_argument);
  CHECK(ewma_threshold({}, 2).error().code() == Errc::invalid_argument);
}

}  // namespace staysail
