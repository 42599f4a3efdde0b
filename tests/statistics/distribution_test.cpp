// Oracle: Boost.Math, in the tests only.
#include <array>
#include <cmath>

#include <doctest/doctest.h>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>

#include "staysail/statistics/distribution.hpp"

namespace staysail::statistics {
namespace {

bool near(double value, double truth, double tolerance) {
  return std::fabs(value - truth) <= tolerance * std::fabs(truth);
}

constexpr std::array kDegrees = {1.0, 1.5, 2.0, 5.0, 17.7764735, 60.0, 1000.0};

}  // namespace

TEST_CASE("normal tail and quantile agree with Boost.Math, far tails included") {
  const boost::math::normal normal;
  for (const double z : {-8.0, -3.0, -0.4, 0.0, 1e-3, 0.7, 1.0, 1.959963984540054, 3.5, 6.0, 12.0, 30.0})
    CHECK_MESSAGE(near(normal_upper_tail(z), boost::math::cdf(boost::math::complement(normal, z)), 1e-11), z);
  for (const double p : {1e-12, 1e-6, 0.001, 0.025, 0.3, 0.5, 0.6, 0.95, 0.975, 0.9999})
    CHECK_MESSAGE(near(normal_quantile(p), boost::math::quantile(normal, p), 1e-11), p);
  CHECK(normal_quantile(0.975) == doctest::Approx(1.959963984540054).epsilon(1e-14));
}

TEST_CASE("chi-square tail agrees with Boost.Math") {
  for (const double degrees : kDegrees)
    for (const double x : {0.01, 0.5, 1.0, 3.84, 10.0, 60.0, 1500.0}) {
      const boost::math::chi_squared law(degrees);
      CHECK_MESSAGE(near(chi_square_upper_tail(x, degrees), boost::math::cdf(boost::math::complement(law, x)), 1e-11),
                    degrees << " degrees, x = " << x);
    }
  CHECK(chi_square_upper_tail(0, 3) == 1);
}

TEST_CASE("Student's tail and quantile agree with Boost.Math") {
  for (const double degrees : kDegrees) {
    const boost::math::students_t law(degrees);
    for (const double t : {0.1, 1.0, -1.86081347, 2.5, 9.0})
      CHECK(near(student_two_sided_tail(t, degrees), 2 * boost::math::cdf(boost::math::complement(law, std::fabs(t))),
                 1e-11));
    for (const double confidence : {0.5, 0.9, 0.95, 0.999})
      CHECK(near(student_two_sided_quantile(confidence, degrees), boost::math::quantile(law, 0.5 + confidence / 2),
                 1e-11));
  }
}

TEST_CASE("many degrees of freedom keep seven digits") {
  const boost::math::students_t law(1e7);
  CHECK(near(student_two_sided_quantile(0.95, 1e7), boost::math::quantile(law, 0.975), 1e-7));
}

TEST_CASE("regularised beta agrees with Boost.Math on both sides of its mean and at the ends") {
  for (const double a : {0.5, 1.0, 3.0, 40.0})
    for (const double b : {0.5, 2.0, 61.0})
      for (const double x : {1e-6, 0.1, 0.37, 0.5, 0.9, 0.999})
        CHECK(near(regularised_beta(a, b, x), boost::math::ibeta(a, b, x), 1e-11));
  CHECK(regularised_beta(2, 3, 0) == 0);
  CHECK(regularised_beta(2, 3, 1) == 1);
}

}  // namespace staysail::statistics
