// Check table rows C3 and C4: Rossi's released prisoners, as R survival 3.5-3 and lifelines fit them.
#include "staysail/statistics/cox.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include <doctest/doctest.h>

#include "statistics/hazard_data.hpp"

namespace staysail::statistics {
namespace {

CoxModel fit(const HazardData& data, CoxTies ties = CoxTies::efron) {
  return CoxModel::fit(data.columns(), ties).value();
}

void check_near(const std::vector<double>& found, const std::vector<double>& expected, double tolerance) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) CHECK(std::fabs(found[i] - expected[i]) < tolerance);
}

// Rows in another order.
HazardData shuffled(const HazardData& data) {
  HazardData other = data;
  const std::size_t rows = data.duration.size();
  std::size_t at = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    at = (at + 7919) % rows;  // a prime that does not divide the number of rows
    other.duration[i] = data.duration[at];
    other.event[i] = data.event[at];
    for (std::size_t j = 0; j < data.covariates.size(); ++j) other.covariates[j][i] = data.covariates[j][at];
    if (!data.start.empty()) other.start[i] = data.start[at];
    if (!data.stratum.empty()) other.stratum[i] = data.stratum[at];
  }
  return other;
}

// The exact partial likelihood by looking at every choice of as many units as had the event.
double exact_by_hand(const HazardData& data, const std::vector<double>& coefficients) {
  double sum = 0;
  std::vector<double> times = data.duration;
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  for (const double time : times) {
    std::vector<double> risks;
    int events = 0;
    double own = 0;
    for (std::size_t i = 0; i < data.duration.size(); ++i) {
      if (data.duration[i] < time) continue;
      const std::vector<double> x = data.row(i);
      risks.push_back(std::inner_product(x.begin(), x.end(), coefficients.begin(), 0.0));
      if (data.duration[i] == time && data.event[i] != 0) {
        ++events;
        own += risks.back();
      }
    }
    double all = 0;
    for (unsigned chosen = 0; chosen < (1U << risks.size()); ++chosen) {
      if (__builtin_popcount(chosen) != events) continue;
      double risk = 0;
      for (std::size_t i = 0; i < risks.size(); ++i)
        if (chosen >> i & 1) risk += risks[i];
      all += std::exp(risk);
    }
    sum += own - std::log(all);
  }
  return sum;
}

}  // namespace

TEST_CASE("Rossi with Efron's ties, row C3") {
  const auto data = rossi();
  if (!data) return;
  const CoxModel model = fit(*data);
  check_near(model.estimates().parameters,
             {-.379422166, -.057437743, .313899788, -.149795698, -.433703878, -.084871083, .091497081}, 1e-8);
  check_near(model.estimates().standard_errors,
             {.191379481, .021999471, .307992777, .212224296, .381868058, .195756672, .02864855}, 1e-8);
  CHECK(std::fabs(model.null_log_likelihood() - -675.3806323) < 1e-6);
  CHECK(std::fabs(model.estimates().log_likelihood - -658.7476594) < 1e-6);
  CHECK(std::fabs(model.likelihood_ratio_test().statistic - 33.265946) < 1e-5);
  CHECK(std::fabs(model.score_test().statistic - 33.528689) < 1e-5);
  CHECK(std::fabs(model.concordance().value() - .64032925) < 1e-7);
}

TEST_CASE("Rossi with Breslow's ties, row C4") {
  const auto data = rossi();
  if (!data) return;
  const CoxModel model = fit(*data, CoxTies::breslow);
  check_near(model.estimates().parameters,
             {-.379021887, -.057245925, .314129767, -.1511146, -.432782574, -.084982835, .091111542}, 1e-8);
  CHECK(std::fabs(model.estimates().log_likelihood - -659.1206057) < 1e-6);
}

TEST_CASE("exact ties are those of every choice, and a maximum of it") {
  const HazardData data = made_up_hazards(14, 4);
  const CoxModel model = fit(data, CoxTies::exact);
  const std::vector<double>& found = model.estimates().parameters;
  CHECK(model.estimates().log_likelihood == doctest::Approx(exact_by_hand(data, found)).epsilon(1e-10));
  CHECK(model.null_log_likelihood() == doctest::Approx(exact_by_hand(data, {0, 0})).epsilon(1e-10));
  for (const double step : {-1e-3, 1e-3}) {
    CHECK(exact_by_hand(data, {found[0] + step, found[1]}) < model.estimates().log_likelihood);
    CHECK(exact_by_hand(data, {found[0], found[1] + step}) < model.estimates().log_likelihood);
  }
}

TEST_CASE("without ties the three treatments are one") {
  HazardData data = made_up_hazards(60);
  for (std::size_t i = 0; i < data.duration.size(); ++i) data.duration[i] += static_cast<double>(i) / 1000;
  const auto efron = fit(data).estimates().parameters;
  check_near(fit(data, CoxTies::breslow).estimates().parameters, efron, 1e-10);
  check_near(fit(data, CoxTies::exact).estimates().parameters, efron, 1e-10);
}

TEST_CASE("no order of rows changes a bit of any answer") {
  HazardData data = made_up_hazards(500);
  for (std::size_t i = 0; i < 500; ++i) {
    data.start.push_back(data.duration[i] > 3 ? i % 3 : 0);
    data.stratum.push_back(i % 5 == 0 ? 1 : 0);
  }
  const HazardData other = shuffled(data);
  const CoxModel a = fit(data), b = fit(other);
  CHECK(a.estimates().parameters == b.estimates().parameters);
  CHECK(a.estimates().standard_errors == b.estimates().standard_errors);
  CHECK(a.estimates().log_likelihood == b.estimates().log_likelihood);
  CHECK(a.concordance() == b.concordance());
  CHECK(a.robust_errors().value() == b.robust_errors().value());
  CHECK(a.proportionality()->together.statistic == b.proportionality()->together.statistic);
  CHECK(a.baseline(1).back().cumulative_hazard == b.baseline(1).back().cumulative_hazard);
}

TEST_CASE("a row cut in two at a time in between is the same row") {
  const HazardData whole = made_up_hazards(300);
  HazardData parts = whole;
  parts.start.assign(300, 0);
  for (std::size_t i = 0; i < 300; ++i) {
    if (whole.duration[i] < 4) continue;
    parts.start[i] = 2.5;
    parts.add(2.5, false, whole.row(i));
    parts.start.push_back(0);
  }
  for (const CoxTies ties : {CoxTies::efron, CoxTies::breslow}) {
    const CoxModel a = fit(whole, ties), b = fit(parts, ties);
    check_near(b.estimates().parameters, a.estimates().parameters, 1e-9);
    check_near(b.estimates().standard_errors, a.estimates().standard_errors, 1e-9);
    CHECK(b.concordance().value() == doctest::Approx(a.concordance().value()).epsilon(1e-12));
    CHECK(b.baseline().back().cumulative_hazard == doctest::Approx(a.baseline().back().cumulative_hazard));
    std::vector<std::uint32_t> clusters(parts.duration.size());
    std::size_t next = 300;
    for (std::uint32_t i = 0; i < 300; ++i) {
      clusters[i] = i;
      if (whole.duration[i] >= 4) clusters[next++] = i;
    }
    check_near(b.robust_errors(clusters).value(), a.robust_errors().value(), 1e-9);
  }
}

TEST_CASE("strata are compared within: their likelihoods add up") {
  HazardData data = made_up_hazards(200);
  HazardData first = made_up_hazards(0), second = first;
  for (std::size_t i = 0; i < 200; ++i) {
    data.stratum.push_back(i % 3 == 0 ? 1 : 0);
    (i % 3 == 0 ? second : first).add(data.duration[i], data.event[i] != 0, data.row(i));
  }
  const CoxModel model = fit(data);
  CHECK(model.null_log_likelihood() ==
        doctest::Approx(fit(first).null_log_likelihood() + fit(second).null_log_likelihood()).epsilon(1e-12));
  CHECK(model.baseline(1).size() == fit(second).baseline().size());
  CHECK(model.baseline(2).empty());
}

TEST_CASE("the scale of a covariate is that of its coefficient") {
  const HazardData data = made_up_hazards(200);
  HazardData scaled = data;
  for (double& x : scaled.covariates[1]) x = 1000 * x + 5e4;
  const auto a = fit(data).estimates(), b = fit(scaled).estimates();
  CHECK(b.parameters[1] * 1000 == doctest::Approx(a.parameters[1]).epsilon(1e-8));
  CHECK(b.standard_errors[1] * 1000 == doctest::Approx(a.standard_errors[1]).epsilon(1e-8));
  CHECK(b.log_likelihood == doctest::Approx(a.log_likelihood).epsilon(1e-12));
}

TEST_CASE("without effects the baseline is Nelson-Aalen, and with one it starts from covariates of 0") {
  HazardData data;
  data.names = {"x"};
  data.covariates.resize(1);
  // Both values of x behave alike: the coefficient is 0.
  for (const double x : {3.0, 5.0})
    for (const double time : {1.0, 2.0, 3.0, 4.0}) data.add(time, time < 4, {x});
  const CoxModel model = fit(data, CoxTies::breslow);
  CHECK(std::fabs(model.estimates().parameters[0]) < 1e-9);
  CHECK(model.baseline()[2].cumulative_hazard == doctest::Approx(2 / 8.0 + 2 / 6.0 + 2 / 4.0));
  CHECK(model.concordance().value() == doctest::Approx(.5).epsilon(1e-9));
}

TEST_CASE("robust errors near those of leaving out one row at a time") {
  const HazardData data = made_up_hazards(120);
  const CoxModel model = fit(data);
  std::vector<double> sums(2, 0), squares(2, 0);
  for (std::size_t out = 0; out < 120; ++out) {
    HazardData rest = made_up_hazards(0);
    for (std::size_t i = 0; i < 120; ++i)
      if (i != out) rest.add(data.duration[i], data.event[i] != 0, data.row(i));
    const auto found = fit(rest).estimates().parameters;
    for (std::size_t j = 0; j < 2; ++j) {
      sums[j] += found[j];
      squares[j] += found[j] * found[j];
    }
  }
  const auto robust = model.robust_errors().value();
  for (std::size_t j = 0; j < 2; ++j) {
    const double jackknife = std::sqrt((squares[j] - sums[j] * sums[j] / 120) * 119 / 120);
    CHECK(robust[j] == doctest::Approx(jackknife).epsilon(.1));
  }
}

TEST_CASE("rows written twice, each pair one cluster, do not pretend to know more") {
  const HazardData once = made_up_hazards(150);
  HazardData twice = once;
  std::vector<std::uint32_t> clusters(300);
  for (std::uint32_t i = 0; i < 150; ++i) {
    twice.add(once.duration[i], once.event[i] != 0, once.row(i));
    clusters[i] = clusters[150 + i] = i;
  }
  const CoxModel a = fit(once, CoxTies::breslow), b = fit(twice, CoxTies::breslow);
  check_near(b.robust_errors(clusters).value(), a.robust_errors().value(), 1e-9);
  CHECK(b.estimates().standard_errors[0] < .8 * a.estimates().standard_errors[0]);
}

TEST_CASE("proportional hazards pass the test, an effect that turns round does not") {
  CHECK(fit(made_up_hazards(600)).proportionality()->together.p_value > .01);
  Dice dice;
  HazardData turning;
  turning.names = {"x", "other"};
  turning.covariates.resize(2);
  for (int i = 0; i < 600; ++i) {
    const double x = i % 2;
    double time = dice.wait(x == 1 ? .5 : .1);  // worse at first
    if (time > 3) time = 3 + dice.wait(x == 1 ? .05 : .3);
    turning.add(std::min(time, 20.0), time <= 20, {x, dice.normal()});
  }
  const ProportionalityTest test = fit(turning).proportionality().value();
  CHECK(test.by_covariate[0].p_value < 1e-6);
  CHECK(test.by_covariate[1].p_value > .01);
  CHECK(test.together.p_value < 1e-6);
  CHECK(test.together.degrees == 2);
}

TEST_CASE("columns that tell no effect are refused, and the covariate is named") {
  const auto error = [](const HazardData& data) { return CoxModel::fit(data.columns()).error(); };
  const HazardData good = made_up_hazards(50);
  HazardData bad = good;
  std::fill(bad.event.begin(), bad.event.end(), std::uint8_t{0});
  CHECK(error(bad).code() == Errc::degenerate_input);
  bad = good;
  std::fill(bad.covariates[1].begin(), bad.covariates[1].end(), 3.0);
  CHECK(error(bad).code() == Errc::degenerate_input);
  CHECK(error(bad).message().find("calls") != std::string::npos);
  bad = good;
  for (std::size_t i = 0; i < 50; ++i) bad.covariates[1][i] = 2 * bad.covariates[0][i] + 1;
  CHECK(error(bad).code() == Errc::degenerate_input);
  CHECK(error(bad).message().find("calls") != std::string::npos);
  bad = good;  // who is kept never has the event
  for (std::size_t i = 0; i < 50; ++i)
    if (bad.covariates[0][i] == 1) bad.event[i] = 0;
  CHECK(error(bad).code() == Errc::degenerate_input);
  CHECK(error(bad).message().find("kept") != std::string::npos);
  bad = good;
  bad.covariates[0][7] = std::nan("");
  CHECK(error(bad).code() == Errc::invalid_argument);
  CHECK(error(bad).message().find("row 8") == 0);
  bad = good;
  bad.duration[3] = -1;
  CHECK(error(bad).code() == Errc::invalid_argument);
  bad = good;
  bad.start.assign(50, 1);
  CHECK(error(bad).code() == Errc::invalid_argument);  // some durations are 1
  bad = good;
  bad.event.pop_back();
  CHECK(error(bad).code() == Errc::invalid_argument);
  CHECK(error(HazardData()).code() == Errc::invalid_argument);
  CHECK(fit(good).robust_errors(std::vector<std::uint32_t>{1}).error().code() == Errc::invalid_argument);
  CHECK(fit(good, CoxTies::exact).robust_errors().error().code() == Errc::unsupported);
}

}  // namespace staysail::statistics
