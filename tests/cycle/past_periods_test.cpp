#include "cycle/past_periods.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "staysail/boss/memory_feed.hpp"
#include "staysail/boss/table_schema.hpp"
#include "staysail/store/store.hpp"
#include "staysail/view/intake.hpp"

using namespace staysail;

namespace {

Batch texts(const char* first, const char* second, std::initializer_list<std::pair<const char*, const char*>> rows) {
  ColumnBuilder left({first, ColumnType::text, 0, {}}), right({second, ColumnType::text, 0, {}});
  for (const auto& [a, b] : rows) {
    left.append_text(a);
    right.append_text(b);
  }
  return Batch::of({left.finish(), right.finish()}).value();
}

Batch two_bills(std::int64_t amount, Month month) {
  ColumnBuilder lines({"subscription_id", ColumnType::text, 0, {}}), bills({"bill_id", ColumnType::text, 0, {}}),
      months(field_of(*find_model_table("bills")->find("month"))),
      amounts(field_of(*find_model_table("bills")->find("amount")));
  for (const char* bill : {"B1", "B2"}) {
    lines.append_text("S1");
    bills.append_text(bill);
    months.append_number(month.index());
    amounts.append_number(amount);
  }
  return Batch::of({lines.finish(), bills.finish(), months.finish(), amounts.finish()}).value();
}

}  // namespace

TEST_CASE("bills that add up past 64 bits name the customer and the month") {
  const Month month = Month::of(2025, 12);
  MemoryFeed feed;
  REQUIRE(feed.add("people", "customers", texts("customer_id", "region", {{"C7", "Wuhan"}})));
  REQUIRE(feed.add("lines", "subscriptions", texts("subscription_id", "customer_id", {{"S1", "C7"}})));
  REQUIRE(feed.add("bills", "bills", two_bills(std::numeric_limits<std::int64_t>::max() / 2 + 1, month)));
  const auto store = make_memory_store();
  REQUIRE(take_in(feed, *store, ModelCatalog(), {}));
  const auto population = Population::load(*store, ModelCatalog(), Day::of(2026, 1, 1).value()).value();
  cycle::BilledMonths bills(population);
  const auto billed = bills.of(month);
  REQUIRE_FALSE(billed);
  CHECK(billed.error().code() == Errc::amount_overflow);
  CHECK(billed.error().message().find("customer C7 in 2025-12") != std::string::npos);
}
