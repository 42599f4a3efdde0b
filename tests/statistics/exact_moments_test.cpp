#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "staysail/statistics/exact_moments.hpp"

namespace staysail::statistics {
namespace {

ExactMoments moments_of(const std::vector<std::int64_t>& values) {
  ExactMoments moments;
  for (const std::int64_t value : values) moments.add(value);
  return moments;
}

ExactSum sum_of(const std::vector<std::int64_t>& values) {
  ExactSum sum;
  for (const std::int64_t value : values) sum.add(value);
  return sum;
}

}  // namespace

TEST_CASE("mean and variance of a small sample at two decimals") {
  const Sample sample = moments_of({200, 400, 400, 400, 500, 500, 700, 900}).sample(2).value();
  CHECK(sample.count == 8);
  CHECK(sample.mean == 5.0);
  CHECK(sample.variance == doctest::Approx(32.0 / 7).epsilon(1e-15));
}

TEST_CASE("a huge offset does not wash the variance out") {
  // In doubles the squares of these lose every digit of the spread.
  const std::int64_t offset = 9'000'000'000'000'000'000;
  CHECK(moments_of({offset + 1, offset + 2, offset + 3}).sample(0)->variance == 1.0);
  CHECK(moments_of({-offset - 1, -offset - 2, -offset - 3}).sample(0)->variance == 1.0);
}

TEST_CASE("squares past 128 bits are carried") {
  const auto low = std::numeric_limits<std::int64_t>::min();
  const Sample sample = moments_of({low, low, low, low, low, low}).sample(0).value();
  CHECK(sample.variance == 0);
  CHECK(sample.mean == static_cast<double>(low));
}

TEST_CASE("parts merged in any order equal the whole") {
  CHECK(rc::check([](std::vector<std::int64_t> values) {
    const ExactMoments whole = moments_of(values);
    const auto cut = values.begin() + static_cast<std::ptrdiff_t>(values.empty() ? 0 : values.size() / 3);
    const ExactMoments front = moments_of({values.begin(), cut});
    ExactMoments merged = moments_of({cut, values.end()});
    merged.merge(front);
    RC_ASSERT(merged == whole);
  }));
}

TEST_CASE("variance agrees with two passes in extended precision") {
  CHECK(rc::check([] {
    const auto values = *rc::gen::nonEmpty(
        rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'000)));
    RC_PRE(values.size() > 1);
    long double mean = 0;
    for (const auto value : values) mean += value;
    mean /= static_cast<long double>(values.size());
    long double spread = 0;
    for (const auto value : values) spread += (value - mean) * (value - mean);
    const double expected = static_cast<double>(spread / static_cast<long double>(values.size() - 1));
    RC_ASSERT(std::fabs(moments_of(values).sample(0)->variance - expected) <= 1e-12 * expected);
  }));
}

TEST_CASE("no values have no mean, one value has no spread") {
  CHECK(ExactMoments().sample(0).error().code() == Errc::degenerate_input);
  CHECK(moments_of({7}).sample(0)->variance == 0);
}

TEST_CASE("difference of means is rounded once, half to even") {
  CHECK(difference_of_means(sum_of({1, 2}), sum_of({1}), 0, 0).value() == 0);               // 0.5
  CHECK(difference_of_means(sum_of({1, 4}), sum_of({1}), 0, 0).value() == 2);               // 1.5
  CHECK(difference_of_means(sum_of({10, 11}), sum_of({8, 8, 9}), 0, 4).value() == 21'667);  // 2.16666...
  CHECK(difference_of_means(sum_of({12'345}), sum_of({0}), 2, 0).value() == 123);
  CHECK(difference_of_means(sum_of({}), sum_of({1}), 0, 0).error().code() == Errc::degenerate_input);
}

}  // namespace staysail::statistics
