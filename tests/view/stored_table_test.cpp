#include "staysail/view/stored_table.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "staysail/view/intake.hpp"
#include "told_feed.hpp"

using namespace staysail;

namespace {

std::unique_ptr<Store> small_store() {
  testing::ToldFeed feed;
  feed.files = {
      {"s.csv", "s", {"subscriptions"}, {"subscription_id=S2;customer_id=C1", "subscription_id=S1;customer_id=C1"}, 0},
      {"c.csv", "c", {"customers"}, {"customer_id=C1;party_id=P1;region=Wuhan"}, 0},
      {"p.csv", "p", {"parties"}, {"party_id=P1;name=Wang;phone=13812345678;birth_day=1980-05-01;gender=male"}, 0},
      {"b.csv",
       "b",
       {"bills"},
       {"bill_id=B1;subscription_id=S1;month=2025-11;amount=1000",
        "bill_id=B2;subscription_id=S1;month=2025-12;amount=2000",
        "bill_id=B3;subscription_id=S2;month=2025-12;amount=3000"},
       0}};
  auto store = make_memory_store();
  REQUIRE(take_in(feed, *store, ModelCatalog(), {}));
  return store;
}

Batch read(Store& store, StoredTableRequest request) {
  auto rows = stored_table(store, ModelCatalog(), request);
  REQUIRE_MESSAGE(rows, (rows ? "" : rows.error().to_string()));
  return *rows;
}

StoredTableRequest of(std::string table) {
  StoredTableRequest request;
  request.table = std::move(table);
  return request;
}

std::string texts(const Batch& rows, std::string_view column) {
  std::string all;
  for (std::size_t row = 0; row < rows.rows(); ++row) all += (row == 0 ? "" : " ") + rows.find(column)->value_text(row);
  return all;
}

Errc refusal(Store& store, const StoredTableRequest& request) {
  const auto rows = stored_table(store, ModelCatalog(), request);
  REQUIRE_FALSE(rows);
  return rows.error().code();
}

}  // namespace

TEST_CASE("an entity table comes by id, with the columns of the model") {
  const auto store = small_store();
  const Batch rows = read(*store, of("subscriptions"));
  CHECK(texts(rows, "subscription_id") == "S1 S2");
  CHECK(rows.width() == find_model_table("subscriptions")->attributes.size());
}

TEST_CASE("facts come by month, the month in words, and only those asked for") {
  const auto store = small_store();
  CHECK(texts(read(*store, of("bills")), "month") == "2025-11 2025-12 2025-12");
  StoredTableRequest december = of("bills");
  december.first = december.last = Month::parse("2025-12").value();
  december.columns = {"bill_id", "month"};
  const Batch rows = read(*store, december);
  CHECK(rows.width() == 2);
  CHECK(texts(rows, "bill_id") == "B2 B3");
}

TEST_CASE("what a store keeps beside the attributes of a fact stays inside") {
  const auto store = small_store();
  const Batch rows = read(*store, of("bills"));
  for (const auto& field : rows.schema().fields()) CHECK(find_model_table("bills")->find(field.name) != nullptr);
}

TEST_CASE("a table without rows has its columns") {
  const auto store = small_store();
  for (const char* name : {"payments", "accounts"}) {
    const Batch rows = read(*store, of(name));
    CHECK(rows.rows() == 0);
    CHECK(rows.width() == find_model_table(name)->attributes.size());
  }
}

TEST_CASE("the person is masked unless the purpose opens it, also in the joined view") {
  const auto store = small_store();
  StoredTableRequest people = of("parties");
  CHECK(texts(read(*store, people), "phone") == "138****5678");
  CHECK(texts(read(*store, people), "birth_day").empty());
  people.purpose = Purpose::of("contact").value();
  CHECK(texts(read(*store, people), "phone") == "13812345678");
  StoredTableRequest view = of("view");
  view.as_of = Day::of(2026, 1, 1).value();
  const Batch masked = read(*store, view);
  CHECK(texts(masked, "region") == "Wuhan Wuhan");
  CHECK(masked.find("birth_day")->null_count() == 2);
  CHECK(masked.find("gender")->text(0) != "male");
  view.purpose = Purpose::of("identity_check").value();
  CHECK(texts(read(*store, view), "birth_day") == "1980-05-01 1980-05-01");
}

TEST_CASE("a name that is none is refused with the nearest one") {
  const auto store = small_store();
  const auto rows = stored_table(*store, ModelCatalog(), of("bils"));
  REQUIRE_FALSE(rows);
  CHECK(rows.error().code() == Errc::not_found);
  CHECK(rows.error().message().find("bills") != std::string::npos);
  StoredTableRequest request = of("bills");
  request.columns = {"amont"};
  CHECK(refusal(*store, request) == Errc::schema_mismatch);
  CHECK(refusal(*store, of("view")) == Errc::invalid_argument);
  StoredTableRequest backwards = of("bills");
  backwards.first = Month::parse("2026-01").value();
  backwards.last = Month::parse("2025-01").value();
  CHECK(refusal(*store, backwards) == Errc::invalid_argument);
}

TEST_CASE("tables with rows are named in the catalog's order, the view first") {
  const auto store = small_store();
  const auto names = tables_with_rows(*store, ModelCatalog()).value();
  REQUIRE(names.size() == 5);
  CHECK(names.front() == "view");
  CHECK(std::count(names.begin(), names.end(), "bills") == 1);
  CHECK(tables_with_rows(*make_memory_store(), ModelCatalog())->empty());
}

TEST_CASE("parts of a table have one schema, and together are the table") {
  const auto store = small_store();
  std::size_t rows = 0, parts = 0;
  const Schema whole = read(*store, of("bills")).schema();
  REQUIRE(for_each_part(*store, ModelCatalog(), of("bills"), [&](const Batch& part) {
    rows += part.rows();
    ++parts;
    CHECK(part.schema() == whole);
    return ok();
  }));
  CHECK(rows == 3);
  CHECK(parts == 2);
}
