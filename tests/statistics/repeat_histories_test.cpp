#include "staysail/statistics/repeat_histories.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace staysail::statistics {
namespace {

using Key = std::tuple<double, double, double>;

std::map<Key, double> as_map(const RepeatHistories& table) {
  std::map<Key, double> found;
  for (const RepeatHistories::Row& row : table.rows())
    found[{row.events, table.times()[row.last], table.times()[row.observed]}] = static_cast<double>(row.units) / 1e9;
  return found;
}

Errc code(double events, double last, double observed, std::vector<double> weights = {}) {
  const std::vector<double> x = {1, events}, l = {1, last}, t = {2, observed};
  const auto table = RepeatHistories::of(x, l, t, weights);
  return table ? Errc::unsupported : table.error().code();
}

struct Columns {
  std::vector<double> events, last, observed, weights;
  void add(int x, int l, int rest, int weight) {
    events.push_back(x);
    last.push_back(x == 0 ? 0 : l / 7.0);
    observed.push_back(last.back() + (rest + 1) / 7.0);
    weights.push_back(weight / 4.0);
  }
  RepeatHistories table() const { return RepeatHistories::of(events, last, observed, weights).value(); }
};

}  // namespace

TEST_CASE("the table holds each history once, ascending, with the exact sum of its weights") {
  CHECK(rc::check([] {
    const auto size = *rc::gen::inRange<std::size_t>(0, 3000);
    const auto rows = *rc::gen::container<std::vector<std::tuple<int, int, int, int>>>(
        size, rc::gen::tuple(rc::gen::inRange(0, 4), rc::gen::inRange(0, 60), rc::gen::inRange(0, 60),
                             rc::gen::inRange(0, 9)));
    Columns columns;
    for (const auto& [x, l, rest, weight] : rows) columns.add(x, l, rest, weight);
    std::map<Key, double> expected;
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (columns.weights[i] > 0)
        expected[{columns.events[i], columns.last[i], columns.observed[i]}] += columns.weights[i];
    const RepeatHistories table = columns.table();
    RC_ASSERT(as_map(table) == expected);
    RC_ASSERT(table.rows().size() == expected.size());
    RC_ASSERT(std::is_sorted(table.times().begin(), table.times().end()));
    RC_ASSERT(std::is_sorted(table.rows().begin(), table.rows().end(), [](const auto& a, const auto& b) {
      return std::tie(a.events, a.last, a.observed) < std::tie(b.events, b.last, b.observed);
    }));
  }));
}

TEST_CASE("parts merge to the table of the whole") {
  Columns first, second, whole;
  for (int i = 0; i < 500; ++i) {
    (i % 3 == 0 ? first : second).add(i % 5, i * 7 % 90, i * 11 % 40, 4);
    whole.add(i % 5, i * 7 % 90, i * 11 % 40, 4);
  }
  CHECK(as_map(RepeatHistories::merge(first.table(), second.table()).value()) == as_map(whole.table()));
  CHECK(as_map(RepeatHistories::merge(second.table(), first.table()).value()) == as_map(whole.table()));
}

TEST_CASE("histories that cannot be are refused with their row") {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  CHECK(code(1, 1, 2) == Errc::unsupported);  // what is good is not refused
  CHECK(code(-1, 1, 2) == Errc::invalid_argument);
  CHECK(code(1.5, 1, 2) == Errc::invalid_argument);
  CHECK(code(1e7, 1, 2) == Errc::invalid_argument);
  CHECK(code(1, 3, 2) == Errc::invalid_argument);
  CHECK(code(1, -1, 2) == Errc::invalid_argument);
  CHECK(code(0, 1, 2) == Errc::invalid_argument);
  CHECK(code(0, 0, 0) == Errc::invalid_argument);
  CHECK(code(1, 1, std::numeric_limits<double>::infinity()) == Errc::invalid_argument);
  for (const auto& history : {RepeatHistory{kNaN, 1, 2}, {1, kNaN, 2}, {1, 1, kNaN}})
    CHECK(code(history.events, history.last, history.observed) == Errc::invalid_argument);
  CHECK(code(1, 1, 2, {1, -1}) == Errc::invalid_argument);
  CHECK(code(1, 1, 2, {1, kNaN}) == Errc::invalid_argument);
  CHECK(code(1, 1, 2, {1}) == Errc::invalid_argument);
  const std::vector<double> x = {1, 1}, last = {1, 5}, observed = {2, 2};
  CHECK(RepeatHistories::of(x, last, observed).error().message().rfind("row 2: ", 0) == 0);
}

}  // namespace staysail::statistics
