// Check table row D5: figures of power.prop.test and power.t.test, among them the examples of R's own documentation.
#include <cmath>

#include <doctest/doctest.h>

#include "staysail/statistics/power.hpp"

namespace staysail::statistics {
namespace {

void check_near(const Result<double>& computed, double expected, double tolerance) {
  REQUIRE(computed);
  CHECK(std::fabs(*computed - expected) < tolerance);
}

}  // namespace

TEST_CASE("sizes and powers of the check table, row D5") {
  check_near(size_for_proportions(.10, .12, .8), 3840.84748, 1e-4);
  check_near(size_for_proportions(.02, .018, .8), 73146.4557, 1e-4);
  check_near(power_for_proportions(.5, .75, 50), .740165901, 1e-8);
  check_near(size_for_means(1, 1, .9), 22.0210977, 1e-4);
  // The same by numerical integration over the chi distribution, to more digits than R's root finder.
  check_near(size_for_means(1, 1, .9), 22.02109557, 1e-7);
}

TEST_CASE("published examples of R: power.t.test(n = 20, delta = 1) and power.prop.test(p1 = .50, p2 = .75)") {
  check_near(power_for_means(1, 1, 20), .8689528, 1e-6);
  check_near(size_for_proportions(.50, .75, .9), 76.7, .05);
}

TEST_CASE("size and power undo each other, whichever side is larger") {
  for (const double power : {.3, .8, .99}) {
    check_near(power_for_proportions(.3, .25, *size_for_proportions(.25, .3, power)), power, 1e-9);
    check_near(power_for_means(-3, 10, *size_for_means(3, 10, power)), power, 1e-7);
  }
}

TEST_CASE("a tiny effect of means needs the size that the normal approximation says") {
  const double z = 1.959963984540054 + 0.8416212335729143;
  CHECK(size_for_means(.001, 1, .8).value() == doctest::Approx(2 * z * z / 1e-6).epsilon(1e-5));
}

TEST_CASE("a huge effect is certain, and two units an arm are the least") {
  CHECK(power_for_means(1000, 1, 10).value() == 1);
  CHECK(size_for_means(1000, 1, .8).value() == 2);
}

TEST_CASE("plans that cannot be are refused") {
  CHECK(size_for_proportions(.1, .1, .8).error().code() == Errc::invalid_argument);
  CHECK(size_for_proportions(0, .1, .8).error().code() == Errc::invalid_argument);
  CHECK(size_for_proportions(.2, .1, 1).error().code() == Errc::invalid_argument);
  CHECK(size_for_proportions(.2, .1, .02).error().code() == Errc::invalid_argument);
  CHECK(size_for_proportions(.2, .1, .8, {.alpha = 0}).error().code() == Errc::invalid_argument);
  CHECK(power_for_proportions(.2, .1, 1).error().code() == Errc::invalid_argument);
  CHECK(size_for_means(0, 1, .8).error().code() == Errc::invalid_argument);
  CHECK(size_for_means(1, 0, .8).error().code() == Errc::invalid_argument);
  CHECK(size_for_means(1e-7, 1, .8).error().code() == Errc::invalid_argument);
  CHECK(power_for_means(1, 1, std::nan("")).error().code() == Errc::invalid_argument);
}

}  // namespace staysail::statistics
