#include "staysail/view/population.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "staysail/view/intake.hpp"
#include "told_feed.hpp"

using namespace staysail;
using testing::ToldFeed;

namespace {

Day day(const char* iso) { return Day::parse(iso).value(); }

Population populate(Store& store, std::vector<testing::ToldFile> files, const char* as_of) {
  ToldFeed feed;
  feed.files = std::move(files);
  REQUIRE(take_in(feed, store, ModelCatalog(), {}));
  return Population::load(store, ModelCatalog(), day(as_of)).value();
}

std::string at(const Population& population, const char* column, std::size_t row = 0) {
  return population.subscriptions().find(column)->value_text(row);
}

const testing::ToldFile kLine{"s.csv", "s", {"subscriptions"}, {"subscription_id=S1;customer_id=C1;account_id=A1"}, 0};

testing::ToldFile agreements(std::vector<std::string> records) {
  return {"a.csv", "a", {"agreements"}, std::move(records), 0};
}

}  // namespace

TEST_CASE("a subscription sees its customer, account and party") {
  const auto store = make_memory_store();
  const auto population =
      populate(*store,
               {kLine,
                {"c.csv", "c", {"customers"}, {"customer_id=C1;party_id=P1;region=Wuhan;customer_type=group"}, 0},
                {"acc.csv", "acc", {"accounts"}, {"account_id=A1;customer_id=C1;payment_mode=prepaid"}, 0},
                {"p.csv", "p", {"parties"}, {"party_id=P1;birth_day=1980-05-01"}, 0}},
               "2026-01-01");
  CHECK(at(population, "region") == "Wuhan");
  CHECK(at(population, "customer_type") == "group");
  CHECK(at(population, "payment_mode") == "prepaid");
  CHECK(at(population, "birth_day") == "1980-05-01");
  CHECK(population.customer_of()[0] == 0);
}

TEST_CASE("a dangling link is null, not an error") {
  const auto store = make_memory_store();
  const auto population = populate(*store, {kLine}, "2026-01-01");
  CHECK(population.customer_of()[0] == kNoRow);
  CHECK(at(population, "region").empty());
}

TEST_CASE("the contract in force is the one that ends last; a later one on file makes it renewed") {
  struct Row {
    std::vector<std::string> records;
    std::string end, months, renewed, is_renewal;
  };
  const std::string one = "agreement_id=G1;subscription_id=S1;start=2025-02-01;end=2026-01-31";
  const std::vector<Row> rows = {
      {{one}, "2026-01-31", "12", "false", "false"},
      {{one, "agreement_id=G2;subscription_id=S1;start=2026-02-01;end=2027-01-31"},
       "2026-01-31",
       "12",
       "true",
       "false"},
      {{one, "agreement_id=G2;subscription_id=S1;start=2025-12-20;end=2027-12-19"},
       "2027-12-19",
       "24",
       "false",
       "true"},
      {{one, "agreement_id=G2;subscription_id=S1;start=2026-02-01;end=2027-01-31;status=rejected"},
       "2026-01-31",
       "12",
       "false",
       "false"},
      {{"agreement_id=G1;subscription_id=S1;start=2024-01-15;months=12"}, "2025-01-14", "12", "false", "false"},
      {{"agreement_id=G1;subscription_id=S1;start=2025-02-01"}, "", "", "false", "false"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.records.back());
    const auto store = make_memory_store();
    const auto population = populate(*store, {kLine, agreements(row.records)}, "2026-01-01");
    CHECK(at(population, "contract_end") == row.end);
    CHECK(at(population, "contract_months") == row.months);
    CHECK(at(population, "contract_renewed") == row.renewed);
    CHECK(at(population, "contract_is_renewal") == row.is_renewal);
  }
}

TEST_CASE("plans, parts and services as they stand on the day") {
  const auto store = make_memory_store();
  const auto population =
      populate(*store,
               {kLine,
                {"pl.csv",
                 "pl",
                 {"plan_instances"},
                 {"plan_instance_id=I1;subscription_id=S1;kind=plan;offering=gold;start=2024-01-01;end=2025-12-10;"
                  "monthly_price=99000",
                  "plan_instance_id=I2;subscription_id=S1;kind=plan;offering=basic;start=2025-12-10;monthly_price="
                  "59000;change=downgrade",
                  "plan_instance_id=I3;subscription_id=S1;kind=bundle;offering=broadband;start=2024-01-01",
                  "plan_instance_id=I4;subscription_id=S1;kind=add_on;offering=tv;start=2024-01-01;end=2025-11-30"},
                 0},
                {"sv.csv",
                 "sv",
                 {"services"},
                 {"service_id=V1;subscription_id=S1;service=music;start=2025-06-01",
                  "service_id=V2;subscription_id=S1;service=video;start=2023-06-01"},
                 0}},
               "2026-01-01");
  CHECK(at(population, "plan") == "basic");
  CHECK(at(population, "plan_price") == "59.000");
  CHECK(at(population, "bundle_parts") == "1");
  CHECK(at(population, "last_downgrade") == "2025-12-10");
  CHECK(at(population, "last_part_closed") == "2025-11-30");
  CHECK(at(population, "services_held") == "2");
  CHECK(at(population, "services_new_12m") == "1");
}

TEST_CASE("facts come with the finest owner that is present") {
  const auto store = make_memory_store();
  const auto population = populate(
      *store,
      {kLine,
       {"acc.csv", "acc", {"accounts"}, {"account_id=A1;customer_id=C1"}, 0},
       {"b.csv",
        "b",
        {"bills"},
        {"account_id=A1;month=2025-12;amount=1000", "account_id=A1;subscription_id=S1;month=2025-12;amount=2000"},
        0}},
      "2026-01-01");
  const auto facts = population.facts("bills", Month::of(2025, 12), Month::of(2025, 12)).value();
  REQUIRE(facts.size() == 1);
  REQUIRE(facts[0].rows.rows() == 2);
  CHECK(facts[0].grain[0] == Grain::account);
  CHECK(facts[0].grain[1] == Grain::subscription);
  CHECK(facts[0].owner[0] == 0);
  const auto amounts =
      population.facts("bills", Month::of(2025, 12), Month::of(2025, 12), {"amount", "account_id"}).value();
  REQUIRE(amounts.size() == 1);
  CHECK(amounts[0].rows.find("month") == nullptr);
  CHECK(amounts[0].rows.find("amount")->numbers()[1] == 2000);
  CHECK(amounts[0].grain == facts[0].grain);
  CHECK(amounts[0].owner == facts[0].owner);
  CHECK_FALSE(population.facts("no_such", Month(), Month()));
}

TEST_CASE("an index finds the codes of any dictionary") {
  CHECK(rc::check("rows of a dictionary", [] {
    const auto ids = *rc::gen::unique<std::vector<int>>(rc::gen::inRange(0, 40));
    const auto asked = *rc::gen::unique<std::vector<int>>(rc::gen::inRange(0, 40));
    const auto column_of = [](const std::vector<int>& values) {
      ColumnBuilder builder(Field{"id", ColumnType::text, 0, ""});
      for (const int value : values) builder.append_text(std::to_string(value));
      return builder.finish();
    };
    const IdIndex index(column_of(ids));
    const auto rows = index.rows_of(column_of(asked).dictionary());
    RC_ASSERT(rows.size() == asked.size());
    for (std::size_t i = 0; i < asked.size(); ++i) {
      const auto at = std::find(ids.begin(), ids.end(), asked[i]);
      RC_ASSERT(rows[i] == (at == ids.end() ? kNoRow : static_cast<std::uint32_t>(at - ids.begin())));
    }
  }));
}

TEST_CASE("the schema of the wide frame is the same with and without data") {
  const auto store = make_memory_store();
  const auto population = populate(*store, {kLine}, "2026-01-01");
  CHECK(population.subscriptions().schema() == subscription_schema());
}

TEST_CASE("counts of what no feed told of are unknown, not zero") {
  const auto store = make_memory_store();
  const auto population = populate(*store, {kLine}, "2026-01-01");
  for (const auto* name : {"services_held", "services_new_12m", "bundle_parts"}) CHECK(at(population, name).empty());
}

TEST_CASE("each line knows the group of its customer, of several the first, and faults leave the rest standing") {
  const auto store = make_memory_store();
  const auto population =
      populate(*store,
               {{"customers.csv",
                 "customers",
                 {"customers"},
                 {"customer_id=C1", "customer_id=C2", "customer_id=C3", "customer_id=C4"},
                 1},
                {"lines.csv",
                 "lines",
                 {"subscriptions"},
                 {"subscription_id=S1;customer_id=C1", "subscription_id=S2;customer_id=C2",
                  "subscription_id=S3;customer_id=C3", "subscription_id=S4;customer_id=C4"},
                 1},
                {"members.csv",
                 "members",
                 {"group_members"},
                 {"customer_id=G2;member_customer_id=C1", "customer_id=C2;member_customer_id=C1",
                  "customer_id=G9;member_customer_id=G9", "customer_id=G9;member_customer_id=C3;end=2026-01-01",
                  "customer_id=G9;member_customer_id=C4"},
                 1}},
               "2026-01-01");
  const Column& groups = *population.subscriptions().find("group_id");
  std::string text;
  for (std::size_t line = 0; line < groups.size(); ++line) text += std::string(groups.text(line)) + ";";
  CHECK(text == "C2;C2;;G9;");
  REQUIRE(population.groups().faults().size() == 1);
  CHECK(population.groups().faults().front().groups == "G9 -> G9");
}
