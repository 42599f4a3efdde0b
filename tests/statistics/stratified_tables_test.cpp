// Check table row D6: admissions to Berkeley by department (Bickel, Hammel and O'Connell 1975; R datasets) and the
// approval ratings of Agresti, Categorical Data Analysis, section 10.1.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include "staysail/statistics/stratified_tables.hpp"

namespace staysail::statistics {
namespace {

// Men admitted and rejected, women admitted and rejected.
constexpr std::array<TwoByTwo, 6> kBerkeley = {{{512, 313, 89, 19},
                                                {353, 207, 17, 8},
                                                {120, 205, 202, 391},
                                                {138, 279, 131, 244},
                                                {53, 138, 94, 299},
                                                {22, 351, 24, 317}}};

}  // namespace

TEST_CASE("Mantel-Haenszel over departments, row D6, in any order") {
  auto strata = kBerkeley;
  const MantelHaenszel test = mantel_haenszel(strata).value();
  CHECK(std::fabs(test.odds_ratio - .904696828) < 1e-8);
  CHECK(std::fabs(test.interval.low - .771907362) < 1e-8);
  CHECK(std::fabs(test.interval.high - 1.060329764) < 1e-8);
  CHECK(std::fabs(test.chi_square - 1.42694623) < 1e-8);
  std::reverse(strata.begin(), strata.end());
  const MantelHaenszel reversed = mantel_haenszel(strata).value();
  CHECK(reversed.odds_ratio == test.odds_ratio);
  CHECK(reversed.chi_square == test.chi_square);
  CHECK(reversed.interval == test.interval);
}

TEST_CASE("the crude table misleads where the strata do not: Simpson's paradox") {
  TwoByTwo crude;
  for (const TwoByTwo& table : kBerkeley)
    crude = {crude.a + table.a, crude.b + table.b, crude.c + table.c, crude.d + table.d};
  const MantelHaenszel test = mantel_haenszel(std::array{crude}).value();
  CHECK(test.odds_ratio == doctest::Approx(1198.0 * 1278 / (1493.0 * 557)));
  CHECK(test.interval.low > 1.6);
}

TEST_CASE("strata that say nothing change nothing") {
  std::vector<TwoByTwo> strata(kBerkeley.begin(), kBerkeley.end());
  strata.insert(strata.begin(), {{1, 0, 0, 0}, {0, 0, 0, 0}});
  CHECK(mantel_haenszel(strata)->chi_square == mantel_haenszel(kBerkeley)->chi_square);
}

TEST_CASE("McNemar, row D6") {
  CHECK(std::fabs(mcnemar({794, 86, 150, 570})->chi_square - 16.8177966) < 1e-7);
  CHECK(mcnemar({794, 150, 86, 570})->p_value == mcnemar({794, 86, 150, 570})->p_value);
  CHECK(mcnemar({5, 4, 4, 5})->chi_square == 0);
  CHECK(mcnemar({5, 4, 4, 5})->p_value == 1);
}

TEST_CASE("tables that say nothing are refused") {
  CHECK(mantel_haenszel({}).error().code() == Errc::degenerate_input);
  CHECK(mantel_haenszel(std::array{TwoByTwo{5, 0, 5, 0}}).error().code() == Errc::degenerate_input);
  CHECK(mantel_haenszel(std::array{TwoByTwo{5, 0, 0, 5}}).error().code() == Errc::degenerate_input);
  CHECK(mantel_haenszel(kBerkeley, 0).error().code() == Errc::invalid_argument);
  CHECK(mantel_haenszel(std::array{TwoByTwo{1, 2, 3, 1ULL << 40}}).error().code() == Errc::invalid_argument);
  CHECK(mcnemar({7, 0, 0, 7}).error().code() == Errc::degenerate_input);
}

}  // namespace staysail::statistics
