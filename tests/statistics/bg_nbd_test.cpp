// Check table rows A1, A5 and A7: CDNOW, the 2357 customers of Fader, Hardie and Lee 2005, "Counting your customers the
// easy way"; figures of MBG/NBD and the standard errors from BTYD and the Python package lifetimes.
#include "staysail/statistics/bg_nbd.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>

#include "statistics/dice.hpp"
#include "statistics/shared_columns.hpp"

namespace staysail::statistics {
namespace {

constexpr auto kModified = DropOut::after_any_event;

struct Cdnow {
  std::vector<double> x, last, observed;
};

std::optional<Cdnow> cdnow() {
  const auto columns = SharedColumns::load("data/value/cdnow_customers_summary.csv");
  if (!columns) return std::nullopt;
  return Cdnow{columns->numbers("frequency"), columns->numbers("recency"), columns->numbers("T")};
}

BgNbd fit(const Cdnow& data, DropOut drop_out = DropOut::after_a_repeat, std::vector<double> weights = {}) {
  return BgNbd::fit(RepeatHistories::of(data.x, data.last, data.observed, weights).value(), drop_out).value();
}

void check_near(const std::vector<double>& found, const std::array<double, 4>& expected, double tolerance) {
  for (std::size_t i = 0; i < 4; ++i) CHECK(found[i] == doctest::Approx(expected[i]).epsilon(tolerance));
}

// A thousand units that live by the law's own story, without any file.
Cdnow made_up() {
  Dice dice;
  Cdnow data;
  for (int unit = 0; unit < 1000; ++unit) {
    const double rate = std::array{.02, .06, .2, .6}[static_cast<std::size_t>(unit % 4)];
    const double leaves = std::array{.02, .1, .35}[static_cast<std::size_t>(unit % 3)];
    const double observed = 30 + unit % 13;
    double events = 0;
    double last = 0;
    for (double now = dice.wait(rate); now < observed; now += dice.wait(rate)) {
      ++events;
      last = now;
      if (dice.roll() < leaves) break;
    }
    data.x.push_back(events);
    data.last.push_back(std::floor(last * 8) / 8);
    data.observed.push_back(observed);
  }
  return data;
}

}  // namespace

TEST_CASE("BG/NBD of CDNOW, row A1") {
  const auto data = cdnow();
  if (!data) return;
  const BgNbd law = fit(*data);
  CHECK(std::fabs(law.estimates().log_likelihood - -9582.4256) < 1e-3);
  check_near(law.estimates().parameters, {.242593, 4.413532, .792886, 2.425754}, 1e-4);
  check_near(law.estimates().standard_errors, {.01256, .37822, .18572, .70534}, 1e-3);
}

TEST_CASE("expectations at the fit, row A5") {
  const auto data = cdnow();
  if (!data) return;
  const BgNbd law = fit(*data);
  CHECK(std::fabs(law.expected_events(52) - 1.444021) < 1e-4);
  CHECK(std::fabs(law.expected_events(39, {2, 30.43, 38.86}) - 1.225910) < 1e-4);
  const RepeatHistory customer_1516{26, 30.857142857, 31};
  CHECK(std::fabs(law.expected_events(52, customer_1516) - 25.75777) < 1e-3);
  CHECK(std::fabs(law.probability_active(customer_1516) - .968856) < 1e-5);
}

TEST_CASE("MBG/NBD of CDNOW, row A7") {
  const auto data = cdnow();
  if (!data) return;
  const BgNbd law = fit(*data, kModified);
  CHECK(std::fabs(law.estimates().log_likelihood - -9582.1327) < 1e-3);
  check_near(law.estimates().parameters, {.524838, 6.182992, .891356, 1.613999}, 1e-4);
  check_near(law.estimates().standard_errors, {.08326, .6956, .15478, .53747}, 2e-3);
}

TEST_CASE("the unit of time is free: days give seven times alpha and the same of everything else") {
  const Cdnow weeks = made_up();
  Cdnow days = weeks;
  for (double& time : days.last) time *= 7;
  for (double& time : days.observed) time *= 7;
  const BgNbd by_week = fit(weeks);
  const BgNbd by_day = fit(days);
  const auto& p = by_week.estimates().parameters;
  check_near(by_day.estimates().parameters, {p[0], 7 * p[1], p[2], p[3]}, 1e-9);
  CHECK(by_day.expected_events(70, {3, 35, 140}) == doctest::Approx(by_week.expected_events(10, {3, 5, 20})));
  const double events = std::accumulate(weeks.x.begin(), weeks.x.end(), 0.0);
  // A density by time: each event brings a factor of 7.
  CHECK(by_day.estimates().log_likelihood ==
        doctest::Approx(by_week.estimates().log_likelihood - events * std::log(7.0)).epsilon(1e-12));
}

TEST_CASE("weights stand for repeated rows, and no order of rows changes a bit") {
  const Cdnow data = made_up();
  Cdnow written_out;
  std::vector<double> weights;
  for (std::size_t i = 0; i < data.x.size(); ++i) {
    weights.push_back(static_cast<double>(i % 3));
    for (std::size_t copy = 0; copy < i % 3; ++copy) {
      written_out.x.push_back(data.x[i]);
      written_out.last.push_back(data.last[i]);
      written_out.observed.push_back(data.observed[i]);
    }
  }
  std::reverse(written_out.x.begin(), written_out.x.end());
  std::reverse(written_out.last.begin(), written_out.last.end());
  std::reverse(written_out.observed.begin(), written_out.observed.end());
  for (const DropOut drop_out : {DropOut::after_a_repeat, kModified}) {
    const Estimates weighted = fit(data, drop_out, weights).estimates();
    const Estimates repeated = fit(written_out, drop_out).estimates();
    CHECK(weighted.parameters == repeated.parameters);
    CHECK(weighted.standard_errors == repeated.standard_errors);
    CHECK(weighted.log_likelihood == repeated.log_likelihood);
  }
}

TEST_CASE("what is expected of a new unit is what is expected over all histories it may have") {
  // One unit of time seen, then another: E(2) = E(1) + mean over histories of E(1 | history). The histories of one time
  // are summed by a fine grid for one event; more are rare at this rate.
  const BgNbd law = BgNbd::of({.05, 10, .8, 2.5}).value();
  const double r = .05, alpha = 10, a = .8, b = 2.5;
  const double none = std::pow(alpha / (alpha + 1), r);
  double later = none * law.expected_events(1, {0, 0, 1});
  double total = none;
  constexpr int kSteps = 2000;
  for (int i = 0; i < kSteps; ++i) {
    const double last = (i + 0.5) / kSteps;
    const double common = r * std::pow(alpha, r) * b / (a + b);
    const double density = common * (std::pow(alpha + 1, -(r + 1)) + a / b * std::pow(alpha + last, -(r + 1))) / kSteps;
    later += density * law.expected_events(1, {1, last, 1});
    total += density;
  }
  CHECK(total == doctest::Approx(1).epsilon(1e-3));
  CHECK(law.expected_events(2) - law.expected_events(1) == doctest::Approx(later).epsilon(0.1));
}

TEST_CASE("expectations are smooth where their formula is not: at a = 1, at a + b = 1, far ahead") {
  const auto expected = [](double a, double b) { return BgNbd::of({.4, 5, a, b})->expected_events(30); };
  CHECK(expected(1, 2) == doctest::Approx((expected(1 - 1e-5, 2) + expected(1 + 1e-5, 2)) / 2).epsilon(1e-8));
  CHECK(expected(.4, .6) == doctest::Approx((expected(.4, .6 - 1e-5) + expected(.4, .6 + 1e-5)) / 2).epsilon(1e-8));
  const BgNbd law = BgNbd::of({.25, 4.4, .8, 2.4}).value();
  CHECK(law.expected_events(0) == 0);
  CHECK(law.expected_events(5200) > law.expected_events(520));
  // A rate of a thousand events does not overflow: nearly a Poisson process with drop-out.
  const double busy = law.expected_events(1, {2000, 199.9, 200});
  CHECK(busy > 0);
  CHECK(busy < 10);
}

TEST_CASE("without a repeat event BG/NBD has no chance to drop out, MBG/NBD has") {
  CHECK(BgNbd::of({.25, 4.4, .8, 2.4})->probability_active({0, 0, 50}) == 1);
  const double modified = BgNbd::of({.25, 4.4, .8, 2.4}, kModified)->probability_active({0, 0, 50});
  CHECK(modified == doctest::Approx(1 / (1 + .8 / 2.4 * std::pow((4.4 + 50) / 4.4, .25))).epsilon(1e-12));
}

TEST_CASE("tables that tell no law are refused") {
  const auto code = [](const Cdnow& data) {
    return BgNbd::fit(RepeatHistories::of(data.x, data.last, data.observed).value()).error().code();
  };
  CHECK(code({}) == Errc::degenerate_input);
  CHECK(code({{0, 0}, {0, 0}, {3, 4}}) == Errc::degenerate_input);
  // All active to the last moment: nothing drops out.
  CHECK(code({{3, 4, 9, 1}, {10, 10, 10, 10}, {10, 10, 10, 10}}) == Errc::degenerate_input);
  CHECK(BgNbd::of({1, 2, 3}).error().code() == Errc::invalid_argument);
  CHECK(BgNbd::of({1, 2, 3, std::nan("")}).error().code() == Errc::invalid_argument);
}

}  // namespace staysail::statistics
