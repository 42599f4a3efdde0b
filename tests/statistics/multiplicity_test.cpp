// Check table row D6: the fifteen p-values of Benjamini and Hochberg (1995), section 4.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "staysail/statistics/multiplicity.hpp"

namespace staysail::statistics {
namespace {

constexpr std::array kThrombolysis = {.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344,
                                      .0459, .3240, .4262, .5719, .6528, .7590, 1.0};

std::vector<double> any_p_values() {
  const auto hundredths = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 101));
  std::vector<double> p_values;
  for (const int value : hundredths) p_values.push_back(value / 100.0);
  return p_values;
}

}  // namespace

TEST_CASE("Benjamini-Hochberg of the check table, row D6") {
  constexpr std::array kExpected = {.0015, .003, .0095,      .035625, .0603,      .0638571429, .0638571429, .0645,
                                    .0765, .486, .581181818, .714875, .753230769, .813214286,  1.0};
  const std::vector<double> adjusted = benjamini_hochberg(kThrombolysis).value();
  for (std::size_t i = 0; i < kExpected.size(); ++i) CHECK(std::fabs(adjusted[i] - kExpected[i]) < 1e-8);
}

TEST_CASE("Holm of the check table, row D6") {
  const std::vector<double> adjusted = holm(std::array{.01, .02, .03, .04}).value();
  constexpr std::array kExpected = {.04, .06, .06, .06};
  for (std::size_t i = 0; i < kExpected.size(); ++i) CHECK(std::fabs(adjusted[i] - kExpected[i]) < 1e-8);
}

TEST_CASE("adjusted values follow their p-value, not its place; Holm is never the laxer one") {
  CHECK(rc::check([] {
    std::vector<double> p_values = any_p_values();
    const auto forth_bh = benjamini_hochberg(p_values).value();
    const auto forth_holm = holm(p_values).value();
    for (std::size_t i = 0; i < p_values.size(); ++i) {
      RC_ASSERT(p_values[i] <= forth_bh[i]);
      RC_ASSERT(forth_bh[i] <= forth_holm[i] + 1e-15);
      RC_ASSERT(forth_holm[i] <= 1);
    }
    std::reverse(p_values.begin(), p_values.end());
    auto back = benjamini_hochberg(p_values).value();
    std::reverse(back.begin(), back.end());
    RC_ASSERT(back == forth_bh);
  }));
}

TEST_CASE("what is no probability is refused") {
  CHECK(benjamini_hochberg(std::array{.1, 1.1}).error().code() == Errc::invalid_argument);
  CHECK(holm(std::array{-.1}).error().code() == Errc::invalid_argument);
  CHECK(holm(std::array{std::nan("")}).error().code() == Errc::invalid_argument);
  CHECK(benjamini_hochberg({})->empty());
}

}  // namespace staysail::statistics
