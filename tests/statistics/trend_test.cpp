// Check table row F6.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "staysail/statistics/trend.hpp"

namespace staysail::statistics {
namespace {

constexpr std::array kFalling = {620.0, 615.0, 640.0, 590.0, 560.0, 565.0, 500.0, 470.0, 455.0, 410.0, 380.0, 300.0};

}  // namespace

TEST_CASE("Mann-Kendall and Theil-Sen of the check table, row F6") {
  const MannKendall test = mann_kendall(kFalling).value();
  CHECK(test.s == -60);
  CHECK(std::fabs(test.variance - 212.6666667) < 1e-6);
  CHECK(std::fabs(test.z - -4.045780) < 1e-6);
  CHECK(test.tau == doctest::Approx(-60.0 / 66));
  CHECK(test.p_value < 1e-4);
  CHECK(std::fabs(theil_sen(kFalling)->slope - -30) < 1e-6);
}

TEST_CASE("equal values make pairs that neither rise nor fall, and less variance") {
  // By hand: 1 2 2 3 has 5 rising pairs; var = (4*3*13 - 2*1*9) / 18.
  const MannKendall test = mann_kendall(std::array{1.0, 2.0, 2.0, 3.0}).value();
  CHECK(test.s == 5);
  CHECK(test.variance == doctest::Approx(138.0 / 18));
  const MannKendall level = mann_kendall(std::array{4.0, 4.0, 4.0}).value();
  CHECK(level.z == 0);
  CHECK(level.p_value == 1);
  CHECK(level.variance == 0);
}

TEST_CASE("a series backwards has the opposite trend") {
  CHECK(rc::check([] {
    const auto whole = *rc::gen::container<std::vector<int>>(*rc::gen::inRange(3, 30), rc::gen::inRange(-9, 9));
    const std::vector<double> series(whole.begin(), whole.end());
    const std::vector<double> backwards(series.rbegin(), series.rend());
    RC_ASSERT(mann_kendall(series)->s == -mann_kendall(backwards)->s);
    RC_ASSERT(mann_kendall(series)->z == -mann_kendall(backwards)->z);
    RC_ASSERT(std::fabs(theil_sen(series)->slope + theil_sen(backwards)->slope) < 1e-12);
  }));
}

TEST_CASE("one outlier leaves the line where it is, in any order of the pairs") {
  std::vector<double> positions = {0, 1, 2, 3, 5, 8, 9};
  std::vector<double> series;
  for (const double t : positions) series.push_back(10 - 2 * t);
  series[3] = 1e6;
  const TheilSenLine line = theil_sen(series, positions).value();
  CHECK(line.slope == -2);
  std::reverse(series.begin(), series.end());
  std::reverse(positions.begin(), positions.end());
  CHECK(theil_sen(series, positions)->slope == -2);
  CHECK(theil_sen(series, positions)->intercept == line.intercept);
}

TEST_CASE("a line without noise is read off") {
  const TheilSenLine line = theil_sen(std::array{7.0, 9.0, 11.0}).value();
  CHECK(line.slope == 2);
  CHECK(line.intercept == 7);
}

TEST_CASE("series without a trend to speak of are refused") {
  CHECK(mann_kendall(std::array{1.0, 2.0}).error().code() == Errc::degenerate_input);
  CHECK(mann_kendall(std::array{1.0, 2.0, std::nan("")}).error().code() == Errc::invalid_argument);
  CHECK(mann_kendall(std::vector<double>(kLongestTrend + 1)).error().code() == Errc::limit_exceeded);
  CHECK(theil_sen(std::array{1.0}).error().code() == Errc::degenerate_input);
  CHECK(theil_sen(std::array{1.0, 2.0}, std::array{3.0, 3.0}).error().code() == Errc::degenerate_input);
  CHECK(theil_sen(std::array{1.0, 2.0}, std::array{3.0}).error().code() == Errc::invalid_argument);
}

}  // namespace staysail::statistics
