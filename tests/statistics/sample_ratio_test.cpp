// Check table row D6: the three arms of Hillstrom's e-mail test.
#include <array>
#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include "staysail/statistics/sample_ratio.hpp"

namespace staysail::statistics {

TEST_CASE("sample ratio of Hillstrom's arms, row D6") {
  const std::array<std::uint64_t, 3> counts = {21307, 21387, 21306};
  const std::array shares = {1.0, 1.0, 1.0};
  const ChiSquareTest test = sample_ratio(counts, shares).value();
  CHECK(std::fabs(test.statistic - .20253125) < 1e-8);
  CHECK(std::fabs(test.p_value - .903692958) < 1e-8);
  CHECK(test.degrees == 2);
}

TEST_CASE("a leak of two per cent of one arm is found") {
  const std::array<std::uint64_t, 2> counts = {90'000, 9'800};
  const std::array shares = {0.9, 0.1};
  CHECK(sample_ratio(counts, shares)->p_value > 0.01);
  const std::array<std::uint64_t, 2> leaking = {900'000, 98'000};
  CHECK(sample_ratio(leaking, shares)->p_value < 1e-8);
}

TEST_CASE("shares that say nothing and counts that are too few are refused") {
  const std::vector<std::uint64_t> counts = {10, 20};
  CHECK(sample_ratio(counts, std::vector{1.0}).error().code() == Errc::invalid_argument);
  CHECK(sample_ratio(counts, std::vector{1.0, 0.0}).error().code() == Errc::invalid_argument);
  CHECK(sample_ratio(counts, std::vector{0.9, 0.1}).error().code() == Errc::degenerate_input);
}

}  // namespace staysail::statistics
