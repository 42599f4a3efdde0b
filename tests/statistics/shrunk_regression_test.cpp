#include "staysail/statistics/shrunk_regression.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "statistics/dice.hpp"
#include "staysail/statistics/calibration.hpp"

namespace staysail::statistics {
namespace {

struct Sample {
  std::size_t width = 0;
  std::vector<double> covariates, target;

  RegressionRows rows(std::span<const std::uint32_t> groups = {}) const {
    return {width, covariates, target, {}, groups};
  }
};

// Ten covariates in each of `rows` rows; the target of a row by its predictor, the sum of coefficient * covariate.
template <class Target>
Sample sample(std::size_t rows, const std::vector<double>& coefficients, const Target& target) {
  Dice dice;
  Sample sample{coefficients.size(), {}, {}};
  for (std::size_t row = 0; row < rows; ++row) {
    double predictor = 0;
    for (const double coefficient : coefficients) {
      sample.covariates.push_back(dice.normal());
      predictor += coefficient * sample.covariates.back();
    }
    sample.target.push_back(target(predictor, dice));
  }
  return sample;
}

double noisy(double predictor, Dice& dice) { return 5 + predictor + dice.normal(); }
double mark(double predictor, Dice& dice) { return dice.roll() < logistic(predictor - 1) ? 1 : 0; }

const std::vector<double> kSomeTell = {1, -0.5, 0, 0, 0, 0, 0, 0, 0, 0};
const std::vector<double> kNoneTells(10, 0.0);

}  // namespace

TEST_CASE("what tells much stays, what tells nothing vanishes") {
  const auto told = ShrunkRegression::fit(sample(4000, kSomeTell, noisy).rows(), RegressionLink::identity).value();
  CHECK(told.intercept() == doctest::Approx(5).epsilon(0.02));
  CHECK(told.coefficients()[0] == doctest::Approx(1).epsilon(0.05));
  CHECK(told.coefficients()[1] == doctest::Approx(-0.5).epsilon(0.1));

  const auto silent = ShrunkRegression::fit(sample(400, kNoneTells, noisy).rows(), RegressionLink::identity).value();
  for (const double coefficient : silent.coefficients()) CHECK(std::fabs(coefficient) < 0.02);
  CHECK(silent.effective_sizes()[0] < 1);
}

TEST_CASE("log-odds of marks") {
  const auto told = ShrunkRegression::fit(sample(8000, kSomeTell, mark).rows(), RegressionLink::logit).value();
  CHECK(told.intercept() == doctest::Approx(-1).epsilon(0.06));
  CHECK(told.coefficients()[0] == doctest::Approx(1).epsilon(0.06));
  CHECK(told.mean(std::vector<double>(10, 0.0)) == doctest::Approx(logistic(-1)).epsilon(0.05));
}

TEST_CASE("groups are shrunk apart: a loud one does not excuse a silent one") {
  const Sample loud = sample(600, {3, -3, 3, -3, 3, 0, 0, 0, 0, 0}, noisy);
  const std::vector<std::uint32_t> apart = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
  const auto together = ShrunkRegression::fit(loud.rows(), RegressionLink::identity).value();
  const auto grouped = ShrunkRegression::fit(loud.rows(apart), RegressionLink::identity).value();
  double of_together = 0, of_grouped = 0;
  for (std::size_t i = 5; i < 10; ++i) {
    of_together += std::fabs(together.coefficients()[i]);
    of_grouped += std::fabs(grouped.coefficients()[i]);
  }
  CHECK(of_grouped < 0.5 * of_together);
  CHECK(grouped.coefficients()[0] == doctest::Approx(3).epsilon(0.05));
}

TEST_CASE("units of covariates and target change nothing but units") {
  Sample plain = sample(500, kSomeTell, noisy), scaled = plain;
  for (std::size_t i = 0; i < scaled.covariates.size(); i += 10)
    scaled.covariates[i] = scaled.covariates[i] * 1e6 + 1e7;
  for (double& y : scaled.target) y *= 1000;
  const auto a = ShrunkRegression::fit(plain.rows(), RegressionLink::identity).value();
  const auto b = ShrunkRegression::fit(scaled.rows(), RegressionLink::identity).value();
  CHECK(b.coefficients()[0] * 1e6 == doctest::Approx(a.coefficients()[0] * 1000).epsilon(1e-4));
  CHECK(b.coefficients()[1] == doctest::Approx(a.coefficients()[1] * 1000).epsilon(1e-4));
}

TEST_CASE("a weight of two is the row twice, and a weight of none leaves it out") {
  Sample once = sample(300, kSomeTell, mark), twice = once;
  std::vector<double> weights(300, 1.0);
  for (std::size_t row = 0; row < 150; ++row) weights[row] = 2;
  for (std::size_t row = 0; row < 150; ++row) {
    twice.target.push_back(once.target[row]);
    twice.covariates.insert(twice.covariates.end(), once.covariates.begin() + static_cast<std::ptrdiff_t>(row * 10),
                            once.covariates.begin() + static_cast<std::ptrdiff_t>(row * 10 + 10));
  }
  RegressionRows rows = once.rows();
  rows.weights = weights;
  const auto weighted = ShrunkRegression::fit(rows, RegressionLink::logit).value();
  const auto repeated = ShrunkRegression::fit(twice.rows(), RegressionLink::logit).value();
  CHECK(weighted.coefficients()[0] == doctest::Approx(repeated.coefficients()[0]).epsilon(0.05));
  CHECK(weighted.intercept() == doctest::Approx(repeated.intercept()).epsilon(0.05));
}

TEST_CASE("one outcome only, columns that never vary, twins, and a perfect rule have a fit") {
  const std::vector<double> x = {1, 7, 1, 2, 7, 2, 3, 7, 3, 4, 7, 4}, all(4, 1.0), rule = {0, 0, 1, 1};
  const auto certain = ShrunkRegression::fit({3, x, all, {}, {}}, RegressionLink::logit).value();
  CHECK(certain.mean(std::vector<double>{1, 7, 1}) == doctest::Approx(3.5 / 4));
  CHECK(certain.coefficients() == std::vector<double>(3, 0.0));
  const auto parted = ShrunkRegression::fit({3, x, rule, {}, {}}, RegressionLink::logit).value();
  CHECK(parted.coefficients()[1] == 0);
  CHECK(parted.coefficients()[0] == doctest::Approx(parted.coefficients()[2]));
  CHECK(parted.mean(std::vector<double>{1, 7, 1}) < 0.5);
  CHECK(parted.mean(std::vector<double>{4, 7, 4}) > 0.5);
}

TEST_CASE("rows that cannot be fitted are refused") {
  const std::vector<double> x = {1, 2, 3}, y = {0, 1, 0}, two = {0, 2, 1}, negative = {1, -1, 1}, none(3, 0.0);
  const std::vector<double> endless = {1, INFINITY, 2};
  const auto code = [](const RegressionRows& rows, RegressionLink link = RegressionLink::identity) {
    return ShrunkRegression::fit(rows, link).error().code();
  };
  CHECK(code({2, x, y, {}, {}}) == Errc::invalid_argument);
  CHECK(code({1, endless, y, {}, {}}) == Errc::invalid_argument);
  CHECK(code({1, x, y, negative, {}}) == Errc::invalid_argument);
  CHECK(code({1, x, y, none, {}}) == Errc::invalid_argument);
  CHECK(code({1, x, two, {}, {}}, RegressionLink::logit) == Errc::invalid_argument);
  CHECK(code({1, std::span(x).first(1), std::span(y).first(1), {}, {}}) == Errc::degenerate_input);
  const std::vector<double> wide(2 * 501, 1.0);
  CHECK(code({501, wide, std::span(y).first(2), {}, {}}) == Errc::limit_exceeded);
}

}  // namespace staysail::statistics
