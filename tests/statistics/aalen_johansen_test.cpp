#include "staysail/statistics/aalen_johansen.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "staysail/statistics/kaplan_meier.hpp"

namespace staysail::statistics {
namespace {

Errc code(std::vector<double> durations, std::vector<std::uint32_t> causes) {
  return AalenJohansen::of(durations, causes).error().code();
}

}  // namespace

TEST_CASE("by hand: five units, two causes") {
  // At 1: cause 1 of five; at 2: cause 2 of four; at 3: one cut off; at 4: cause 1 of two; at 5: one cut off.
  const auto curves =
      AalenJohansen::of(std::vector<double>{5, 2, 1, 4, 3}, std::vector<std::uint32_t>{0, 2, 1, 1, 0}).value();
  CHECK(curves.causes() == 2);
  CHECK(curves.incidence(1, .5) == 0);
  CHECK(curves.incidence(1, 1) == doctest::Approx(1 / 5.0));
  CHECK(curves.incidence(2, 3.5) == doctest::Approx(4 / 5.0 / 4));
  CHECK(curves.incidence(1, 4) == doctest::Approx(1 / 5.0 + 3 / 5.0 / 2));
  CHECK(curves.steps().back().survival == doctest::Approx(3 / 5.0 / 2));
}

TEST_CASE("causes and survival share out the whole; one cause alone is Kaplan-Meier with Greenwood") {
  CHECK(rc::check([](const std::vector<std::pair<std::uint8_t, std::uint8_t>>& rows) {
    std::vector<double> durations;
    std::vector<std::uint32_t> causes, single;
    std::vector<std::uint8_t> events;
    for (const auto& [time, cause] : rows) {
      durations.push_back(time % 20);
      causes.push_back(cause % 4);
      single.push_back(cause % 4 == 0 ? 0 : 1);
      events.push_back(cause % 4 == 0 ? 0 : 1);
    }
    const auto curves = AalenJohansen::of(durations, causes);
    RC_PRE(curves.has_value());
    for (const AalenJohansen::Step& step : curves->steps()) {
      double whole = step.survival;
      for (const double share : step.incidence) whole += share;
      RC_ASSERT(std::fabs(whole - 1) < 1e-12);
    }
    const auto alone = AalenJohansen::of(durations, single).value();
    const auto km = KaplanMeier::of(RiskTable::of(durations, events).value()).value();
    for (const AalenJohansen::Step& step : alone.steps()) {
      const Estimate survival = km.survival(step.time);
      RC_ASSERT(std::fabs(step.incidence[0] - (1 - survival.value)) < 1e-12);
      if (survival.value > 0) RC_ASSERT(std::fabs(step.standard_error[0] - survival.standard_error) < 1e-7);
    }
  }));
}

TEST_CASE("rows that cannot be are refused") {
  CHECK(code({}, {}) == Errc::degenerate_input);
  CHECK(code({1, 2}, {0, 0}) == Errc::degenerate_input);
  CHECK(code({1}, {1, 2}) == Errc::invalid_argument);
  CHECK(code({-1}, {1}) == Errc::invalid_argument);
  CHECK(code({std::numeric_limits<double>::quiet_NaN()}, {1}) == Errc::invalid_argument);
  CHECK(code({1}, {1001}) == Errc::invalid_argument);
}

}  // namespace staysail::statistics
