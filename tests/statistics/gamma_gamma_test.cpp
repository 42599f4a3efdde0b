// Check table rows A11 and A12: CDNOW with mean spend; Fader and Hardie 2013, note 025.
#include "staysail/statistics/gamma_gamma.hpp"

#include <array>
#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include "statistics/dice.hpp"
#include "statistics/shared_columns.hpp"

namespace staysail::statistics {
namespace {

constexpr const char* kPath = "data/value/cdnow_customers_summary_with_transactions.csv";

Errc code(std::vector<double> count, std::vector<double> mean, std::vector<double> weights = {}) {
  return GammaGamma::fit(count, mean, weights).error().code();
}

}  // namespace

TEST_CASE("spend of CDNOW, row A11") {
  const auto columns = SharedColumns::load(kPath);
  if (!columns) return;
  const auto law = GammaGamma::fit(columns->numbers("x"), columns->numbers("zbar")).value();
  const Estimates& found = law.estimates();
  CHECK(std::fabs(found.log_likelihood - -4055.9232) < 1e-3);
  const std::array expected = {6.248803, 3.744588, 15.447748};
  const std::array errors = {1.1897, .2902, 4.1599};
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(found.parameters[i] == doctest::Approx(expected[i]).epsilon(1e-4));
    CHECK(found.standard_errors[i] == doctest::Approx(errors[i]).epsilon(1e-3));
  }
}

TEST_CASE("spend to expect of ten customers, row A12") {
  const auto columns = SharedColumns::load(kPath);
  if (!columns) return;
  const auto count = columns->numbers("x");
  const auto mean = columns->numbers("zbar");
  const auto law = GammaGamma::fit(count, mean).value();
  constexpr std::array kExpected = {24.6586, 18.9115, 35.171, 35.171,  35.171,
                                    71.4629, 18.9115, 35.171, 27.2824, 35.171};
  for (std::size_t i = 0; i < kExpected.size(); ++i)
    CHECK(std::fabs(law.expected_mean(count[i], mean[i]) - kExpected[i]) < 1e-3);
  CHECK(std::fabs(law.population_mean() - 35.1710) < 1e-3);
}

TEST_CASE("the expected mean lies between the unit's own and the population's, and nears its own with more amounts") {
  const auto law = GammaGamma::of({6, 4, 15}).value();
  const double population = law.population_mean();
  CHECK(population == doctest::Approx(30));
  CHECK(law.expected_mean(1, 100) > population);
  CHECK(law.expected_mean(1, 100) < law.expected_mean(20, 100));
  CHECK(law.expected_mean(1e6, 100) == doctest::Approx(100).epsilon(1e-4));
  CHECK(std::isinf(GammaGamma::of({6, .9, 15})->population_mean()));
}

TEST_CASE("units without an amount say nothing, weights stand for rows, the order of rows is nothing") {
  Dice dice;
  std::vector<double> count, mean, weights, more_count = {0}, more_mean = {0};
  for (int unit = 0; unit < 300; ++unit) {
    const double scale = 20 * std::exp(.5 * dice.normal());
    count.push_back(1 + unit % 6);
    mean.push_back(0);
    for (int amount = 0; amount < 1 + unit % 6; ++amount) mean.back() += (dice.wait(1) + dice.wait(1)) * scale;
    mean.back() /= count.back();
    weights.push_back(1 + unit % 2);
  }
  for (std::size_t unit = count.size(); unit-- > 0;)
    for (double copy = 0; copy < weights[unit]; ++copy) {
      more_count.push_back(count[unit]);
      more_mean.push_back(mean[unit]);
    }
  const Estimates weighted = GammaGamma::fit(count, mean, weights).value().estimates();
  const Estimates written_out = GammaGamma::fit(more_count, more_mean).value().estimates();
  CHECK(weighted.parameters == written_out.parameters);
  CHECK(weighted.log_likelihood == written_out.log_likelihood);
  CHECK(weighted.parameters[0] == doctest::Approx(2).epsilon(.3));  // amounts are Gamma(2, .)
}

TEST_CASE("amounts that tell no law are refused") {
  CHECK(code({}, {}) == Errc::degenerate_input);
  CHECK(code({0, 0}, {0, 0}) == Errc::degenerate_input);
  CHECK(code({1, 1}, {5, 5}) == Errc::degenerate_input);
  CHECK(code({1, 2}, {5, -5}) == Errc::invalid_argument);
  CHECK(code({1, 2}, {5, std::nan("")}) == Errc::invalid_argument);
  CHECK(code({1, 2.5}, {5, 5}) == Errc::invalid_argument);
  CHECK(code({1, 2}, {5}) == Errc::invalid_argument);
  CHECK(code({1, 2}, {5, 6}, {1, -1}) == Errc::invalid_argument);
}

}  // namespace staysail::statistics
