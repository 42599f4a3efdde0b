// Check table row E2.
#include <cmath>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "staysail/statistics/beta_distribution.hpp"
#include "staysail/statistics/distribution.hpp"
#include "staysail/statistics/elementary.hpp"

namespace staysail::statistics {
namespace {

double greater(const BetaDistribution& x, const BetaDistribution& y) { return probability_greater(x, y).value(); }

// Exact for a whole a of x (Miller 2015): the sum over i < x.a of B(y.a + i, x.b + y.b) / ((x.b + i) B(1 + i, x.b)
// B(y.a, y.b)).
double by_sum(const BetaDistribution& x, const BetaDistribution& y) {
  const auto log_beta = [](double a, double b) { return log_gamma(a) + log_gamma(b) - log_gamma(a + b); };
  double sum = 0;
  for (int i = 0; i < x.a; ++i)
    sum += exponential(log_beta(y.a + i, x.b + y.b) - natural_log(x.b + i) - log_beta(1 + i, x.b) - log_beta(y.a, y.b));
  return sum;
}

double any_parameter() { return std::ldexp(*rc::gen::inRange(1, 1000), *rc::gen::inRange(-6, 4)); }

}  // namespace

TEST_CASE("which of two rates is higher, row E2") {
  CHECK(std::fabs(greater({41, 61}, {31, 71}) - .92984936) < 1e-8);
  CHECK(std::fabs(greater({151, 1851}, {121, 1881}) - .97053333) < 1e-8);
}

TEST_CASE("the integral is the exact sum where that exists") {
  for (const BetaDistribution& x : {BetaDistribution{1, 1}, {3, .5}, {40, 61}, {2000, 30}})
    for (const BetaDistribution& y : {BetaDistribution{1, 1}, {.25, 7}, {31, 71}, {.05, .05}, {1e4, 2e4}}) {
      CAPTURE(x.a);
      CAPTURE(y.a);
      CHECK(std::fabs(greater(x, y) - by_sum(x, y)) < 1e-10);
    }
}

TEST_CASE("one of two rates is the higher one") {
  CHECK(rc::check([] {
    const BetaDistribution x{any_parameter(), any_parameter()};
    const BetaDistribution y{any_parameter(), any_parameter()};
    RC_ASSERT(std::fabs(greater(x, y) + greater(y, x) - 1) < 1e-9);
    RC_ASSERT(std::fabs(greater(x, x) - .5) < 1e-9);
    RC_ASSERT(std::fabs(greater(x, y) - greater({y.b, y.a}, {x.b, x.a})) < 1e-9);
  }));
}

TEST_CASE("many trials are compared as normal variables are") {
  // 50.1 % of ten million against 50 % of as many: means .001 apart, 1/(2 sqrt(10^7)) scatter each.
  const double z = .001 / (.5 / std::sqrt(1e7) * std::sqrt(2.0));
  CHECK(std::fabs(greater({5.01e6, 4.99e6}, {5e6, 5e6}) - (1 - normal_upper_tail(z))) < 1e-6);
  CHECK(std::fabs(greater({1e7, 1e7}, {1e7, 1e7}) - .5) < 1e-7);
  CHECK(greater({1e7, 1e7}, {.01, .01}) == doctest::Approx(.5));
}

TEST_CASE("quantiles, intervals and updates") {
  const BetaDistribution uniform;
  CHECK(uniform.quantile(.3) == doctest::Approx(.3));
  CHECK(uniform.interval(.9)->low == doctest::Approx(.05));
  const BetaDistribution squares{2, 1};  // P(X < x) = x^2
  CHECK(squares.quantile(.25) == doctest::Approx(.5));
  CHECK(squares.variance() == doctest::Approx(1.0 / 18));
  CHECK(uniform.after({3, 10}) == BetaDistribution{4, 8});
  CHECK(uniform.after({3, 10}).mean() == doctest::Approx(1.0 / 3));
}

TEST_CASE("what is no distribution is refused") {
  CHECK(probability_greater({0, 1}, {1, 1}).error().code() == Errc::invalid_argument);
  CHECK(probability_greater({1, 1}, {1, 1e8}).error().code() == Errc::invalid_argument);
  CHECK(probability_greater({1, std::nan("")}, {1, 1}).error().code() == Errc::invalid_argument);
  CHECK(BetaDistribution{}.interval(1).error().code() == Errc::invalid_argument);
}

}  // namespace staysail::statistics
