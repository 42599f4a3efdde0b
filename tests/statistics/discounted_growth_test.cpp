#include "staysail/statistics/discounted_growth.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

namespace staysail::statistics {

TEST_CASE("a total that grows by the same each period is an annuity") {
  const auto total = [](double time) { return 5 * time; };
  // 15 a period of length 3, ten times, at 2 %: 15 (1 - 1.02^-10) / 0.02.
  CHECK(discounted_growth(total, {10, 3, .02}) == doctest::Approx(15 * (1 - std::pow(1.02, -10)) / .02).epsilon(1e-12));
  CHECK(discounted_growth(total, {10, 3, 0}) == doctest::Approx(150));
}

TEST_CASE("periods that cannot be are refused") {
  CHECK(DiscountedPeriods{12, 1, .01}.validate().has_value());
  for (const DiscountedPeriods& plan : {DiscountedPeriods{0, 1, 0},
                                        {200'000, 1, 0},
                                        {1, 0, 0},
                                        {1, 1, -.1},
                                        {1, std::nan(""), 0},
                                        {1, 1, std::numeric_limits<double>::infinity()}})
    CHECK(plan.validate().error().code() == Errc::invalid_argument);
}

}  // namespace staysail::statistics
