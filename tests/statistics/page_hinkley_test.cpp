// Check table row F4: Page-Hinkley on the control chart of Montgomery, table 9.1.
#include <array>
#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include "statistics/control_chart.hpp"
#include "staysail/statistics/page_hinkley.hpp"

namespace staysail::statistics {

TEST_CASE("Page-Hinkley of the control chart, row F4") {
  const PageHinkleyChart chart = page_hinkley(kControlChart, .1).value();
  CHECK(std::fabs(chart.statistic[4] - 4.1925) < 1e-6);
  CHECK(std::fabs(chart.statistic[27] - 7.892022) < 1e-6);
  CHECK(std::fabs(chart.statistic[28] - 8.794091) < 1e-6);
  CHECK(std::fabs(chart.statistic[29] - 8.899091) < 1e-6);
  CHECK_FALSE(chart.signal);
}

TEST_CASE("the first statistic above the threshold signals") {
  CHECK(page_hinkley(kControlChart, .1, 8.5)->signal == 29);
  CHECK_FALSE(page_hinkley(kControlChart, .1, 9)->signal);
}

TEST_CASE("a rise is found, a fall is not, and a level stays at nothing") {
  std::vector<double> series(50, 3.0);
  CHECK(page_hinkley(series, .1)->statistic.back() == 0);
  series.resize(100, 5.0);
  CHECK(page_hinkley(series, .1, 10)->signal == 56);
  for (double& x : series) x = -x;
  CHECK_FALSE(page_hinkley(series, .1, 10)->signal);
}

TEST_CASE("charts that cannot be are refused") {
  CHECK(page_hinkley(kControlChart, -.1).error().code() == Errc::invalid_argument);
  CHECK(page_hinkley(kControlChart, .1, 0).error().code() == Errc::invalid_argument);
  CHECK(page_hinkley(std::array{1.0, HUGE_VAL}, .1).error().code() == Errc::invalid_argument);
}

}  // namespace staysail::statistics
