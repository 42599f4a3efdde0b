// Check table row D9: 21,471 scored customers of Hillstrom's women's e-mail.
//
// The row's figures of causalml's qini (.179673, raw 88.1783) and scikit-uplift's weighted average (.045981) follow the
// order in which numpy's sort left equal scores; with equal scores as one step they are .1796719, 88.1775 and .0459793.
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <random>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "main/shared_data.hpp"
#include "statistics/number_columns.hpp"
#include "staysail/statistics/uplift_curve.hpp"

namespace staysail::statistics {
namespace {

constexpr std::array kDefinitions = {UpliftDefinition::area_n2, UpliftDefinition::scikit_uplift,
                                     UpliftDefinition::causalml};

struct Scored {
  std::vector<double> outcome;
  std::vector<std::uint8_t> treated;
  std::vector<double> score;

  Result<UpliftCurve> curve() const { return UpliftCurve::of(outcome, treated, score); }
  Scored shuffled(std::uint64_t seed) const {
    std::vector<std::size_t> order(outcome.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::mt19937_64 random(seed);
    std::shuffle(order.begin(), order.end(), random);
    Scored mixed;
    for (const std::size_t row : order) mixed.add(outcome[row], treated[row], score[row]);
    return mixed;
  }
  void add(double y, std::uint8_t w, double s) {
    outcome.push_back(y);
    treated.push_back(w);
    score.push_back(s);
  }
};

std::optional<Scored> hillstrom_scores() {
  const auto path = shared_data("data/uplift/hillstrom_womens_visit_test_scores.csv");
  if (!path) return std::nullopt;
  const NumberColumns table(*path);
  return Scored{table.numbers("y"), table.marks("w"), table.numbers("t_lr")};
}

// Every figure of a curve.
std::vector<double> figures(const UpliftCurve& curve) {
  std::vector<double> all = {uplift_at(curve, .5).value(), weighted_average_uplift(curve, 1).value()};
  for (const UpliftDefinition definition : kDefinitions) {
    all.push_back(qini(curve, definition, false).value_or(-99));
    all.push_back(auuc(curve, definition, false).value_or(-99));
  }
  return all;
}

// Few different scores, outcomes that do not add up without rounding.
Scored any_scored(std::uint64_t seed, bool binary) {
  std::mt19937_64 random(seed);
  Scored scored;
  for (int row = 0; row < 60; ++row)
    scored.add(binary ? static_cast<double>(random() % 2) : static_cast<double>(random() % 1000) / 7, row < 30 ? 1 : 0,
               static_cast<double>(random() % 9));
  return scored;
}

void check_near(const Result<double>& computed, double expected, double tolerance) {
  REQUIRE(computed);
  CHECK(std::fabs(*computed - expected) < tolerance);
}

}  // namespace

TEST_CASE("uplift metrics of the check table, row D9") {
  const auto scored = hillstrom_scores();
  if (!scored) return;
  const UpliftCurve curve = scored->curve().value();
  REQUIRE(curve.total().rows == 21471);
  check_near(qini(curve, UpliftDefinition::area_n2), .00410701, 1e-8);
  check_near(auuc(curve, UpliftDefinition::area_n2), .03102856, 1e-8);
  check_near(qini(curve, UpliftDefinition::scikit_uplift), .06910581, 1e-8);
  check_near(auuc(curve, UpliftDefinition::scikit_uplift), .03157272, 1e-8);
  check_near(auuc(curve, UpliftDefinition::causalml), .679716, 1e-6);
  check_near(qini(curve, UpliftDefinition::causalml), .1796719, 1e-7);
  check_near(qini(curve, UpliftDefinition::causalml, false), 88.1775, 1e-4);
  check_near(uplift_at(curve, .3), .074038, 1e-6);
  check_near(uplift_at(curve, .3, UpliftStrategy::by_group), .073463, 1e-6);
  check_near(weighted_average_uplift(curve), .0459793, 1e-7);
  CHECK(figures(scored->shuffled(1).curve().value()) == figures(curve));
}

TEST_CASE("equal scores give what the sort of other programs gives on average") {
  const auto scored = hillstrom_scores();
  if (!scored) return;
  // Scores pulled apart at random within each group of equal ones are one order that a sort may leave.
  double sum = 0;
  constexpr int kOrders = 20;
  for (int i = 0; i < kOrders; ++i) {
    Scored apart = *scored;
    std::mt19937_64 random(static_cast<std::uint64_t>(i));
    for (double& score : apart.score) score += 1e-13 * static_cast<double>(random() % 1000);
    sum += qini(apart.curve().value(), UpliftDefinition::causalml, false).value();
  }
  CHECK(std::fabs(sum / kOrders - 88.1775) < 4 * .003 / std::sqrt(kOrders));
}

TEST_CASE("a curve by hand") {
  Scored scored;
  scored.add(1, 1, .9);
  scored.add(0, 0, .9);
  scored.add(1, 1, .5);
  scored.add(1, 0, .1);
  const UpliftCurve curve = scored.curve().value();
  REQUIRE(curve.points().size() == 4);
  // Q: 0, 1 at 2 rows, 2 at 3, 1 at 4. Area 1 + 1.5 + 1.5 = 4, less 4 * 1 / 2, over 16.
  check_near(qini(curve, UpliftDefinition::area_n2), 2.0 / 16, 1e-15);
  // U: 0, 2, 3, 2. Area 2 + 2.5 + 2.5.
  check_near(auuc(curve, UpliftDefinition::area_n2), 7.0 / 16, 1e-15);
  // Depths 0..4: Q 0 .5 1 2 1, mean .9, chance .5, last 1.
  check_near(qini(curve, UpliftDefinition::causalml), .4, 1e-15);
  // Gains 0 1 2 3 2, mean 1.6, last 2.
  check_near(auuc(curve, UpliftDefinition::causalml), .8, 1e-15);
  check_near(uplift_at(curve, .5), 1, 1e-15);
  check_near(uplift_at(curve, 1), .5, 1e-15);
  CHECK(curve.at_rows(1).treated == .5);
}

TEST_CASE("the perfect order of scikit-uplift scores 1, and a worse one less") {
  Scored scored;
  for (int row = 0; row < 40; ++row) {
    const double y = row % 4 == 0 || row % 5 == 0;
    const std::uint8_t w = row % 2;
    scored.add(y, w, y * w - y * (1 - w));
  }
  check_near(qini(scored.curve().value(), UpliftDefinition::scikit_uplift), 1, 1e-12);
  for (double& score : scored.score) score = -score;
  CHECK(qini(scored.curve().value(), UpliftDefinition::scikit_uplift).value() < .1);
}

TEST_CASE("the order of rows changes no bit of any figure, whatever the outcomes") {
  CHECK(rc::check([](std::uint64_t seed, bool binary) {
    const Scored scored = any_scored(seed, binary);
    const auto straight = figures(scored.curve().value());
    RC_ASSERT(figures(scored.shuffled(seed + 1).curve().value()) == straight);
  }));
}

TEST_CASE("a score that says nothing gains nothing") {
  const Scored scored = [] {
    Scored same = any_scored(5, true);
    for (double& score : same.score) score = 1;
    return same;
  }();
  check_near(qini(scored.curve().value(), UpliftDefinition::area_n2), 0, 1e-15);
}

TEST_CASE("what has no uplift is refused") {
  const std::vector<double> y = {1, 0, 1, 0};
  const std::vector<std::uint8_t> w = {1, 0, 1, 0};
  CHECK(UpliftCurve::of(y, w, std::vector{1.0}).error().code() == Errc::invalid_argument);
  CHECK(UpliftCurve::of(y, std::vector<std::uint8_t>{1, 0, 3, 0}, y).error().code() == Errc::invalid_argument);
  CHECK(UpliftCurve::of(y, w, std::vector(4, std::nan(""))).error().code() == Errc::invalid_argument);
  CHECK(UpliftCurve::of(y, std::vector<std::uint8_t>(4, 1), y).error().code() == Errc::degenerate_input);
  CHECK(UpliftCurve::of({}, {}, {}).error().code() == Errc::degenerate_input);
  const UpliftCurve curve = UpliftCurve::of(y, w, std::vector{4.0, 3.0, 2.0, 1.0}).value();
  CHECK(uplift_at(curve, 0).error().code() == Errc::invalid_argument);
  CHECK(uplift_at(curve, .25).error().code() == Errc::degenerate_input);
  CHECK(uplift_at(curve, .25, UpliftStrategy::by_group).error().code() == Errc::degenerate_input);
  CHECK(weighted_average_uplift(curve, 0).error().code() == Errc::invalid_argument);
  CHECK(weighted_average_uplift(curve, 4).error().code() == Errc::degenerate_input);
  const UpliftCurve money = UpliftCurve::of(std::vector{2.5, 0.0, 1.0, 0.0}, w, y).value();
  CHECK(qini(money, UpliftDefinition::scikit_uplift).error().code() == Errc::invalid_argument);
  const UpliftCurve nothing = UpliftCurve::of(std::vector(4, 0.0), w, y).value();
  CHECK(qini(nothing, UpliftDefinition::causalml).error().code() == Errc::degenerate_input);
}

}  // namespace staysail::statistics
