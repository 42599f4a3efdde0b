// A night follows hand-overs: its lines are with who has them on its day.
#include <doctest/doctest.h>

#include "cycle/small_operator.hpp"
#include "staysail/boss/memory_feed.hpp"
#include "staysail/work/portfolio.hpp"

using namespace staysail;

namespace {

Batch texts(const std::vector<std::pair<std::string, std::vector<std::string>>>& columns) {
  std::vector<Column> built;
  for (const auto& [name, cells] : columns) {
    ColumnBuilder column({name, ColumnType::text, 0, ""});
    for (const auto& cell : cells) column.append_text(cell);
    built.push_back(column.finish());
  }
  return Batch::of(std::move(built)).value();
}

std::string manager_on(Store& store, const char* day) {
  MemoryFeed feed;
  REQUIRE(feed.add("people", "customers", texts({{"customer_id", {"C1"}}, {"manager_id", {"a1"}}})));
  REQUIRE(feed.add("lines", "subscriptions", texts({{"subscription_id", {"S1"}}, {"customer_id", {"C1"}}})));
  REQUIRE(feed.add("staff", "staff",
                   texts({{"staff_id", {"a1", "a2"}},
                          {"role", {"account_manager", "account_manager"}},
                          {"status", {"active", "active"}}})));
  NightParts parts;
  const ModelCatalog model;
  parts.feed = &feed;
  parts.store = &store;
  parts.playbook = test::kExamples + "/playbook";
  parts.catalog = &model;
  NightOptions options;
  options.as_of = Day::parse(day).value();
  return std::string(run_night(parts, options).value().record.decision.find("manager_id")->text(0));
}

}  // namespace

TEST_CASE("a night's lines are with who took them over, from the day on which it holds") {
  const auto store = make_memory_store();
  CHECK(manager_on(*store, "2026-01-01") == "a1");
  HandOver given{StaffId::of("a1"),
                 StaffId::of("a2"),
                 Day::of(2026, 2, 1).value(),
                 {},
                 Instant::at_start_of(Day::of(2026, 1, 20).value()),
                 "m1",
                 "leaves us"};
  const auto people =
      Roster::of(texts({{"staff_id", {"a2"}}, {"role", {"account_manager"}}, {"status", {"active"}}}), Batch(), {});
  TaskDesk desk(store->entities());
  REQUIRE(hand_over(desk, given, *people).has_value());
  CHECK(manager_on(*store, "2026-01-31") == "a1");
  CHECK(manager_on(*store, "2026-02-01") == "a2");
}
