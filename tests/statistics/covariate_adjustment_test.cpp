// Check table row D4: Hillstrom's e-mail test, adjusted by the money spent in the year before.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include <doctest/doctest.h>

#include "statistics/hillstrom.hpp"
#include "staysail/statistics/covariate_adjustment.hpp"

namespace staysail::statistics {
namespace {

constexpr double kTolerance = 1e-8;

void check_difference(const Result<AdjustedDifference>& adjusted, double difference, double standard_error) {
  REQUIRE(adjusted);
  CHECK(std::fabs(adjusted->test.difference - difference) < kTolerance);
  CHECK(std::fabs(adjusted->test.standard_error - standard_error) < kTolerance);
}

// The same rows in another order.
template <class Column>
Column shuffled(const Column& column) {
  std::vector<std::size_t> order(column.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::mt19937 random(7);
  std::shuffle(order.begin(), order.end(), random);
  Column mixed;
  for (const std::size_t row : order) mixed.push_back(column[row]);
  return mixed;
}

}  // namespace

TEST_CASE("CUPED on men's e-mail, row D4, in any order of rows") {
  const auto arms = hillstrom_arms("Mens E-Mail");
  if (!arms) return;
  const auto visit = adjusted_difference(arms->visit, arms->treated, arms->history);
  check_difference(visit, .07641115, .00337836);
  CHECK(std::fabs(visit->theta - 9.134195036e-5) < 1e-13);
  CHECK(std::fabs(visit->variance_cut - .00444) < 5e-6);
  const auto spend = adjusted_difference(arms->spend, arms->treated, arms->history);
  check_difference(spend, .76743850, .14521504);
  CHECK(std::fabs(spend->theta - .00122289652) < 1e-11);
  const auto mixed = adjusted_difference(shuffled(arms->spend), shuffled(arms->treated), shuffled(arms->history));
  CHECK(mixed->test.difference == spend->test.difference);
  CHECK(mixed->test.p_value == spend->test.p_value);
}

TEST_CASE("CUPED on women's e-mail, row D4") {
  const auto arms = hillstrom_arms("Womens E-Mail");
  if (!arms) return;
  check_difference(adjusted_difference(arms->visit, arms->treated, arms->history), .04509494, .00322798);
}

TEST_CASE("a covariate that explains nearly everything leaves nearly no noise") {
  std::vector<double> before, after;
  std::vector<std::uint8_t> treated;
  for (int i = 0; i < 200; ++i) {
    const std::uint8_t mark = i % 2;
    before.push_back(i * 37 % 101);
    after.push_back(2 * before.back() + mark + 0.1 * (i % 3));
    treated.push_back(mark);
  }
  const AdjustedDifference adjusted = adjusted_difference(after, treated, before).value();
  CHECK(adjusted.theta == doctest::Approx(2).epsilon(1e-2));
  CHECK(adjusted.variance_cut > .999);
  CHECK(adjusted.test.interval.contains(1));
  CHECK(adjusted.test.interval.high - adjusted.test.interval.low < .2);
}

TEST_CASE("columns that do not fit are refused") {
  const std::vector<double> y = {1, 2, 3, 4};
  const std::vector<std::uint8_t> arms = {0, 1, 0, 1};
  CHECK(adjusted_difference(y, {}, y).error().code() == Errc::invalid_argument);
  CHECK(adjusted_difference(y, arms, std::vector{1.0}).error().code() == Errc::invalid_argument);
  CHECK(adjusted_difference(y, std::vector<std::uint8_t>{0, 1, 2, 1}, y).error().code() == Errc::invalid_argument);
  CHECK(adjusted_difference(y, arms, std::vector(4, 7.0)).error().code() == Errc::degenerate_input);
  CHECK(adjusted_difference(std::vector(4, 7.0), arms, y).error().code() == Errc::degenerate_input);
  CHECK(adjusted_difference(y, std::vector<std::uint8_t>(4), y).error().code() == Errc::degenerate_input);
  CHECK(adjusted_difference({}, {}, {}).error().code() == Errc::degenerate_input);
}

}  // namespace staysail::statistics
