#include <cmath>
#include <vector>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "staysail/base/calendar.hpp"
#include "staysail/statistics/line_slope.hpp"

namespace staysail::statistics {
namespace {

LineSums line_of(const std::vector<std::pair<std::int32_t, std::int64_t>>& points) {
  LineSums sums;
  for (const auto& [position, value] : points) sums.add(position, value);
  return sums;
}

}  // namespace

TEST_CASE("slope of four months of bills, in cents a month") {
  const int january = Month::of(2026, 1).index();
  const LineSums sums = line_of({{january, 9900}, {january + 1, 9700}, {january + 2, 9100}, {january + 3, 8800}});
  CHECK(sums.slope(2, 2).value() == -390);  // (-1.5 * 99 - 0.5 * 97 + 0.5 * 91 + 1.5 * 88) / 5 = -3.9 yuan a month
  CHECK(sums.slope(2, 4).value() == -39'000);
}

TEST_CASE("a missing month leaves a gap, not a zero") {
  CHECK(line_of({{0, 10}, {2, 30}}).slope(0, 0).value() == 10);
  CHECK(line_of({{0, 10}, {1, 0}, {2, 30}}).slope(0, 0).value() == 10);
  CHECK(line_of({{0, 10}, {5, 30}}).slope(0, 0).value() == 4);
}

TEST_CASE("too few months and too wide values are refused") {
  CHECK(line_of({}).slope(0, 0).error().code() == Errc::degenerate_input);
  CHECK(line_of({{5, 10}, {5, 30}}).slope(0, 0).error().code() == Errc::degenerate_input);
  LineSums wide;
  for (std::int32_t i = 0; i < 100'000; ++i) wide.add(2'000'000'000 + i, INT64_MAX);
  CHECK(wide.slope(0, 9).error().code() == Errc::amount_overflow);
}

TEST_CASE("slopes agree with the textbook and do not depend on order, partition or origin") {
  CHECK(rc::check([] {
    const auto values =
        *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'000));
    RC_PRE(values.size() > 1);
    const auto origin = *rc::gen::inRange(-30'000, 30'000);
    LineSums forward, odd, even;
    long double mean = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      forward.add(static_cast<std::int32_t>(i), values[i]);
      (i % 2 ? odd : even).add(origin + static_cast<std::int32_t>(i), values[i]);
      mean += static_cast<long double>(values[i]) / static_cast<long double>(values.size());
    }
    odd.merge(even);
    RC_ASSERT(odd.slope(0, 6).value() == forward.slope(0, 6).value());
    const long double middle = (static_cast<long double>(values.size()) - 1) / 2;
    long double above = 0, below = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const long double distance = static_cast<long double>(i) - middle;
      above += distance * (values[i] - mean);
      below += distance * distance;
    }
    RC_ASSERT(std::fabs(static_cast<double>(forward.slope(0, 6).value() - above / below * 1e6L)) < 0.51);
  }));
}

}  // namespace staysail::statistics
