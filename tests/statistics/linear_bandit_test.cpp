// Check table row E3.
#include <array>
#include <cmath>
#include <random>

#include <doctest/doctest.h>

#include "staysail/statistics/linear_bandit.hpp"

namespace staysail::statistics {
namespace {

std::array<double, 3> context_at(int t) { return {1, (7 * t % 10) / 10.0, (3 * t % 5) / 5.0}; }

double reward_at(int t, std::size_t arm) { return (t + static_cast<int>(arm)) % 3 == 0 ? 1 : 0; }

}  // namespace

TEST_CASE("twenty rounds of LinUCB, row E3") {
  constexpr std::array<std::size_t, 20> kArms = {0, 1, 1, 2, 2, 2, 1, 2, 1, 1, 2, 0, 0, 0, 0, 0, 0, 1, 0, 0};
  LinUcb bandit = LinUcb::of(3, 3, 1).value();
  for (int t = 1; t <= 20; ++t) {
    const std::size_t arm = bandit.choose(context_at(t)).value();
    CHECK(arm == kArms[static_cast<std::size_t>(t - 1)]);
    REQUIRE(bandit.update(arm, context_at(t), reward_at(t, arm)));
  }
  const std::vector<double> theta = bandit.theta(0).value();
  constexpr std::array kTheta = {.25461471, .07031937, -.25637269};
  for (std::size_t i = 0; i < 3; ++i) CHECK(std::fabs(theta[i] - kTheta[i]) < 1e-8);
}

TEST_CASE("one arm is ridge regression with penalty 1") {
  LinUcb bandit = LinUcb::of(1, 1, 0).value();
  for (const double x : {1.0, 2.0, 3.0}) REQUIRE(bandit.update(0, std::array{x}, 5 * x));
  CHECK(bandit.theta(0)->front() == doctest::Approx(70.0 / 15));
  const ArmScore score = bandit.scores(std::array{2.0})->front();
  CHECK(score.estimate == doctest::Approx(140.0 / 15));
  CHECK(score.width == doctest::Approx(2 / std::sqrt(15)));
}

TEST_CASE("the better arm of each context is learnt") {
  // Arm 0 pays where the context is 1, arm 1 where it is not.
  LinUcb bandit = LinUcb::of(2, 2, .5).value();
  std::mt19937_64 random(5);
  int right = 0;
  for (int t = 0; t < 500; ++t) {
    const double side = static_cast<double>(random() % 2);
    const std::array context = {1.0, side};
    const std::size_t arm = bandit.choose(context).value();
    const bool good = (arm == 0) == (side == 1);
    REQUIRE(bandit.update(arm, context, good ? 1 : 0));
    right += t >= 250 && good;
  }
  CHECK(right > 240);
}

TEST_CASE("bandits that cannot be are refused") {
  CHECK(LinUcb::of(0, 3, 1).error().code() == Errc::invalid_argument);
  CHECK(LinUcb::of(3, 0, 1).error().code() == Errc::invalid_argument);
  CHECK(LinUcb::of(3, 201, 1).error().code() == Errc::invalid_argument);
  CHECK(LinUcb::of(3, 3, -1).error().code() == Errc::invalid_argument);
  LinUcb bandit = LinUcb::of(2, 2, 1).value();
  CHECK(bandit.choose(std::array{1.0}).error().code() == Errc::invalid_argument);
  CHECK(bandit.scores(std::array{1.0, std::nan("")}).error().code() == Errc::invalid_argument);
  CHECK(bandit.update(2, std::array{1.0, 2.0}, 1).error().code() == Errc::invalid_argument);
  CHECK(bandit.update(1, std::array{1.0, 2.0}, std::nan("")).error().code() == Errc::invalid_argument);
  CHECK(bandit.theta(2).error().code() == Errc::invalid_argument);
}

}  // namespace staysail::statistics
