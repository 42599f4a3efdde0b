#include "staysail/statistics/discrete_hazard.hpp"

#include <array>
#include <cmath>

#include <doctest/doctest.h>

#include "statistics/hazard_data.hpp"

namespace staysail::statistics {
namespace {

// One period: of 40 with x = 0 ten have the event, of 50 with x = 1 thirty.
HazardData one_period() {
  HazardData data;
  data.names = {"x"};
  data.covariates.resize(1);
  for (int i = 0; i < 40; ++i) data.add(1, i < 10, {0});
  for (int i = 0; i < 50; ++i) data.add(1, i < 30, {1});
  return data;
}

DiscreteHazard fit(const HazardData& data, HazardLink link) {
  return DiscreteHazard::fit(data.columns(), link).value();
}

}  // namespace

TEST_CASE("one period is a table of four: the log odds ratio and its error by Woolf") {
  const DiscreteHazard model = fit(one_period(), HazardLink::logit);
  CHECK(model.estimates().parameters[0] == doctest::Approx(std::log(30.0 / 20 / (10.0 / 30))).epsilon(1e-9));
  CHECK(model.estimates().standard_errors[0] ==
        doctest::Approx(std::sqrt(1 / 10.0 + 1 / 30.0 + 1 / 30.0 + 1 / 20.0)).epsilon(1e-9));
  CHECK(model.levels()[0].value == doctest::Approx(std::log(10.0 / 30)).epsilon(1e-9));
  CHECK(
      model.estimates().log_likelihood ==
      doctest::Approx(10 * std::log(.25) + 30 * std::log(.75) + 30 * std::log(.6) + 20 * std::log(.4)).epsilon(1e-12));
  CHECK(model.null_log_likelihood() == doctest::Approx(40 * std::log(4 / 9.0) + 50 * std::log(5 / 9.0)).epsilon(1e-12));
}

TEST_CASE("one period under the complementary log-log link: the ratio of cumulative hazards") {
  const DiscreteHazard model = fit(one_period(), HazardLink::cloglog);
  CHECK(model.estimates().parameters[0] == doctest::Approx(std::log(std::log(.4) / std::log(.75))).epsilon(1e-9));
  CHECK(model.hazard(1, std::array<double, 1>{1}) == doctest::Approx(.6).epsilon(1e-9));
  // The delta method: var ln(-ln(1-h)) = h / ((1-h) n ln(1-h)^2).
  const auto variance = [](double h, double n) { return h / ((1 - h) * n * std::log(1 - h) * std::log(1 - h)); };
  CHECK(model.estimates().standard_errors[0] ==
        doctest::Approx(std::sqrt(variance(.25, 40) + variance(.6, 50))).epsilon(1e-9));
}

TEST_CASE("the likelihood is that of the hazards told, and a maximum: mean residuals are 0 in each period") {
  const HazardData data = made_up_hazards(400);
  for (const HazardLink link : {HazardLink::logit, HazardLink::cloglog}) {
    const DiscreteHazard model = fit(data, link);
    double sum = 0;
    std::vector<double> residual(20, 0);
    for (std::size_t i = 0; i < data.duration.size(); ++i) {
      const auto last = static_cast<int>(data.duration[i]);
      for (int t = 1; t <= last; ++t) {
        const double h = model.hazard(t, data.row(i));
        const bool ended = t == last && data.event[i] != 0;
        sum += std::log(ended ? h : 1 - h);
        residual[static_cast<std::size_t>(t)] += (ended ? 1 : 0) - h;
      }
    }
    CHECK(model.estimates().log_likelihood == doctest::Approx(sum).epsilon(1e-10));
    if (link == HazardLink::logit)
      for (const double each : residual) CHECK(std::fabs(each) < 1e-6);
    CHECK(model.estimates().parameters[0] < 0);
    CHECK(model.estimates().parameters[1] > 0);
    CHECK(model.survival(3, data.row(0)) ==
          doctest::Approx((1 - model.hazard(1, data.row(0))) * (1 - model.hazard(2, data.row(0))) *
                          (1 - model.hazard(3, data.row(0)))));
  }
}

TEST_CASE("periods without an event, and one that all at risk do not survive, have a hazard without a model") {
  HazardData data = made_up_hazards(200, 6);
  for (double& duration : data.duration)
    if (duration >= 3) duration += 2;  // nobody ends in periods 3 and 4
  for (int i = 0; i < 20; ++i) data.add(20, true, {static_cast<double>(i % 2), i / 10.0});
  const DiscreteHazard model = fit(data, HazardLink::logit);
  CHECK(model.hazard(3, data.row(0)) == 0);
  CHECK(model.hazard(20, data.row(0)) == 1);
  CHECK(model.survival(19, data.row(0)) > 0);
  CHECK(model.survival(20, data.row(0)) == 0);
}

TEST_CASE("no order of rows changes a bit") {
  const HazardData data = made_up_hazards(300);
  HazardData reversed = made_up_hazards(0);
  for (std::size_t i = 300; i-- > 0;) reversed.add(data.duration[i], data.event[i] != 0, data.row(i));
  for (const HazardLink link : {HazardLink::logit, HazardLink::cloglog})
    CHECK(fit(data, link).estimates().parameters == fit(reversed, link).estimates().parameters);
}

TEST_CASE("columns that tell no hazard are refused") {
  const auto error = [](const HazardData& data) { return DiscreteHazard::fit(data.columns()).error(); };
  HazardData bad = made_up_hazards(50);
  bad.duration[2] = 1.5;
  CHECK(error(bad).code() == Errc::invalid_argument);
  bad = made_up_hazards(50);
  bad.start.assign(50, 0);
  CHECK(error(bad).code() == Errc::invalid_argument);
  bad = made_up_hazards(50);
  for (std::size_t i = 0; i < 50; ++i)
    if (bad.covariates[0][i] == 1) bad.event[i] = 0;
  CHECK(error(bad).code() == Errc::degenerate_input);
  CHECK(error(bad).message().find("kept") != std::string::npos);
  bad = made_up_hazards(4);
  for (std::size_t i = 0; i < 4; ++i) {
    bad.duration[i] = 1;
    bad.event[i] = 1;
  }
  CHECK(error(bad).code() == Errc::degenerate_input);
}

}  // namespace staysail::statistics
