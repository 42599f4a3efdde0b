// Check table row D6: "Student's sleep data" (R datasets), 10 patients on each of two drugs.
#include <cmath>

#include <doctest/doctest.h>

#include "staysail/statistics/welch.hpp"

namespace staysail::statistics {
namespace {

Sample tenths(std::initializer_list<std::int64_t> values) {
  ExactMoments moments;
  for (const std::int64_t value : values) moments.add(value);
  return moments.sample(1).value();
}

}  // namespace

TEST_CASE("Welch on the sleep data, row D6") {
  const Sample first = tenths({7, -16, -2, -12, -1, 34, 37, 8, 0, 20});
  const Sample second = tenths({19, 8, 11, 1, -1, 44, 55, 16, 46, 34});
  const WelchTest test = welch(first, second).value();
  CHECK(std::fabs(test.t - -1.86081347) < 1e-8);
  CHECK(std::fabs(test.degrees - 17.7764735) < 1e-7);
  CHECK(std::fabs(test.p_value - .0793941402) < 1e-10);
  CHECK(test.difference == doctest::Approx(-1.58));
  // The interval excludes zero exactly where the test rejects.
  CHECK(test.interval.contains(0));
  CHECK_FALSE(welch(first, second, 0.92)->interval.contains(0));
}

TEST_CASE("samples that cannot be compared are refused") {
  CHECK(welch(tenths({1}), tenths({1, 2})).error().code() == Errc::degenerate_input);
  CHECK(welch(tenths({1, 1}), tenths({1, 1})).error().code() == Errc::degenerate_input);
  CHECK(welch(tenths({1, 3}), tenths({1, 2}), 0).error().code() == Errc::invalid_argument);
}

}  // namespace staysail::statistics
