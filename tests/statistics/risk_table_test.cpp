#include "staysail/statistics/risk_table.hpp"

#include <limits>
#include <map>
#include <tuple>

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace staysail::statistics {
namespace {

using Rows = std::vector<std::pair<int, bool>>;

RiskTable table_of(const Rows& rows) {
  std::vector<double> durations;
  std::vector<std::uint8_t> events;
  for (const auto& [time, event] : rows) {
    durations.push_back(time / 4.0);
    events.push_back(event ? 1 : 0);
  }
  return RiskTable::of(durations, events).value();
}

bool same(const RiskTable& a, const RiskTable& b) {
  return std::equal(
      a.rows().begin(), a.rows().end(), b.rows().begin(), b.rows().end(), [](const auto& x, const auto& y) {
        return std::tie(x.time, x.at_risk, x.events, x.censored) == std::tie(y.time, y.at_risk, y.events, y.censored);
      });
}

}  // namespace

TEST_CASE("the table counts what a look at every row counts, in any order and any parts") {
  CHECK(rc::check([](const std::vector<std::pair<std::uint8_t, bool>>& raw, std::uint8_t cut) {
    Rows rows(raw.begin(), raw.end());
    const RiskTable table = table_of(rows);
    for (const RiskTable::Row& row : table.rows()) {
      double at_risk = 0, events = 0, censored = 0;
      for (const auto& [time, event] : rows) {
        at_risk += time / 4.0 >= row.time ? 1 : 0;
        if (time / 4.0 == row.time) (event ? events : censored) += 1;
      }
      RC_ASSERT(std::tie(row.at_risk, row.events, row.censored) == std::tie(at_risk, events, censored));
      RC_ASSERT(table.at_risk(row.time) == at_risk);
    }
    RC_ASSERT(table.units() == static_cast<double>(rows.size()));
    const auto middle = rows.begin() + static_cast<std::ptrdiff_t>(rows.empty() ? 0 : cut % rows.size());
    const RiskTable first = table_of(Rows(rows.begin(), middle));
    const RiskTable second = table_of(Rows(middle, rows.end()));
    RC_ASSERT(same(RiskTable::merge(first, second), table));
    RC_ASSERT(same(RiskTable::merge(second, first), table));
    RC_ASSERT(same(table_of(Rows(rows.rbegin(), rows.rend())), table));
  }));
}

TEST_CASE("rows that cannot be are refused with their number") {
  const std::vector<std::uint8_t> events = {1, 0};
  const auto code = [&](double second, std::vector<double> weights = {}) {
    const auto table = RiskTable::of(std::vector<double>{1, second}, events, weights);
    REQUIRE_FALSE(table);
    CHECK(table.error().message().find("row 2") == 0);
    return table.error().code();
  };
  CHECK(code(-1) == Errc::invalid_argument);
  CHECK(code(std::numeric_limits<double>::quiet_NaN()) == Errc::invalid_argument);
  CHECK(code(std::numeric_limits<double>::infinity()) == Errc::invalid_argument);
  CHECK(code(1, {1, -1}) == Errc::invalid_argument);
  CHECK(RiskTable::of(std::vector<double>{1}, events).error().code() == Errc::invalid_argument);
}

TEST_CASE("a unit that comes under observation late is at risk only after that") {
  const std::vector<double> durations = {5, 8, 8, 3}, entries = {0, 4, 6, 0};
  const std::vector<std::uint8_t> events = {1, 1, 0, 0};
  const auto table = RiskTable::of(durations, events, {}, entries);
  REQUIRE(table);
  CHECK(table->units() == 4);
  CHECK(table->at_risk(3) == 2);
  CHECK(table->at_risk(4) == 1);  // from just after 4
  CHECK(table->at_risk(5) == 2);
  CHECK(table->at_risk(8) == 2);
  const auto parts = RiskTable::merge(
      RiskTable::of(std::span(durations).first(2), std::span(events).first(2), {}, std::span(entries).first(2)).value(),
      RiskTable::of(std::span(durations).last(2), std::span(events).last(2), {}, std::span(entries).last(2)).value());
  for (const double time : {0.0, 3.0, 4.0, 5.0, 6.0, 8.0}) CHECK(parts.at_risk(time) == table->at_risk(time));
  CHECK(RiskTable::of(durations, events, {}, std::vector<double>{5, 0, 0, 0}).error().code() == Errc::invalid_argument);
}

}  // namespace staysail::statistics
