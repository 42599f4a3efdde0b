// Check table row F7.
#include <array>
#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include "staysail/statistics/pairwise_weights.hpp"

namespace staysail::statistics {

TEST_CASE("weights of three judgements, row F7") {
  const PairwiseWeights result =
      pairwise_weights(std::array{1.0, 3.0, 5.0, 1.0 / 3, 1.0, 3.0, .2, 1.0 / 3, 1.0}).value();
  constexpr std::array kWeights = {.636986, .258285, .104729};
  for (std::size_t i = 0; i < 3; ++i) CHECK(std::fabs(result.weights[i] - kWeights[i]) < 1e-6);
  CHECK(std::fabs(result.eigenvalue - 3.038511) < 1e-6);
  CHECK(std::fabs(result.consistency_ratio - .033199) < 1e-6);
}

TEST_CASE("judgements that agree give back the weights they came from") {
  const std::array kTruth = {.4, .3, .2, .1};
  std::vector<double> judgements;
  for (const double of : kTruth)
    for (const double against : kTruth) judgements.push_back(of / against);
  const PairwiseWeights result = pairwise_weights(judgements).value();
  for (std::size_t i = 0; i < kTruth.size(); ++i) CHECK(result.weights[i] == doctest::Approx(kTruth[i]));
  CHECK(result.eigenvalue == doctest::Approx(4));
  CHECK(result.consistency_ratio < 1e-12);
}

TEST_CASE("judgements that go round in a circle are seen by their ratio") {
  // Each counts 9 times as much as the next, and the last 9 times as much as the first.
  CHECK(pairwise_weights(std::array{1.0, 9.0, 1 / 9.0, 1 / 9.0, 1.0, 9.0, 9.0, 1 / 9.0, 1.0})->consistency_ratio > 1);
}

TEST_CASE("one or two things cannot contradict each other") {
  CHECK(pairwise_weights(std::array{1.0})->weights == std::vector{1.0});
  const PairwiseWeights two = pairwise_weights(std::array{1.0, 4.0, .25, 1.0}).value();
  CHECK(two.weights[0] == doctest::Approx(.8));
  CHECK(two.consistency_ratio == 0);
}

TEST_CASE("judgements that cannot be are refused") {
  CHECK(pairwise_weights({}).error().code() == Errc::invalid_argument);
  CHECK(pairwise_weights(std::array{1.0, 2.0}).error().code() == Errc::invalid_argument);
  CHECK(pairwise_weights(std::array{1.0, 2.0, 2.0, 1.0}).error().code() == Errc::invalid_argument);
  CHECK(pairwise_weights(std::array{2.0, 2.0, .5, 1.0}).error().code() == Errc::invalid_argument);
  CHECK(pairwise_weights(std::array{1.0, -2.0, -.5, 1.0}).error().code() == Errc::invalid_argument);
  CHECK(pairwise_weights(std::array{1.0, HUGE_VAL, 0.0, 1.0}).error().code() == Errc::invalid_argument);
  CHECK(pairwise_weights(std::vector(121, 1.0)).error().code() == Errc::invalid_argument);
}

}  // namespace staysail::statistics
