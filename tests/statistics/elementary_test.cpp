// Oracle: the C library's long double functions, 11 bits wider than the results; Boost.Math where it has none.
#include <cmath>

#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>

#include "staysail/statistics/elementary.hpp"

namespace staysail::statistics {
namespace {

double relative_error(double value, long double truth) {
  if (truth == 0) return std::fabs(value);
  return static_cast<double>(std::fabs((value - truth) / truth));
}

double between(double low, double high) { return low + (high - low) * (*rc::gen::inRange(0, 1'000'001)) / 1e6; }

}  // namespace

TEST_CASE("natural logarithm agrees with a wider one over the whole range") {
  CHECK(natural_log(1) == 0);
  CHECK(natural_log(2) == 0x1.62e42fefa39efp-1);
  CHECK(rc::check([] {
    const double x = std::ldexp(between(1, 2), *rc::gen::inRange(-1000, 1000));
    RC_ASSERT(relative_error(natural_log(x), std::log(static_cast<long double>(x))) < 1e-15);
  }));
}

TEST_CASE("exponential agrees with a wider one and ends in 0 and infinity") {
  CHECK(exponential(0) == 1);
  CHECK(exponential(-800) == 0);
  CHECK(std::isinf(exponential(710)));
  CHECK(rc::check([] {
    const double x = between(-700, 709);
    RC_ASSERT(relative_error(exponential(x), std::exp(static_cast<long double>(x))) < 1e-15);
  }));
}

TEST_CASE("what is left of a small x is not lost") {
  CHECK(log_one_plus(0) == 0);
  CHECK(exponential_less_one(0) == 0);
  CHECK(rc::check([] {
    const double size = std::ldexp(between(1, 2), *rc::gen::inRange(-60, -1));
    const double x = *rc::gen::element(size, -size);
    RC_ASSERT(relative_error(log_one_plus(x), std::log1p(static_cast<long double>(x))) < 1e-15);
    RC_ASSERT(relative_error(exponential_less_one(x), std::expm1(static_cast<long double>(x))) < 1e-15);
  }));
  CHECK(relative_error(log_one_plus(100), std::log1p(100.0L)) < 1e-15);
  CHECK(relative_error(exponential_less_one(-3), std::expm1(-3.0L)) < 1e-15);
}

TEST_CASE("digamma and trigamma agree with Boost.Math") {
  CHECK(relative_error(digamma(1), -0.57721566490153286061L) < 1e-14);
  CHECK(relative_error(trigamma(1), 1.64493406684822643647L) < 1e-14);  // pi^2 / 6
  CHECK(rc::check([] {
    const double x = std::ldexp(between(1, 2), *rc::gen::inRange(-20, 40));
    const long double wide = x;
    RC_ASSERT(std::fabs(digamma(x) - boost::math::digamma(wide)) <
              1e-14L * (1 + std::fabs(boost::math::digamma(wide))));
    RC_ASSERT(relative_error(trigamma(x), boost::math::trigamma(wide)) < 1e-14);
  }));
}

TEST_CASE("the rise of log-gamma keeps its digits where log-gamma is large") {
  CHECK(log_gamma_rise(3, 0) == 0);
  CHECK(relative_error(log_gamma_rise(1e12, 1), std::log(1e12L)) < 1e-15);
  CHECK(relative_error(log_gamma_rise(0.5, 2), std::log(0.75L)) < 1e-13);
  CHECK(rc::check([] {
    const long double x = between(0.01, 500);
    const long double d = between(0.1, 50);
    const auto truth = std::lgamma(x + d) - std::lgamma(x);
    RC_ASSERT(std::fabs(log_gamma_rise(static_cast<double>(x), static_cast<double>(d)) - truth) <
              1e-13L * (1 + std::fabs(truth)));
  }));
}

TEST_CASE("power is the exponential of a logarithm") {
  CHECK(relative_error(power(2, 0.5), std::sqrt(2.0L)) < 1e-15);
  CHECK(relative_error(power(10, -3), 0.001L) < 2e-15);
}

TEST_CASE("log-gamma: factorials, one half, and the C library's") {
  CHECK(std::fabs(log_gamma(1)) < 1e-14);
  CHECK(std::fabs(log_gamma(2)) < 1e-14);
  CHECK(relative_error(log_gamma(0.5), 0.57236494292470008707L) < 1e-14);  // ln(pi) / 2
  CHECK(relative_error(log_gamma(11), 15.10441257307551529523L) < 1e-14);  // ln(10!)
  CHECK(rc::check([] {
    const double x = between(2.5, 1e5);
    const long double truth = std::lgamma(static_cast<long double>(x));
    // Near the zero at 2 only the absolute error is small.
    RC_ASSERT(std::fabs(log_gamma(x) - truth) < 1e-14L * (1 + truth));
  }));
}

}  // namespace staysail::statistics
