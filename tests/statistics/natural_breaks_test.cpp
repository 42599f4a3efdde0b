#include "staysail/statistics/natural_breaks.hpp"

#include <algorithm>
#include <limits>

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace staysail::statistics {
namespace {

using Values = std::vector<std::int64_t>;

Values breaks_of(const Values& values, std::uint32_t classes) {
  return natural_breaks(ValueCounts::map(values), classes).value();
}

// Squared distances to the means of the bands, from the definition.
double distances(const Values& values, const Values& cuts) {
  std::vector<double> sums(cuts.size() + 1), counts(cuts.size() + 1);
  const auto band = [&](std::int64_t value) { return static_cast<std::size_t>(band_of(value, cuts) - 1); };
  for (const auto value : values) sums[band(value)] += static_cast<double>(value), ++counts[band(value)];
  double sum = 0;
  for (const auto value : values) {
    const double mean = sums[band(value)] / counts[band(value)];
    sum += (static_cast<double>(value) - mean) * (static_cast<double>(value) - mean);
  }
  return sum;
}

// All ways to place the remaining cuts tried.
double least_distances(const Values& values, const Values& distinct, Values& cuts, std::size_t from, std::size_t left) {
  if (left == 0) return distances(values, cuts);
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = from; i + left < distinct.size(); ++i) {
    cuts.push_back(distinct[i]);
    least = std::min(least, least_distances(values, distinct, cuts, i + 1, left - 1));
    cuts.pop_back();
  }
  return least;
}

}  // namespace

TEST_CASE("breaks lie in the gaps") {
  CHECK(breaks_of({1, 2, 3, 50, 51, 52, 200}, 3) == Values{3, 52});
  CHECK(breaks_of({4, 5, 9, 10}, 2) == Values{5});
  CHECK(breaks_of({4, 4, 4, 4, 5, 6}, 3) == Values{4, 5});
  CHECK(breaks_of({7, 7}, 1).empty());
}

TEST_CASE("what has no breaks is refused") {
  CHECK(natural_breaks(ValueCounts::map(Values{1, 1}), 2).error().code() == Errc::invalid_argument);
  CHECK(natural_breaks(ValueCounts::map(Values{1, 2}), 0).error().code() == Errc::invalid_argument);
  const Values far{std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
  CHECK(natural_breaks(ValueCounts::map(far), 2).error().code() == Errc::amount_overflow);
}

TEST_CASE("property: no other breaks leave less") {
  rc::check([] {
    const auto values = *rc::gen::nonEmpty(rc::gen::container<Values>(rc::gen::inRange<std::int64_t>(-30, 30)));
    const ValueCounts counts = ValueCounts::map(values);
    const Values distinct(counts.values().begin(), counts.values().end());
    const auto classes = *rc::gen::inRange<std::uint32_t>(1, 5);
    RC_PRE(classes <= distinct.size());
    const auto cuts = natural_breaks(counts, classes).value();
    Values tried;
    RC_ASSERT(cuts.size() == classes - 1);
    RC_ASSERT(distances(values, cuts) <= least_distances(values, distinct, tried, 0, classes - 1) + 1e-6);
  });
}

}  // namespace staysail::statistics
