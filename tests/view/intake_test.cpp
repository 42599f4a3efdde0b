#include "staysail/view/intake.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <random>

#include "staysail/model/record.hpp"
#include "staysail/view/population.hpp"
#include "staysail/view/quarantine.hpp"
#include "told_feed.hpp"

using namespace staysail;
using testing::ToldFeed;
using testing::ToldFile;

namespace {

ToldFeed small_operator() {
  ToldFeed feed;
  feed.files = {
      {"customers.csv",
       "customers",
       {"customers"},
       {"customer_id=C1;region=Wuhan", "customer_id=C2;region=Xiangyang"},
       0},
      {"subscriptions.csv",
       "subscriptions",
       {"subscriptions"},
       {"subscription_id=S1;customer_id=C1", "subscription_id=S2;customer_id=C2"},
       0},
      {"usage.csv",
       "usage",
       {"usage"},
       {"subscription_id=S1;month=2025-12;calls_out=7", "subscription_id=S2;month=2025-11;calls_out=3",
        "subscription_id=S9;month=2025-12;calls_out=1", "bad=1"},
       0},
  };
  return feed;
}

IntakeReport take(ToldFeed& feed, Store& store, std::size_t rows_per_batch = 65536, Executor* executor = nullptr) {
  IntakeOptions options;
  options.request.rows_per_batch = rows_per_batch;
  options.executor = executor;
  return take_in(feed, store, ModelCatalog(), options).value();
}

bool balanced(const RowCounts& counts) {
  return counts.read == counts.accepted + counts.duplicate + counts.quarantined;
}

// All stored rows of a table as text, in stored order.
std::string told(Store& store, const std::string& table) {
  ScanRequest request;
  request.table = table;
  request.last = Month::of(9999, 12);
  std::string text;
  for (const auto& chunk : store.facts().scan(request).value().chunks)
    for (std::size_t row = 0; row < chunk.batch.rows(); ++row) {
      for (const auto& column : chunk.batch.columns()) text += column.value_text(row) + "|";
      text += "\n";
    }
  return text;
}

}  // namespace

TEST_CASE("every record is accounted for, and the same feed twice is all duplicates") {
  const auto store = make_memory_store();
  ToldFeed feed = small_operator();
  const IntakeReport first = take(feed, *store);
  CHECK(first.total.read == 8);
  CHECK(first.total.accepted == 6);
  CHECK(first.total.quarantined == 2);  // one orphan, one bad number
  CHECK(balanced(first.total));
  const IntakeReport second = take(feed, *store);
  CHECK(second.total.accepted == 0);
  CHECK(second.total.duplicate == 6);
  CHECK(second.total.quarantined == 2);
  CHECK(second.files.front().seen_before);
}

TEST_CASE("a receipt that tells no number of records is damage, not a file of none") {
  const auto store = make_memory_store();
  ToldFeed feed = small_operator();
  take(feed, *store);
  FindRequest request;
  request.kind = "feed_receipt";
  auto page = store->entities().find(request).value();
  ChangeSet changes;
  for (Record& record : page.records) {
    RecordWriter writer(2);
    writer.add_text("customers.csv");
    writer.add_integer(-1);
    record.payload = writer.finish();
    const std::uint64_t version = record.version;
    changes.put(std::move(record), version);
  }
  REQUIRE(store->entities().apply(changes, "damage"));
  CHECK(take_in(feed, *store, ModelCatalog(), {}).error().code() == Errc::malformed_record);
}

TEST_CASE("the same rows in another file are duplicates, row by row") {
  const auto store = make_memory_store();
  ToldFeed feed = small_operator();
  take(feed, *store);
  feed.files.push_back(feed.files[2]);
  feed.files.back().name = "usage_again.csv";
  const IntakeReport again = take(feed, *store);
  CHECK(again.total.accepted == 0);
  CHECK(balanced(again.total));
}

TEST_CASE("an orphan waits, and is let in when its owner comes") {
  const auto store = make_memory_store();
  ToldFeed feed = small_operator();
  take(feed, *store);
  feed.files.push_back(
      {"subscriptions_2.csv", "subscriptions", {"subscriptions"}, {"subscription_id=S9;customer_id=C2"}, 1});
  const IntakeReport later = take(feed, *store);
  CHECK(later.recovered == 1);
  CHECK(later.total.accepted == 1);
  CHECK(Quarantine::load(*store).value().rows().size() == 1);
  CHECK(told(*store, "usage").find("S9|") != std::string::npos);
  CHECK(take(feed, *store).recovered == 0);
}

TEST_CASE("an orphan names the key whose owner is missing") {
  const auto store = make_memory_store();
  ToldFeed feed = small_operator();
  feed.files.push_back(
      {"bills.csv",
       "bills",
       {"bills"},
       {"account_id=A9;month=2025-12;amount=1", "account_id=A9;subscription_id=S8;month=2025-12;amount=1"},
       0});
  take(feed, *store);
  std::map<std::uint64_t, std::string> missing;
  const Quarantine before = Quarantine::load(*store).value();
  for (const auto& row : before.rows())
    if (row.file == "bills.csv") missing[row.line] = row.column;
  REQUIRE(missing.size() == 2);
  CHECK(missing.begin()->second == "account_id");
  CHECK(missing.rbegin()->second == "subscription_id");
  // And is found again when it is let in.
  feed.files.push_back({"accounts.csv", "accounts", {"accounts"}, {"account_id=A9;customer_id=C1"}, 1});
  CHECK(take(feed, *store).recovered == 1);
  const Quarantine after = Quarantine::load(*store).value();
  for (const auto& row : after.rows()) CHECK(row.column != "account_id");
}

TEST_CASE("a mended file takes its records out of the quarantine") {
  const auto store = make_memory_store();
  ToldFeed feed = small_operator();
  take(feed, *store);
  feed.files[2].records[3] = "subscription_id=S2;month=2025-12;calls_out=5";
  const IntakeReport mended = take(feed, *store);
  CHECK(mended.total.accepted == 1);
  CHECK(Quarantine::load(*store).value().rows().size() == 1);
}

namespace {

// Each row tells of a customer and has two facts of a line: one row, three tables.
ToldFile wide_rows() {
  return {"wide.csv",
          "wide",
          {"customers", "usage", "tickets"},
          {"customer_id=C1;subscription_id=S7;month=2025-12;calls_out=3;ticket_id=T1;opened=2025-12-01",
           "customer_id=C1;subscription_id=S8;month=2025-12;calls_out=4;ticket_id=T2;opened=2025-12-02"},
          0};
}

ToldFile line(const std::string& id) {
  return {"line_" + id + ".csv", "lines", {"subscriptions"}, {"subscription_id=" + id + ";customer_id=C1"}, 0};
}

std::size_t rows_in_csv(Store& store) { return Quarantine::load(store).value().table().value().rows(); }

}  // namespace

TEST_CASE("quarantine.csv has a row for each quarantined record, parts of accepted ones wait apart") {
  const auto store = make_memory_store();
  ToldFeed feed;
  feed.files = {wide_rows()};
  const IntakeReport first = take(feed, *store);
  CHECK(first.total.accepted == 1);  // told of customer C1
  CHECK(first.total.quarantined == 1);
  CHECK(first.waiting == 1);
  CHECK(rows_in_csv(*store) == 1);
  const Quarantine quarantine = Quarantine::load(*store).value();
  CHECK(quarantine.table().value().find("text")->text(0) == "tickets, usage");
  CHECK(quarantine.waiting_table().value().rows() == 2);
}

TEST_CASE("a row whose owner has come counts as a duplicate when it is counted again") {
  const auto store = make_memory_store();
  ToldFeed feed;
  feed.files = {wide_rows()};
  take(feed, *store);
  feed.files.push_back(line("S7"));
  const IntakeReport one_came = take(feed, *store);
  CHECK(one_came.recovered == 1);
  CHECK(one_came.total.quarantined == rows_in_csv(*store));
  feed.files.push_back(line("S8"));
  const IntakeReport both_came = take(feed, *store);
  CHECK(both_came.recovered == 1);
  CHECK(both_came.total.read == 4);
  CHECK(both_came.total.accepted == 1);
  CHECK(both_came.total.duplicate == 3);
  CHECK(both_came.waiting == 0);
  CHECK(rows_in_csv(*store) == 0);
  ToldFeed again;
  again.files = {wide_rows()};
  again.files[0].name = "wide_again.csv";
  CHECK(take(again, *store).total.duplicate == 2);
}

TEST_CASE("a later version replaces, an earlier one never does, whatever comes first") {
  const ToldFile january{
      "s_1.csv", "crm", {"subscriptions"}, {"subscription_id=S1;customer_id=C1;offering=basic"}, 202501};
  const ToldFile february{
      "s_2.csv", "crm", {"subscriptions"}, {"subscription_id=S1;customer_id=C1;offering=gold"}, 202502};
  for (const bool forward : {true, false}) {
    const auto store = make_memory_store();
    ToldFeed feed;
    feed.files = {forward ? january : february};
    take(feed, *store);
    feed.files = {forward ? february : january};
    take(feed, *store);
    const auto population = Population::load(*store, ModelCatalog(), Day::of(2026, 1, 1).value()).value();
    CHECK(population.subscriptions().find("offering")->text(0) == "gold");
  }
}

TEST_CASE("two sources speak of one customer: each keeps its say, the view joins them") {
  const auto store = make_memory_store();
  ToldFeed feed;
  feed.files = {{"crm.csv", "crm", {"customers"}, {"customer_id=C1;region=Wuhan;grade=gold"}, 1},
                {"billing.csv", "billing", {"customers"}, {"customer_id=C1;status=active;grade=silver"}, 2}};
  CHECK(take(feed, *store).total.accepted == 2);
  const auto population = Population::load(*store, ModelCatalog(), Day::of(2026, 1, 1).value()).value();
  const Batch& customers = population.entities("customers");
  CHECK(customers.rows() == 1);
  CHECK(customers.find("region")->text(0) == "Wuhan");
  CHECK(customers.find("status")->text(0) == "active");
  CHECK(customers.find("grade")->text(0) == "silver");  // billing spoke later
}

TEST_CASE("one record that feeds several tables counts once") {
  const auto store = make_memory_store();
  ToldFeed feed;
  feed.files = {{"wide.csv",
                 "wide",
                 {"customers", "subscriptions", "usage"},
                 {"customer_id=C1;subscription_id=S1;month=2025-12;calls_out=3"},
                 0}};
  const IntakeReport report = take(feed, *store);
  CHECK(report.total.read == 1);
  CHECK(report.total.accepted == 1);
  CHECK(told(*store, "usage").find("S1|") != std::string::npos);
}

TEST_CASE("state and counts are the same for any batch size, row order, file order and executor [threads]") {
  REQUIRE(rc::check([] {
    ToldFeed feed = small_operator();
    const int rows = *rc::gen::inRange(1, 40);
    for (int i = 0; i < rows; ++i) {
      const auto subscription = *rc::gen::element<std::string>("S1", "S2", "S9");
      const auto month = *rc::gen::element<std::string>("2025-10", "2025-11", "2025-12");
      feed.files[2].records.push_back("subscription_id=" + subscription + ";month=" + month +
                                      ";calls_out=" + std::to_string(*rc::gen::inRange(0, 4)));
    }
    const auto plain = make_memory_store(), shuffled = make_memory_store();
    const IntakeReport expected = take(feed, *plain);
    ToldFeed mixed = feed;
    std::mt19937 random(*rc::gen::arbitrary<std::uint32_t>());
    std::shuffle(mixed.files[2].records.begin(), mixed.files[2].records.end(), random);
    std::shuffle(mixed.files.begin(), mixed.files.end(), random);
    ThreadPool pool(2);
    const IntakeReport got = take(mixed, *shuffled, *rc::gen::inRange<std::size_t>(1, 7), &pool);
    RC_ASSERT(told(*plain, "usage") == told(*shuffled, "usage"));
    RC_ASSERT(expected.total.accepted == got.total.accepted);
    RC_ASSERT(expected.total.duplicate == got.total.duplicate);
    RC_ASSERT(Quarantine::load(*plain).value().digest() == Quarantine::load(*shuffled).value().digest());
  }));
}
