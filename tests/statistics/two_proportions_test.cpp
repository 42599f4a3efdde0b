// Check table rows D1 and D2: Hillstrom's e-mail test.
#include <cmath>

#include <doctest/doctest.h>

#include "statistics/hillstrom.hpp"
#include "staysail/statistics/real_sum.hpp"
#include "staysail/statistics/two_proportions.hpp"
#include "staysail/statistics/welch.hpp"

namespace staysail::statistics {
namespace {

bool near(double value, double expected, double tolerance) { return std::fabs(value - expected) < tolerance; }

ProportionTest compared(const HillstromArms& arms, const std::vector<double>& outcome) {
  return compare_proportions(arms.rate(outcome, 1), arms.rate(outcome, 0)).value();
}

WelchTest spend_of(const HillstromArms& arms) {
  return welch(sample_of(arms.arm(arms.spend, 1)).value(), sample_of(arms.arm(arms.spend, 0)).value()).value();
}

}  // namespace

TEST_CASE("men's e-mail against none, rows D1 and D2") {
  const auto arms = hillstrom_arms("Mens E-Mail");
  if (!arms) return;
  CHECK(near(arms->rate(arms->visit, 1).rate(), .1827568405, 1e-10));
  CHECK(near(arms->rate(arms->conversion, 1).rate(), .0125310931, 1e-10));
  CHECK(near(sample_of(arms->arm(arms->spend, 1))->mean, 1.4226165110, 1e-10));
  const ProportionTest visit = compared(*arms, arms->visit);
  CHECK(near(visit.difference, .07658956, 1e-8));
  CHECK(near(visit.standard_error, .00338589, 1e-8));
  CHECK(near(visit.interval.low, .06995335, 1e-8));
  CHECK(near(visit.interval.high, .08322578, 1e-8));
  CHECK(near(visit.z, 22.48604, 1e-5));
  CHECK(near(visit.chi_square, 505.622032, 1e-6));
  const ProportionTest conversion = compared(*arms, arms->conversion);
  CHECK(near(conversion.difference, .00680501, 1e-8));
  CHECK(near(conversion.standard_error, .00092087, 1e-8));
  CHECK(near(conversion.z, 7.38511, 1e-5));
  const WelchTest spend = spend_of(*arms);
  CHECK(near(spend.difference, .76982716, 1e-8));
  CHECK(near(spend.standard_error, .14524656, 1e-8));
  CHECK(near(spend.t, 5.30014, 1e-5));
}

TEST_CASE("women's e-mail against none, rows D1 and D2") {
  const auto arms = hillstrom_arms("Womens E-Mail");
  if (!arms) return;
  CHECK(near(arms->rate(arms->visit, 0).rate(), .1061672768, 1e-10));
  CHECK(near(arms->rate(arms->conversion, 0).rate(), .0057260865, 1e-10));
  CHECK(near(sample_of(arms->arm(arms->spend, 0))->mean, .6527893551, 1e-10));
  const ProportionTest visit = compared(*arms, arms->visit);
  CHECK(near(visit.difference, .04523311, 1e-8));
  CHECK(near(visit.standard_error, .00323446, 1e-8));
  CHECK(near(visit.z, 13.94918, 1e-5));
  const ProportionTest conversion = compared(*arms, arms->conversion);
  CHECK(near(conversion.difference, .00311106, 1e-8));
  CHECK(near(conversion.z, 3.77956, 1e-5));
  const WelchTest spend = spend_of(*arms);
  CHECK(near(spend.difference, .42441222, 1e-8));
  CHECK(near(spend.standard_error, .13033286, 1e-8));
}

TEST_CASE("a difference by hand, and the sides exchanged") {
  // 30/100 against 20/100: pooled 1/4, z = .1 / sqrt(.25 * .75 * .02).
  const ProportionTest test = compare_proportions({30, 100}, {20, 100}).value();
  CHECK(test.z == doctest::Approx(.1 / std::sqrt(.00375)));
  CHECK(test.standard_error == doctest::Approx(std::sqrt(.37 / 99)));
  const ProportionTest exchanged = compare_proportions({20, 100}, {30, 100}).value();
  CHECK(exchanged.z == -test.z);
  CHECK(exchanged.p_value == test.p_value);
  CHECK(exchanged.interval.low == doctest::Approx(-test.interval.high));
}

TEST_CASE("what cannot be compared is refused") {
  CHECK(compare_proportions({0, 10}, {0, 20}).error().code() == Errc::degenerate_input);
  CHECK(compare_proportions({10, 10}, {20, 20}).error().code() == Errc::degenerate_input);
  CHECK(compare_proportions({0, 0}, {1, 2}).error().code() == Errc::degenerate_input);
  CHECK(compare_proportions({0, 1}, {1, 2}).error().code() == Errc::degenerate_input);
  CHECK(compare_proportions({1, 2}, {3, 2}).error().code() == Errc::invalid_argument);
  CHECK(compare_proportions({1, 2}, {1, 2}, 1).error().code() == Errc::invalid_argument);
}

}  // namespace staysail::statistics
