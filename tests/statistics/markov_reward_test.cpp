// Check table row A16: Pfeifer and Carraway 2000, "Modeling customer relationships as Markov chains", their first
// example: a purchase is worth 40, a mailing costs 4, and with each silent period a purchase gets less likely.
#include "staysail/statistics/markov_reward.hpp"

#include <array>
#include <cmath>
#include <limits>

#include <doctest/doctest.h>

namespace staysail::statistics {
namespace {

const std::vector<std::vector<double>> kTransition = {
    {.3, .7, 0, 0, 0}, {.2, 0, .8, 0, 0}, {.15, 0, 0, .85, 0}, {.05, 0, 0, 0, .95}, {0, 0, 0, 0, 1}};
const std::vector<double> kReward = {36, -4, -4, -4, 0};

void check(const std::vector<double>& value, const std::array<double, 5>& expected) {
  REQUIRE(value.size() == expected.size());
  for (std::size_t i = 0; i < value.size(); ++i) CHECK(std::fabs(value[i] - expected[i]) < 1e-4);
}

Errc code(std::vector<std::vector<double>> transition, std::vector<double> reward, double discount) {
  return MarkovReward::of(std::move(transition), std::move(reward), discount).error().code();
}

}  // namespace

TEST_CASE("value of a chain over four steps and without end, row A16") {
  const auto chain = MarkovReward::of(kTransition, kReward, .2).value();
  check(chain.value(4).value(), {50.115, 4.2199, .5921, -1.9801, 0});
  check(chain.value().value(), {52.319609, 5.553784, 1.250773, -1.820016, 0});
}

TEST_CASE("a long horizon reaches the value without end, and none is the reward itself") {
  const auto chain = MarkovReward::of(kTransition, kReward, .2).value();
  const auto far = chain.value(300).value();
  const auto endless = chain.value().value();
  for (std::size_t i = 0; i < far.size(); ++i) CHECK(std::fabs(far[i] - endless[i]) < 1e-10);
  CHECK(chain.value(0).value() == kReward);
}

TEST_CASE("chains that are none are refused") {
  CHECK(code({}, {}, .1) == Errc::invalid_argument);
  CHECK(code({{1}}, {1, 2}, .1) == Errc::invalid_argument);
  CHECK(code({{.5, .4}, {0, 1}}, {1, 2}, .1) == Errc::invalid_argument);
  CHECK(code({{1.5, -.5}, {0, 1}}, {1, 2}, .1) == Errc::invalid_argument);
  CHECK(code({{1, 0}, {0}}, {1, 2}, .1) == Errc::invalid_argument);
  CHECK(code({{1}}, {std::numeric_limits<double>::infinity()}, .1) == Errc::invalid_argument);
  CHECK(code({{1}}, {1}, -.1) == Errc::invalid_argument);
  CHECK(MarkovReward::of({{1}}, {1}, 0)->value().error().code() == Errc::invalid_argument);
  CHECK(MarkovReward::of({{1}}, {1}, 0)->value(3).value() == std::vector<double>{4});
}

}  // namespace staysail::statistics
