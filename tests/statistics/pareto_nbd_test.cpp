// Check table row A8: Pareto/NBD of CDNOW (Fader, Hardie and Lee 2005; standard errors as CLVTools gives them).
#include "staysail/statistics/pareto_nbd.hpp"

#include <array>
#include <cmath>
#include <vector>

#include <doctest/doctest.h>
#include <boost/math/quadrature/gauss_kronrod.hpp>

#include "statistics/shared_columns.hpp"

namespace staysail::statistics {

TEST_CASE("Pareto/NBD of CDNOW, row A8") {
  const auto columns = SharedColumns::load("data/value/cdnow_customers_summary.csv");
  if (!columns) return;
  const auto table =
      RepeatHistories::of(columns->numbers("frequency"), columns->numbers("recency"), columns->numbers("T")).value();
  const auto law = ParetoNbd::fit(table).value();
  const Estimates& found = law.estimates();
  CHECK(std::fabs(found.log_likelihood - -9594.9739) < 1e-3);
  const std::array expected = {.553275, 10.577612, .606214, 11.667921};
  const std::array errors = {.0476264, .8427222, .1872594, 6.2105448};
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(found.parameters[i] == doctest::Approx(expected[i]).epsilon(1e-4));
    CHECK(found.standard_errors[i] == doctest::Approx(errors[i]).epsilon(1e-3));
  }
}

TEST_CASE("the probability of being active agrees with quadrature by Boost.Math, rare and very frequent units alike") {
  const auto law = ParetoNbd::of({.55, 10.6, .6, 11.7}).value();
  for (const RepeatHistory& h :
       {RepeatHistory{0, 0, 30}, {2, 30.43, 38.86}, {26, 20, 31}, {400, 90, 100}, {1, 5, 5000}}) {
    const auto integrand = [&](double t) {
      return std::exp(-(.55 + h.events) * std::log((10.6 + t) / (10.6 + h.last)) - 1.6 * std::log(11.7 + t));
    };
    const double dropped =
        .6 * boost::math::quadrature::gauss_kronrod<double, 61>::integrate(integrand, h.last, h.observed, 15, 1e-13);
    const double active = std::exp(-(.55 + h.events) * std::log((10.6 + h.observed) / (10.6 + h.last)) -
                                   .6 * std::log(11.7 + h.observed));
    CHECK(law.probability_active(h) == doctest::Approx(active / (active + dropped)).epsilon(1e-9));
  }
  CHECK(law.probability_active({3, 10, 10}) == 1);
}

TEST_CASE("expectations, also where s is 1") {
  const auto expected = [](double s) { return ParetoNbd::of({.55, 10.6, s, 11.7})->expected_events(40); };
  CHECK(expected(1) == doctest::Approx((expected(1 - 1e-5) + expected(1 + 1e-5)) / 2).epsilon(1e-8));
  CHECK(expected(.6) == doctest::Approx(.55 * 11.7 / (10.6 * -.4) * (1 - std::pow(11.7 / 51.7, -.4))).epsilon(1e-12));
  const auto law = ParetoNbd::of({.55, 10.6, .6, 11.7}).value();
  const double active = law.probability_active({2, 30.43, 38.86});
  const double while_active =
      2.55 * (11.7 + 38.86) / ((10.6 + 38.86) * -.4) * (1 - std::pow((11.7 + 38.86) / (11.7 + 38.86 + 39), -.4));
  CHECK(law.expected_events(39, {2, 30.43, 38.86}) == doctest::Approx(active * while_active).epsilon(1e-12));
}

TEST_CASE("tables that tell no law are refused") {
  CHECK(ParetoNbd::fit(RepeatHistories()).error().code() == Errc::degenerate_input);
  const std::vector<double> none = {0, 0}, observed = {3, 4};
  CHECK(ParetoNbd::fit(RepeatHistories::of(none, none, observed).value()).error().code() == Errc::degenerate_input);
  CHECK(ParetoNbd::of({1, 2, 3}).error().code() == Errc::invalid_argument);
}

}  // namespace staysail::statistics
