// Reliability, gains, intervals and the stability index, against figures worked out with numpy and scikit-learn.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <random>
#include <vector>

#include "staysail/statistics/calibration.hpp"
#include "staysail/statistics/gains.hpp"
#include "staysail/statistics/quality_intervals.hpp"
#include "staysail/statistics/reliability.hpp"
#include "staysail/statistics/stability_index.hpp"

namespace staysail::statistics {
namespace {

const std::vector<double> kLogOdds{-2.2, -1.5, -1.5, -0.7, -0.3, 0.0, 0.0, 0.4, 0.9, 1.3, 1.3, 2.1};
const std::vector<std::uint8_t> kTarget{0, 0, 1, 0, 0, 1, 0, 0, 1, 1, 0, 1};

doctest::Approx near(double value) { return doctest::Approx(value).epsilon(1e-9); }

TEST_CASE("intervals are those of DeLong, of Boyd and of the spread of rows") {
  const Classification quality = classification(kLogOdds, kTarget).value();
  const QualityIntervals found = quality_intervals(quality, kLogOdds, kTarget).value();
  CHECK(quality.roc_auc == near(0.7285714285714285));
  CHECK(found.roc_auc.low == near(0.40304604979012354));
  CHECK(found.roc_auc.high == 1);
  CHECK(found.pr_auc.low == near(0.24983340812916763));
  CHECK(found.pr_auc.high == near(0.9361951860648673));
  CHECK(found.log_loss.low == near(0.32582541926208136));
  CHECK(found.log_loss.high == near(0.924749762102228));
  CHECK(found.brier.low == near(0.09013031364021282));
  CHECK(found.brier.high == near(0.3465593993324194));
  CHECK(found.lift.contains(quality.lift));
  CHECK(quality_intervals(quality, {kLogOdds.data(), 1}, {kTarget.data(), 1}).error().code() == Errc::degenerate_input);
}

TEST_CASE("reliability tells bands, the error, what chance alone would make it, and the slope") {
  const Reliability found = reliability(kLogOdds, kTarget, 3).value();
  REQUIRE(found.bands.size() == 3);
  CHECK(found.bands[0].predicted == near(0.19910344114105794));
  CHECK(found.bands[2].events == 3);
  CHECK(found.bands[2].frequency.contains(0.75));
  CHECK(found.error == near(0.11677950218758912));
  CHECK(found.noise_floor == near(0.17106566248378532));
  CHECK(found.slope == doctest::Approx(0.72362133).epsilon(1e-5));
  CHECK(found.intercept == doctest::Approx(-0.39302345).epsilon(1e-5));
  CHECK(reliability(kLogOdds, kTarget, 100).value().bands.size() == kTarget.size());
  CHECK(reliability({}, {}).error().code() == Errc::invalid_argument);
}

TEST_CASE("an error near its floor is chance, one far above it is not") {
  std::mt19937_64 dice(3);
  std::uniform_real_distribution<double> uniform;
  std::vector<double> truth, doubled;
  std::vector<std::uint8_t> target;
  for (int i = 0; i < 20'000; ++i) {
    truth.push_back(6 * uniform(dice) - 4);
    doubled.push_back(2 * truth.back());
    target.push_back(uniform(dice) < logistic(truth.back()) ? 1 : 0);
  }
  const Reliability good = reliability(truth, target).value(), bad = reliability(doubled, target).value();
  CHECK(good.error < 2 * good.noise_floor);
  CHECK(good.slope == doctest::Approx(1).epsilon(0.05));
  CHECK(bad.error > 10 * bad.noise_floor);
  CHECK(bad.slope == doctest::Approx(0.5).epsilon(0.05));
}

TEST_CASE("the order of rows changes no bit") {
  std::vector<std::size_t> order(kTarget.size());
  std::iota(order.begin(), order.end(), 0U);
  std::mt19937_64 dice(7);
  const Reliability before = reliability(kLogOdds, kTarget, 4).value();
  const Classification quality = classification(kLogOdds, kTarget).value();
  const QualityIntervals sure = quality_intervals(quality, kLogOdds, kTarget).value();
  for (int round = 0; round < 20; ++round) {
    std::shuffle(order.begin(), order.end(), dice);
    std::vector<double> log_odds;
    std::vector<std::uint8_t> target;
    for (const std::size_t i : order) {
      log_odds.push_back(kLogOdds[i]);
      target.push_back(kTarget[i]);
    }
    const Reliability after = reliability(log_odds, target, 4).value();
    const QualityIntervals again = quality_intervals(quality, log_odds, target).value();
    CHECK(after.error == before.error);
    CHECK(after.slope == before.slope);
    CHECK(again.log_loss == sure.log_loss);
    CHECK(again.roc_auc == sure.roc_auc);
  }
}

TEST_CASE("gains count what a team of some size catches, ties at the edge in part") {
  const std::vector<std::uint64_t> capacities{1, 2, 12, 100};
  const auto found = gains(kLogOdds, kTarget, capacities).value();
  CHECK(found[0].events == 1);
  CHECK(found[0].captured == near(0.2));
  CHECK(found[0].lift == near(2.4));
  CHECK(found[1].events == near(1.5));  // one of two that tie, of whom one left
  CHECK(found[2].captured == 1);
  CHECK(found[2].lift == near(1));
  CHECK(found[3].rows == 12);
  const std::vector<std::uint64_t> nobody{0};
  CHECK(gains(kLogOdds, kTarget, nobody).error().code() == Errc::invalid_argument);
  const std::vector<std::uint8_t> stayed(kTarget.size(), 0);
  CHECK(gains(kLogOdds, stayed, capacities).error().code() == Errc::degenerate_input);
}

TEST_CASE("the stability index is none for equal shares and counts what has moved") {
  const std::vector<std::uint64_t> before{100, 50, 0, 30, 0}, after{80, 60, 5, 0, 0};
  const StabilityIndex moved = stability_index(before, after).value();
  CHECK(moved.value == near(0.7832996134629846));
  CHECK(moved.noise_floor == near(0.03735632183908046));
  CHECK(stability_index(before, before).value().value == 0);
  CHECK(stability_index(before, {after.data(), 2}).error().code() == Errc::invalid_argument);
  const std::vector<std::uint64_t> none(5, 0);
  CHECK(stability_index(before, none).error().code() == Errc::degenerate_input);
}

}  // namespace
}  // namespace staysail::statistics
