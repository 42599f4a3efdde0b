// Check table row D7, and the promise itself: an experiment without an effect that is looked at every day.
#include <cmath>
#include <random>

#include <doctest/doctest.h>

#include "staysail/statistics/sequential_test.hpp"
#include "staysail/statistics/two_proportions.hpp"

namespace staysail::statistics {
namespace {

constexpr double kAlpha = 0.05;
constexpr int kExperiments = 400;
constexpr int kDays = 60;
constexpr int kPerDay = 40;  // units an arm a day

struct Rejections {
  int sequential = 0;
  int peeking = 0;  // by the test of fixed size, looked at daily: the fault that mSPRT is there for
};

std::uint64_t successes(std::mt19937_64& random, double rate) {
  std::uint64_t count = 0;
  for (int unit = 0; unit < kPerDay; ++unit) count += static_cast<double>(random() >> 11) < rate * 9007199254740992.0;
  return count;
}

void run_experiment(std::mt19937_64& random, double rate, double effect, Rejections& rejections) {
  SequentialTest test = SequentialTest::of({.tau2 = 2e-3}).value();
  Proportion a, b;
  bool sequential = false;
  bool peeking = false;
  for (int day = 0; day < kDays; ++day) {
    a.merge({successes(random, rate + effect), kPerDay});
    b.merge({successes(random, rate), kPerDay});
    sequential = sequential || test.look(a, b)->rejects;
    const auto fixed = compare_proportions(a, b);
    peeking = peeking || (fixed && fixed->p_value <= kAlpha);
  }
  rejections.sequential += sequential;
  rejections.peeking += peeking;
}

Rejections run_experiments(double rate, double effect) {
  std::mt19937_64 random(20261129);
  Rejections rejections;
  for (int experiment = 0; experiment < kExperiments; ++experiment) run_experiment(random, rate, effect, rejections);
  return rejections;
}

void check_look(double n, double ratio, double p_value, double half_width) {
  const auto look = SequentialTest::of({.tau2 = 1e-4})->look(.02, std::sqrt(.18 / n));
  CHECK(std::fabs(look->likelihood_ratio / ratio - 1) < 1e-6);
  CHECK(std::fabs(look->p_value - p_value) < 1e-6);
  CHECK(std::fabs(look->interval.high - .02 - half_width) < 1e-6);
  CHECK(std::fabs(.02 - look->interval.low - half_width) < 1e-6);
}

}  // namespace

TEST_CASE("single looks of the check table, row D7") {
  check_look(1000, 1.192330, .838694, .056942);
  check_look(5000, 30.581625, .032699, .018932);
  check_look(10000, 4798.407752, .000208, .012930);
}

TEST_CASE("looking every day keeps the error of the first kind, where a test of fixed size does not") {
  const Rejections none = run_experiments(.3, 0);
  CHECK(none.sequential <= kAlpha * kExperiments);
  CHECK(none.peeking > 4 * kAlpha * kExperiments);
}

TEST_CASE("a true effect is found") { CHECK(run_experiments(.3, .08).sequential > .8 * kExperiments); }

TEST_CASE("what was found stays found: p never rises and the interval never widens") {
  SequentialTest test = SequentialTest::of({.tau2 = 1e-4}).value();
  const SequentialLook clear = test.look(.02, std::sqrt(.18 / 10000)).value();
  CHECK(clear.rejects);
  const SequentialLook later = test.look(0, std::sqrt(.18 / 11000)).value();
  CHECK(later.p_value == clear.p_value);
  CHECK(later.rejects);
  CHECK(later.likelihood_ratio < 1);
  CHECK(later.interval.low == clear.interval.low);
  CHECK(later.interval.high < clear.interval.high);
}

TEST_CASE("the interval holds the null exactly as long as the test does not reject") {
  for (double difference = .001; difference < .03; difference += .001) {
    const auto look = SequentialTest::of({.tau2 = 1e-4})->look(difference, std::sqrt(.18 / 5000));
    CHECK(look->rejects == !look->interval.contains(0));
  }
}

TEST_CASE("proportions use the pooled variance, and wait for the first success") {
  SequentialTest test = SequentialTest::of({.tau2 = 1e-3}).value();
  CHECK(test.look({0, 10}, {0, 10})->p_value == 1);
  SequentialTest same = SequentialTest::of({.tau2 = 1e-3}).value();
  CHECK(test.look({30, 100}, {20, 100})->likelihood_ratio ==
        doctest::Approx(same.look(.1, std::sqrt(.00375))->likelihood_ratio));
}

TEST_CASE("designs and looks that cannot be are refused") {
  CHECK(SequentialTest::of({.tau2 = 0}).error().code() == Errc::invalid_argument);
  CHECK(SequentialTest::of({.confidence = 1}).error().code() == Errc::invalid_argument);
  CHECK(SequentialTest::of({.null = std::nan("")}).error().code() == Errc::invalid_argument);
  SequentialTest test = SequentialTest::of({}).value();
  CHECK(test.look(.1, 0).error().code() == Errc::invalid_argument);
  CHECK(test.look(std::nan(""), 1).error().code() == Errc::invalid_argument);
  CHECK(test.look({3, 2}, {1, 2}).error().code() == Errc::invalid_argument);
}

}  // namespace staysail::statistics
