#include "staysail/statistics/calibration.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "staysail/statistics/classification.hpp"

namespace staysail::statistics {
namespace {

struct Rows {
  std::vector<double> log_odds;
  std::vector<std::uint8_t> target;
};

// Events come at the rate that `truth` gives for each score.
template <class Truth>
Rows rows_of(const Truth& truth) {
  Rows rows;
  double owed = 0;
  for (int i = 0; i < 4000; ++i) {
    const double score = (i * 1237 % 4000) / 500.0 - 4;
    rows.log_odds.push_back(score);
    owed += logistic(truth(score));
    rows.target.push_back(owed >= 1 ? 1 : 0);
    if (owed >= 1) owed -= 1;
  }
  return rows;
}

TEST_CASE("scores that mean what they say are left alone") {
  const Rows rows = rows_of([](double x) { return x; });
  CHECK(Calibration::choose(rows.log_odds, rows.target).kind() == Calibration::Kind::identity);
}

TEST_CASE("scores twice too sure are halved") {
  const Rows rows = rows_of([](double x) { return x / 2 - 1; });
  const Calibration platt = Calibration::fit(Calibration::Kind::platt, rows.log_odds, rows.target);
  CHECK(platt.numbers()[0] == doctest::Approx(0.5).epsilon(0.05));
  CHECK(platt.numbers()[1] == doctest::Approx(-1).epsilon(0.05));
  CHECK(Calibration::choose(rows.log_odds, rows.target).kind() != Calibration::Kind::identity);
}

TEST_CASE("no kind ever falls, none depends on the order of rows, all come back from their numbers") {
  Rows rows = rows_of([](double x) { return x < 0 ? -2 : x; });
  for (const auto kind :
       {Calibration::Kind::identity, Calibration::Kind::platt, Calibration::Kind::beta, Calibration::Kind::isotonic}) {
    const Calibration fitted = Calibration::fit(kind, rows.log_odds, rows.target);
    CHECK(fitted.kind() == kind);
    for (double x = -30; x < 30; x += 0.01) REQUIRE(fitted.apply(x) <= fitted.apply(x + 0.01));
    CHECK(std::fabs(fitted.apply(1000)) <= Calibration::kMost);
    CHECK(Calibration::of(kind, fitted.numbers()).value() == fitted);
    Rows turned = rows;
    std::reverse(turned.log_odds.begin(), turned.log_odds.end());
    std::reverse(turned.target.begin(), turned.target.end());
    CHECK(Calibration::fit(kind, turned.log_odds, turned.target) == fitted);
  }
}

TEST_CASE("numbers that make a map fall are refused") {
  CHECK_FALSE(Calibration::of(Calibration::Kind::platt, {-1, 0}));
  CHECK_FALSE(Calibration::of(Calibration::Kind::beta, {1, -1, 0}));
  CHECK_FALSE(Calibration::of(Calibration::Kind::isotonic, {0, 1, 1, 0}));
  CHECK_FALSE(Calibration::of(Calibration::Kind::platt, {1}));
  CHECK_FALSE(Calibration::of(Calibration::Kind::platt, {std::nan(""), 0}));
}

TEST_CASE("quality of a small table, by hand") {
  const std::vector<double> log_odds{2, 1, 1, -1, -2};
  const std::vector<std::uint8_t> target{1, 1, 0, 0, 1};
  const Classification quality = classification(log_odds, target, 0.2).value();
  CHECK(quality.roc_auc == doctest::Approx((2 + 1.5 + 0) / 6));
  CHECK(quality.pr_auc == doctest::Approx((1.0 + 2.0 / 3 + 3.0 / 5) / 3));
  CHECK(quality.ks == doctest::Approx(1.0 / 3));
  CHECK(quality.lift == doctest::Approx(1 / 0.6));
  CHECK(quality.log_loss ==
        doctest::Approx((std::log1p(std::exp(-2)) + std::log1p(std::exp(-1)) + std::log1p(std::exp(1)) +
                         std::log1p(std::exp(-1)) + std::log1p(std::exp(2))) /
                        5));
  CHECK_FALSE(classification(log_odds, std::vector<std::uint8_t>(5, 1)));
}

}  // namespace
}  // namespace staysail::statistics
