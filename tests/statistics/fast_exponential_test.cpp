#include "statistics/fast_exponential.hpp"

#include <cmath>

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace staysail::statistics {

TEST_CASE("the fast exponential agrees with a wider one and stops at +-700") {
  CHECK(fast_exponential(0) == 1);
  CHECK(rc::check([] {
    const double x = *rc::gen::inRange(-700'000'000, 700'000'000) / 1e6;
    const long double truth = std::exp(static_cast<long double>(x));
    RC_ASSERT(std::fabs((fast_exponential(x) - truth) / truth) < 1e-15L);
  }));
  CHECK(fast_exponential(1e9) == fast_exponential(700));
  CHECK(fast_exponential(-1e9) == fast_exponential(-700));
}

}  // namespace staysail::statistics
