// Check table rows C1 and C11: the lung cancer data of R survival 3.5-3, and IBM's Telco customers.
#include "staysail/statistics/kaplan_meier.hpp"

#include <array>
#include <cmath>
#include <numeric>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "statistics/survival_data.hpp"

namespace staysail::statistics {
namespace {

bool near(double value, double truth, double tolerance = 1e-8) { return std::fabs(value - truth) < tolerance; }

KaplanMeier curve(const std::vector<double>& durations, const std::vector<std::uint8_t>& events,
                  const std::vector<double>& weights = {}) {
  return KaplanMeier::of(RiskTable::of(durations, events, weights).value()).value();
}

}  // namespace

TEST_CASE("lung cancer: curve, errors, intervals, median, row C1") {
  const auto data = lung();
  if (!data) return;
  CHECK(data->table().units() == 228);
  CHECK(data->table().events() == 165);
  const KaplanMeier km = KaplanMeier::of(data->table()).value();
  constexpr std::array kTimes = {100.0, 250.0, 500.0, 750.0};
  constexpr std::array kSurvival = {.86396897, .59666918, .29326919, .09789416};
  constexpr std::array kErrors = {.02271023, .03328058, .03507782, .02659656};
  for (std::size_t i = 0; i < kTimes.size(); ++i) {
    CHECK(near(km.survival(kTimes[i]).value, kSurvival[i]));
    CHECK(near(km.survival(kTimes[i]).standard_error, kErrors[i]));
  }
  const Interval log = km.interval(250, SurvivalScale::log).value();
  CHECK(near(log.low, .53487943));
  CHECK(near(log.high, .66559693));
  const Interval log_log = km.interval(250, SurvivalScale::log_log).value();
  CHECK(near(log_log.low, .52827018));
  CHECK(near(log_log.high, .65844937));
  CHECK(km.quantile(.5).value() == 310);
  const auto median = km.quantile_interval(.5, SurvivalScale::log).value();
  CHECK(median.low == 285);
  CHECK(median.high == 363);
  const auto groups = data->by_group();
  CHECK(KaplanMeier::of(groups[0])->quantile(.5).value() == 270);
  CHECK(KaplanMeier::of(groups[1])->quantile(.5).value() == 426);
}

TEST_CASE("Telco: curve, numbers at risk, mean restricted to 72 months, row C11") {
  const auto data = telco("Contract");
  if (!data) return;
  const RiskTable table = data->table();
  const KaplanMeier km = KaplanMeier::of(table).value();
  constexpr std::array kTimes = {1.0, 6.0, 12.0, 24.0, 36.0, 48.0, 60.0, 72.0};
  constexpr std::array kSurvival = {.94596132,  .884826239, .843199554, .788736398,
                                    .748545415, .708840184, .664403914, .592790152};
  constexpr std::array kAtRisk = {7032, 5672, 4974, 3927, 3051, 2303, 1483, 362};
  for (std::size_t i = 0; i < kTimes.size(); ++i) {
    CHECK(near(km.survival(kTimes[i]).value, kSurvival[i]));
    CHECK(table.at_risk(kTimes[i]) == kAtRisk[i]);
  }
  const Estimate mean = km.restricted_mean(72).value();
  CHECK(near(mean.value, 54.492387107));
  CHECK(near(mean.standard_error, .347750016));
}

TEST_CASE("without censoring the curve is the share left, and Greenwood's error the binomial one") {
  CHECK(rc::check([](const std::vector<std::uint8_t>& times) {
    RC_PRE(!times.empty());
    const std::vector<double> durations(times.begin(), times.end());
    const KaplanMeier km = curve(durations, std::vector<std::uint8_t>(times.size(), 1));
    const auto n = static_cast<double>(times.size());
    for (const double t : durations) {
      double left = 0;
      for (const double other : durations) left += other > t ? 1 : 0;
      RC_ASSERT(near(km.survival(t).value, left / n, 1e-12));
      RC_ASSERT(near(km.survival(t).standard_error, std::sqrt(left / n * (1 - left / n) / n), 1e-12));
    }
    const double last = *std::max_element(durations.begin(), durations.end());
    if (last > 0)
      RC_ASSERT(
          near(km.restricted_mean(last)->value, std::accumulate(durations.begin(), durations.end(), 0.0) / n, 1e-9));
  }));
}

TEST_CASE("intervals hold the curve, lie in 0 .. 1, and narrow with less confidence") {
  const KaplanMeier km = curve({1, 2, 2, 3, 5, 8, 9, 9}, {1, 0, 1, 1, 0, 1, 0, 1});
  for (const SurvivalScale scale : {SurvivalScale::plain, SurvivalScale::log, SurvivalScale::log_log})
    for (const double t : {0.5, 1.0, 2.5, 8.0, 20.0}) {
      const Interval wide = km.interval(t, scale, .99).value();
      const Interval narrow = km.interval(t, scale, .5).value();
      CHECK(wide.contains(km.survival(t).value));
      CHECK(wide.low <= narrow.low);
      CHECK(narrow.high <= wide.high);
      CHECK(wide.low >= 0);
      CHECK(wide.high <= 1);
    }
}

TEST_CASE("the median stands in the middle of a curve that rests at one half, and may not be there") {
  CHECK(curve({1, 2, 3, 4}, {1, 1, 1, 1}).quantile(.5).value() == 2.5);
  CHECK(curve({1, 2, 3, 4}, {1, 1, 0, 0}).quantile(.5).value() == 2);
  CHECK_FALSE(curve({1, 2, 3, 4}, {1, 0, 0, 0}).quantile(.5)->has_value());
  CHECK(curve({1, 2}, {0, 0}).survival(9).value == 1);
}

TEST_CASE("a weight of two is two rows") {
  const KaplanMeier weighted = curve({1, 2, 3}, {1, 0, 1}, {2, 1, 3});
  const KaplanMeier repeated = curve({3, 1, 3, 2, 1, 3}, {1, 1, 1, 0, 1, 1});
  CHECK(weighted.survival(1).value == repeated.survival(1).value);
  CHECK(weighted.survival(1).standard_error == repeated.survival(1).standard_error);
}

TEST_CASE("what cannot be told is refused") {
  CHECK(KaplanMeier::of(RiskTable()).error().code() == Errc::degenerate_input);
  const KaplanMeier km = curve({1, 2}, {1, 0});
  CHECK(km.interval(1, SurvivalScale::log, 1).error().code() == Errc::invalid_argument);
  CHECK(km.quantile(0).error().code() == Errc::invalid_argument);
  CHECK(km.restricted_mean(3).error().code() == Errc::invalid_argument);
  CHECK(km.restricted_mean(0).error().code() == Errc::invalid_argument);
}

}  // namespace staysail::statistics
