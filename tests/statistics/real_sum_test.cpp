#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "staysail/statistics/real_sum.hpp"

namespace staysail::statistics {
namespace {

// Doubles of every size and sign, from the bits of a generator; about half of them nearly cancel the one before.
std::vector<double> any_terms(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<double> terms;
  for (int i = 0; i < 60; ++i) {
    const double fresh = std::ldexp(static_cast<double>(random() >> 11), static_cast<int>(random() % 300) - 200);
    const bool cancel = random() % 2 == 0 && !terms.empty();
    terms.push_back(cancel ? -terms.back() * (1 - 1e-15 * static_cast<double>(random() % 3)) : fresh);
  }
  return terms;
}

}  // namespace

TEST_CASE("what ordinary addition loses is kept") {
  CHECK(total_of(std::vector{1e100, 1.0, -1e100}) == 1);
  CHECK(total_of(std::vector(10, 0.1)) == 1.0);
  CHECK(total_of(std::vector<double>{}) == 0);
  CHECK(total_of(std::vector{-0.0, 0.0}) == 0);
  CHECK(total_of(std::vector{1.0, -2.0}) == -1);
}

TEST_CASE("the largest and the smallest numbers") {
  constexpr double kSmallest = std::numeric_limits<double>::denorm_min();
  constexpr double kLargest = std::numeric_limits<double>::max();
  CHECK(total_of(std::vector{kSmallest, kSmallest}) == 2 * kSmallest);
  CHECK(total_of(std::vector{-kSmallest}) == -kSmallest);
  CHECK(total_of(std::vector{kLargest, kLargest, -kLargest}) == kLargest);
  CHECK(total_of(std::vector{kLargest, kSmallest, -kLargest}) == kSmallest);
  CHECK(std::isinf(total_of(std::vector{kLargest, kLargest})));
}

TEST_CASE("a tie goes to the even neighbour, and the least bit beyond decides") {
  const double ulp = std::ldexp(1, -52);
  CHECK(total_of(std::vector{1.0, ulp / 2}) == 1.0);
  CHECK(total_of(std::vector{1.0 + ulp, ulp / 2}) == 1.0 + 2 * ulp);
  CHECK(total_of(std::vector{1.0, ulp / 2, 1e-300}) == 1.0 + ulp);
  CHECK(total_of(std::vector{1.0, ulp / 2, -1e-300}) == 1.0);
}

TEST_CASE("products are added exactly") {
  RealSum sum;
  const double x = 1 + std::ldexp(1, -30);
  sum.add_product(x, x);  // 1 + 2^-29 + 2^-60
  sum.add(-1);
  sum.add(-std::ldexp(1, -29));
  CHECK(sum.value() == std::ldexp(1, -60));
}

TEST_CASE("neither the order of terms nor a partition changes a bit") {
  CHECK(rc::check([](std::uint64_t seed) {
    std::vector<double> terms = any_terms(seed);
    const double total = total_of(terms);
    std::mt19937_64 random(seed + 1);
    std::shuffle(terms.begin(), terms.end(), random);
    RC_ASSERT(total_of(terms) == total);
    RealSum left, right;
    for (std::size_t i = 0; i < terms.size(); ++i) (i % 3 == 0 ? left : right).add(terms[i]);
    left.merge(right);
    RC_ASSERT(left.value() == total);
  }));
}

TEST_CASE("moments of numbers are those of the same numbers as scaled integers") {
  ExactMoments exact;
  std::vector<double> values;
  for (std::int64_t i = 0; i < 500; ++i) {
    exact.add(i * i % 997);
    values.push_back(static_cast<double>(i * i % 997));
  }
  const Sample of_values = sample_of(values).value();
  const Sample of_integers = exact.sample(0).value();
  CHECK(of_values.count == of_integers.count);
  CHECK(of_values.mean == of_integers.mean);
  CHECK(std::fabs(of_values.variance / of_integers.variance - 1) < 1e-15);
}

TEST_CASE("a large level does not drown the variance") {
  CHECK(sample_of(std::vector{1e9 + 1, 1e9 + 2, 1e9 + 3})->variance == 1);
  CHECK(sample_of(std::vector{5.0})->variance == 0);
}

TEST_CASE("samples of nothing, or not of numbers, are refused") {
  CHECK(sample_of(std::vector<double>{}).error().code() == Errc::degenerate_input);
  CHECK(sample_of(std::vector{1.0, std::nan("")}).error().code() == Errc::invalid_argument);
}

}  // namespace staysail::statistics
