// Check table row D3: Wilson 1927; Newcombe 1998, whose worked example is 56/70 against 48/80; Hillstrom's e-mail test.
#include <cmath>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "staysail/statistics/distribution.hpp"
#include "staysail/statistics/proportion.hpp"

namespace staysail::statistics {
namespace {

constexpr double kTolerance = 1e-8;

void check_interval(const Result<Interval>& interval, double low, double high) {
  REQUIRE(interval);
  CHECK(std::fabs(interval->low - low) < kTolerance);
  CHECK(std::fabs(interval->high - high) < kTolerance);
}

Proportion any_proportion() {
  const auto trials = *rc::gen::inRange<std::uint64_t>(1, 5000);
  return {*rc::gen::inRange<std::uint64_t>(0, trials + 1), trials};
}

}  // namespace

TEST_CASE("Wilson intervals of the check table, row D3") {
  check_interval(wilson({3894, 21307}), .177624991, .188003062);
  check_interval(wilson({7, 20}), .181191824, .567145723);
  check_interval(wilson({0, 10}), 0, .2775328);
}

TEST_CASE("Newcombe intervals of the check table, row D3") {
  check_interval(newcombe({3894, 21307}, {2262, 21306}), .0699533081, .0832267413);
  const auto published = newcombe({56, 70}, {48, 80});
  REQUIRE(published);
  CHECK(std::fabs(published->low - .0524315) < 1e-7);
  CHECK(std::fabs(published->high - .3338727) < 1e-7);
}

TEST_CASE("Wilson's limits are the rates that the score test just does not reject") {
  CHECK(rc::check([] {
    const Proportion proportion = any_proportion();
    const double z = normal_quantile(0.975);
    const Interval interval = wilson(proportion).value();
    RC_ASSERT(interval.contains(proportion.rate()));
    for (const double limit : {interval.low, interval.high}) {
      if (limit == 0 || limit == 1) continue;
      const double error = std::sqrt(limit * (1 - limit) / static_cast<double>(proportion.trials));
      RC_ASSERT(std::fabs(std::fabs(proportion.rate() - limit) / error - z) < 1e-6);
    }
  }));
}

TEST_CASE("Newcombe's interval turns around with its arguments and holds the difference") {
  CHECK(rc::check([] {
    const Proportion a = any_proportion();
    const Proportion b = any_proportion();
    const Interval forth = newcombe(a, b).value();
    const Interval back = newcombe(b, a).value();
    RC_ASSERT(forth.contains(a.rate() - b.rate()));
    RC_ASSERT(std::fabs(forth.low + back.high) < 1e-12);
    RC_ASSERT(forth.low >= -1 - 1e-12);
    RC_ASSERT(forth.high <= 1 + 1e-12);
  }));
}

TEST_CASE("more confidence widens, more trials narrow") {
  CHECK(wilson({30, 100}, 0.99)->low < wilson({30, 100}, 0.95)->low);
  CHECK(wilson({300, 1000})->high < wilson({30, 100})->high);
}

TEST_CASE("no trials, too many successes and a senseless confidence are refused") {
  CHECK(wilson({0, 0}).error().code() == Errc::degenerate_input);
  CHECK(wilson({5, 4}).error().code() == Errc::invalid_argument);
  CHECK(wilson({1, 4}, 1.0).error().code() == Errc::invalid_argument);
  CHECK(wilson({1, 4}, std::nan("")).error().code() == Errc::invalid_argument);
  CHECK(newcombe({1, 4}, {0, 0}).error().code() == Errc::degenerate_input);
}

}  // namespace staysail::statistics
