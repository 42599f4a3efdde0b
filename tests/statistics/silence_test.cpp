// Check table row F5: active on 60 of 90 days.
#include <cmath>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "staysail/statistics/silence.hpp"

namespace staysail::statistics {
namespace {

constexpr ActivityWindow kSixtyOfNinety{90, 60};

}  // namespace

TEST_CASE("silent runs of the check table, row F5") {
  CHECK(std::fabs(plug_in_silent_run_probability(kSixtyOfNinety, 7) - .00045725) < 1e-8);
  CHECK(std::fabs(silent_run_probability(kSixtyOfNinety, 7) - .00074419) < 1e-8);
  CHECK(std::lround(mean_wait_for_silent_run(kSixtyOfNinety, 7)) == 3279);
}

TEST_CASE("NBD predictive of the check table, row F5") {
  CHECK(std::fabs(quiet_period_probability(26, 31, .55, 10.58, 1) - .53207503) < 1e-8);
  CHECK(std::fabs(quiet_period_probability(26, 31, .55, 10.58, 2) - .28728121) < 1e-8);
  CHECK(std::fabs(quiet_period_probability(5, 30, .55, 10.58, 6) - .46518393) < 1e-8);
}

TEST_CASE("the decision at one in a thousand is the exact one") {
  CHECK_FALSE(silence_is_improbable(kSixtyOfNinety, 6, 1, 1000));
  CHECK(silence_is_improbable(kSixtyOfNinety, 7, 1, 1000));
  // 1 of 1 active: p(n) = 2 / ((n + 1)(n + 2)) * ... = product (1+i)/(3+i); p(1) = 1/3 is not below 1/3, but below
  // 334/1000.
  CHECK_FALSE(silence_is_improbable({1, 1}, 1, 1, 3));
  CHECK(silence_is_improbable({1, 1}, 1, 334, 1000));
}

TEST_CASE("exact decisions agree with the probability wherever that is not a near miss") {
  CHECK(rc::check([] {
    const auto days = *rc::gen::inRange<std::uint32_t>(1, 120);
    const ActivityWindow window{days, *rc::gen::inRange<std::uint32_t>(0, days + 1)};
    const auto run = *rc::gen::inRange<std::uint32_t>(0, 300);
    const double probability = silent_run_probability(window, run);
    RC_PRE(std::fabs(probability - 0.001) > 1e-9);
    RC_ASSERT(silence_is_improbable(window, run, 1, 1000) == (probability < 0.001));
  }));
}

TEST_CASE("the table holds the first improbable run of every rhythm") {
  const SilenceTable table = SilenceTable::of(90, 1, 1000).value();
  CHECK(table.days() == 90);
  CHECK(table.shortest_run(60) == 7);
  CHECK(table.improbable(60, 7));
  CHECK_FALSE(table.improbable(60, 6));
  CHECK(table.shortest_run(90) == 2);
  for (std::uint32_t active = 1; active <= 90; ++active) {
    CHECK(table.shortest_run(active) <= table.shortest_run(active - 1));
    CHECK(silence_is_improbable({90, active}, table.shortest_run(active), 1, 1000));
    CHECK_FALSE(silence_is_improbable({90, active}, table.shortest_run(active) - 1, 1, 1000));
  }
}

TEST_CASE("who never called has no rhythm to fall silent from") {
  const SilenceTable table = SilenceTable::of(90, 1, 1000).value();
  CHECK(table.shortest_run(0) == SilenceTable::kNever);
  CHECK_FALSE(table.improbable(0, 50'000));
}

TEST_CASE("senseless tables are refused") {
  CHECK(SilenceTable::of(0, 1, 1000).error().code() == Errc::invalid_argument);
  CHECK(SilenceTable::of(90, 0, 1000).error().code() == Errc::invalid_argument);
  CHECK(SilenceTable::of(90, 7, 7).error().code() == Errc::invalid_argument);
}

}  // namespace staysail::statistics
