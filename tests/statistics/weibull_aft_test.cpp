// Check table row C8: Rossi's released prisoners, as R's survreg fits them.
#include "staysail/statistics/weibull_aft.hpp"

#include <array>
#include <cmath>

#include <doctest/doctest.h>

#include "statistics/hazard_data.hpp"

namespace staysail::statistics {

TEST_CASE("Rossi, row C8") {
  const auto data = rossi();
  if (!data) return;
  const auto model = WeibullAft::fit(data->columns()).value();
  constexpr std::array kExpected = {3.990134797, .27216336,  .040713798,  -.224802443, .106556587,
                                    .311273265,  .058827253, -.065816905, -.339108241};
  for (std::size_t i = 0; i < kExpected.size(); ++i)
    CHECK(std::fabs(model.estimates().parameters[i] - kExpected[i]) < 1e-6);
  CHECK(std::fabs(model.estimates().log_likelihood - -679.91656) < 1e-5);
}

TEST_CASE("the curve is a Weibull law's, its quantiles invert it, and the unit of time moves the intercept alone") {
  HazardData data = made_up_hazards(400);
  const auto weeks = WeibullAft::fit(data.columns()).value();
  const std::array<double, 2> x = {1, .3};
  for (const double share : {.1, .5, .9})
    CHECK(weeks.survival(weeks.quantile(share, x), x) == doctest::Approx(1 - share).epsilon(1e-12));
  CHECK(weeks.quantile(.5, std::array<double, 2>{1, 0}) > weeks.quantile(.5, std::array<double, 2>{0, 0}));
  for (double& duration : data.duration) duration *= 7;
  const auto days = WeibullAft::fit(data.columns()).value();
  const auto &a = weeks.estimates(), &b = days.estimates();
  CHECK(b.parameters[0] == doctest::Approx(a.parameters[0] + std::log(7.0)).epsilon(1e-9));
  for (std::size_t i = 1; i < 4; ++i) {
    CHECK(b.parameters[i] == doctest::Approx(a.parameters[i]).epsilon(1e-7));
    CHECK(b.standard_errors[i] == doctest::Approx(a.standard_errors[i]).epsilon(1e-7));
  }
  CHECK(a.log_likelihood > weeks.null_log_likelihood());
}

TEST_CASE("moving a covariate's zero moves the intercept and its error, nothing else") {
  HazardData data = made_up_hazards(300);
  const auto a = WeibullAft::fit(data.columns())->estimates();
  for (double& x : data.covariates[1]) x += 100;
  const auto b = WeibullAft::fit(data.columns())->estimates();
  CHECK(b.parameters[0] == doctest::Approx(a.parameters[0] - 100 * a.parameters[2]).epsilon(1e-8));
  CHECK(b.standard_errors[0] > a.standard_errors[0]);
  CHECK(b.standard_errors[2] == doctest::Approx(a.standard_errors[2]).epsilon(1e-8));
}

TEST_CASE("columns that have no Weibull law are refused") {
  HazardData data = made_up_hazards(30);
  data.duration[4] = 0;
  data.event[4] = 0;
  CHECK(WeibullAft::fit(data.columns()).error().code() == Errc::invalid_argument);
  data = made_up_hazards(30);
  data.stratum.assign(30, 0);
  CHECK(WeibullAft::fit(data.columns()).error().code() == Errc::invalid_argument);
  data = made_up_hazards(30);
  std::fill(data.duration.begin(), data.duration.end(), 5.0);
  std::fill(data.event.begin(), data.event.end(), std::uint8_t{1});
  CHECK(WeibullAft::fit(data.columns()).error().code() == Errc::degenerate_input);
  data = made_up_hazards(60);
  for (std::size_t i = 0; i < 60; ++i) data.covariates[1][i] = 1 - data.covariates[0][i];
  CHECK(WeibullAft::fit(data.columns()).error().code() == Errc::degenerate_input);
}

}  // namespace staysail::statistics
