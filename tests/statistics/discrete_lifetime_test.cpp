// Check table rows B1-B7: Fader and Hardie 2007, "How to project customer retention", the share of customers of two
// offers that survive 12 years; figures of the geometric and beta-discrete-Weibull laws computed with scipy.
#include "staysail/statistics/discrete_lifetime.hpp"

#include <array>
#include <cmath>
#include <vector>

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace staysail::statistics {
namespace {

// Of 1000 at the start, years 0 .. 12.
constexpr std::array kRegular = {1000.0, 631.0, 468.0, 382.0, 326.0, 289.0, 262.0,
                                 241.0,  223.0, 207.0, 194.0, 183.0, 173.0};
constexpr std::array kHighEnd = {1000.0, 869.0, 743.0, 653.0, 593.0, 551.0, 517.0,
                                 491.0,  468.0, 445.0, 427.0, 409.0, 394.0};
using Curve = std::array<double, 13>;

DiscreteLifetime seven_years(const Curve& curve, LifetimeLaw law) {
  const auto counts = LifetimeCounts::of_survivors(std::span(curve).first(8)).value();
  return DiscreteLifetime::fit(counts, law).value();
}

// Mean absolute percentage error of the years 8 .. 12.
double projection_error(const Curve& curve, const DiscreteLifetime& law) {
  double sum = 0;
  for (int t = 8; t <= 12; ++t) {
    const double actual = curve[static_cast<std::size_t>(t)] / 1000;
    sum += std::fabs(law.survival(t) - actual) / actual;
  }
  return 100 * sum / 5;
}

void check(const Estimates& estimates, const std::vector<double>& parameters, double log_likelihood) {
  REQUIRE(estimates.parameters.size() == parameters.size());
  for (std::size_t i = 0; i < parameters.size(); ++i)
    CHECK(estimates.parameters[i] == doctest::Approx(parameters[i]).epsilon(1e-5));
  CHECK(std::fabs(estimates.log_likelihood - log_likelihood) < 1e-3);
}

LifetimeCounts cohorts(const std::vector<std::vector<double>>& all) {
  LifetimeCounts counts;
  for (const std::vector<double>& cohort : all) counts.merge(LifetimeCounts::of_survivors(cohort).value());
  return counts;
}

constexpr auto kGeometric = LifetimeLaw::geometric;
constexpr auto kShiftedBeta = LifetimeLaw::shifted_beta_geometric;
constexpr auto kBetaWeibull = LifetimeLaw::beta_discrete_weibull;

}  // namespace

TEST_CASE("High End after seven years, rows B1 and B5") {
  const auto geometric = seven_years(kHighEnd, kGeometric);
  check(geometric.estimates(), {.103329}, -1637.0928);
  CHECK(projection_error(kHighEnd, geometric) == doctest::Approx(21.12).epsilon(1e-3));

  const auto shifted = seven_years(kHighEnd, kShiftedBeta);
  check(shifted.estimates(), {.668088, 3.806095}, -1611.1581);
  CHECK_FALSE(shifted.boundary());
  CHECK(projection_error(kHighEnd, shifted) == doctest::Approx(2.83).epsilon(2e-3));

  const auto weibull = seven_years(kHighEnd, kBetaWeibull);
  check(weibull.estimates(), {.214253, 1.426575, 1.723565}, -1605.3142);
  CHECK(projection_error(kHighEnd, weibull) == doctest::Approx(1.27).epsilon(4e-3));

  constexpr std::array kShiftedCurve = {.4604, .4358, .4142, .3951, .3780};
  constexpr std::array kWeibullCurve = {.4678, .4483, .4316, .4169, .4039};
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(std::fabs(shifted.survival(static_cast<int>(i) + 8) - kShiftedCurve[i]) < 1e-4);
    CHECK(std::fabs(weibull.survival(static_cast<int>(i) + 8) - kWeibullCurve[i]) < 1e-4);
  }
}

TEST_CASE("Regular after seven years, row B2") {
  const auto geometric = seven_years(kRegular, kGeometric);
  check(geometric.estimates(), {.226027}, -1794.6209);
  CHECK(projection_error(kRegular, geometric) == doctest::Approx(59.0).epsilon(1e-3));
  const auto shifted = seven_years(kRegular, kShiftedBeta);
  check(shifted.estimates(), {.704077, 1.182043}, -1680.2652);
  CHECK(projection_error(kRegular, shifted) == doctest::Approx(1.49).epsilon(4e-3));
  const auto weibull = seven_years(kRegular, kBetaWeibull);
  check(weibull.estimates(), {.455614, .779325, 1.283451}, -1679.6028);
  CHECK(projection_error(kRegular, weibull) == doctest::Approx(1.38).epsilon(4e-3));
}

TEST_CASE("discounted residual lifetime, row B6") {
  constexpr std::array kExpected = {5.414856, 5.901753, 6.294261, 6.62028,  6.897057, 7.136002,
                                    7.345052, 7.52995,  7.694975, 7.843405, 7.977795, 8.100178};
  const auto law = DiscreteLifetime::of(kShiftedBeta, {.668, 3.806}).value();
  for (std::size_t n = 0; n < kExpected.size(); ++n)
    CHECK(std::fabs(law.discounted_residual(static_cast<std::int64_t>(n), .1).value() - kExpected[n]) < 1e-6);
}

TEST_CASE("the geometric law has its residual in closed form") {
  const auto law = DiscreteLifetime::of(kGeometric, {.2}).value();
  CHECK(law.discounted_residual(5, .1).value() == doctest::Approx(.8 / (1 - .8 / 1.1)).epsilon(1e-12));
  CHECK(law.survival(3) == doctest::Approx(.512).epsilon(1e-14));
}

TEST_CASE("four cohorts of unequal length, row B7") {
  const LifetimeCounts counts =
      cohorts({{10000, 8000, 6480, 5307, 4391}, {10000, 8000, 6480, 5307}, {10000, 8000, 6480}, {10000, 8000}});
  check(DiscreteLifetime::fit(counts, kShiftedBeta)->estimates(), {3.798127, 15.191913}, -40255.8373);
}

TEST_CASE("units that do not differ end on the boundary, where the curve is the geometric one") {
  // Hazards 10 %, 15 %, 20 %: they rise, which no mixture of constant hazards can do.
  const LifetimeCounts counts = cohorts({{1000, 900, 765, 612}});
  const auto geometric = DiscreteLifetime::fit(counts, kGeometric).value();
  const auto shifted = DiscreteLifetime::fit(counts, kShiftedBeta).value();
  CHECK(shifted.boundary());
  CHECK(shifted.estimates().log_likelihood == geometric.estimates().log_likelihood);
  CHECK(shifted.survival(3) == geometric.survival(3));
  const auto& values = shifted.estimates().parameters;
  CHECK(values[0] / (values[0] + values[1]) == doctest::Approx(geometric.estimates().parameters[0]));
  CHECK(std::isnan(shifted.estimates().standard_errors[0]));
  // Age explains them without any heterogeneity: the discrete Weibull.
  const auto weibull = DiscreteLifetime::fit(counts, kBetaWeibull).value();
  CHECK(weibull.boundary());
  CHECK(weibull.estimates().parameters[2] > 1);
  CHECK(weibull.estimates().log_likelihood > geometric.estimates().log_likelihood);
  CHECK(weibull.survival(3) == doctest::Approx(.612).epsilon(0.02));
  CHECK(std::isfinite(weibull.discounted_residual(3, .01).value()));
}

TEST_CASE("a fit never diverges, loses to no simpler law, and does not know the order of rows") {
  CHECK(rc::check([] {
    const auto rows = *rc::gen::container<std::vector<std::pair<int, bool>>>(
        *rc::gen::inRange(2, 60), rc::gen::pair(rc::gen::inRange(1, 20), rc::gen::arbitrary<bool>()));
    LifetimeCounts counts, reversed;
    for (const auto& [periods, ended] : rows) RC_ASSERT(counts.add(periods, ended).has_value());
    for (auto row = rows.rbegin(); row != rows.rend(); ++row)
      RC_ASSERT(reversed.add(row->first, row->second).has_value());
    const auto simple = DiscreteLifetime::fit(counts, kGeometric);
    for (const LifetimeLaw law : {kShiftedBeta, kBetaWeibull}) {
      const auto fitted = DiscreteLifetime::fit(counts, law);
      RC_ASSERT(fitted.has_value() == simple.has_value());
      if (!simple) continue;
      const Estimates& found = fitted->estimates();
      for (const double value : found.parameters) RC_ASSERT(std::isfinite(value) && value > 0);
      RC_ASSERT(found.log_likelihood >= simple->estimates().log_likelihood - 1e-9);
      RC_ASSERT(fitted->survival(10) >= 0);
      RC_ASSERT(fitted->survival(10) <= fitted->survival(9) + 1e-12);
      RC_ASSERT(DiscreteLifetime::fit(reversed, law)->estimates().parameters == found.parameters);
    }
  }));
}

TEST_CASE("the standard errors are those of the curvature: doubled data halve their squares") {
  const auto once = LifetimeCounts::of_survivors(std::span(kHighEnd).first(8)).value();
  LifetimeCounts twice = once;
  twice.merge(once);
  const auto single = DiscreteLifetime::fit(once, kShiftedBeta)->estimates();
  const auto doubled = DiscreteLifetime::fit(twice, kShiftedBeta)->estimates();
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(doubled.parameters[i] == doctest::Approx(single.parameters[i]).epsilon(1e-8));
    CHECK(doubled.standard_errors[i] * std::sqrt(2.0) == doctest::Approx(single.standard_errors[i]).epsilon(1e-7));
  }
}

TEST_CASE("counts that tell no law are refused, and say why") {
  const auto code = [](const LifetimeCounts& counts) {
    return DiscreteLifetime::fit(counts, kShiftedBeta).error().code();
  };
  CHECK(code(LifetimeCounts()) == Errc::degenerate_input);
  CHECK(code(cohorts({{10, 10, 10}})) == Errc::degenerate_input);
  CHECK(code(cohorts({{10, 0}})) == Errc::degenerate_input);
  CHECK(LifetimeCounts::of_survivors(std::array{10.0}).error().code() == Errc::invalid_argument);
  CHECK(LifetimeCounts::of_survivors(std::array{10.0, 11.0}).error().code() == Errc::invalid_argument);
  CHECK(LifetimeCounts::of_survivors(std::array{10.0, std::nan("")}).error().code() == Errc::invalid_argument);
  LifetimeCounts counts;
  CHECK(counts.add(0, true).error().code() == Errc::invalid_argument);
  CHECK(counts.add(-1, false).error().code() == Errc::invalid_argument);
  CHECK(counts.add(1, false, -1).error().code() == Errc::invalid_argument);
  CHECK(DiscreteLifetime::of(kGeometric, {1.0}).error().code() == Errc::invalid_argument);
  CHECK(DiscreteLifetime::of(kShiftedBeta, {1.0}).error().code() == Errc::invalid_argument);
  const auto law = DiscreteLifetime::of(kGeometric, {.5}).value();
  CHECK(law.discounted_residual(-1, .1).error().code() == Errc::invalid_argument);
  CHECK(law.discounted_residual(0, 0).error().code() == Errc::invalid_argument);
}

}  // namespace staysail::statistics
