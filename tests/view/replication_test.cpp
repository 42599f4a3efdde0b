#include "staysail/view/replication.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <random>

#include "staysail/columns/batch_codec.hpp"
#include "staysail/view/erasure.hpp"
#include "staysail/view/intake.hpp"
#include "staysail/view/population.hpp"
#include "told_feed.hpp"

using namespace staysail;
using testing::ToldFeed;
using testing::ToldFile;

namespace {

int pick(int count) { return *rc::gen::inRange(0, count); }

// What one file of a city says: lines, bills and tickets of a few customers, in one of a few versions.
ToldFile some_file(const std::string& city, int number) {
  const std::string customer = "C" + std::to_string(pick(3)), line = "S" + customer;
  const std::string name = city + std::to_string(number) + ".csv";
  const std::int64_t version = pick(3);
  switch (pick(4)) {
    case 0:
      return {name,
              "lines",
              {"customers", "subscriptions"},
              {"customer_id=" + customer + ";subscription_id=" + line + ";region=r" + std::to_string(pick(3))},
              version};
    case 1:
      return {name, "crm", {"customers"}, {"customer_id=" + customer + ";grade=g" + std::to_string(pick(3))}, version};
    case 2:
      return {name,
              "service",
              {"tickets"},
              {"ticket_id=T" + std::to_string(pick(3)) + ";customer_id=" + customer + ";opened=2026-01-05"},
              version};
    default:
      return {name,
              "bills",
              {"bills"},
              {"subscription_id=" + line + ";month=2026-0" + std::to_string(1 + pick(3)) +
               ";amount=" + std::to_string(pick(3))},
              version};
  }
}

// Owners first, so that no fact of a city waits.
std::vector<ToldFile> with_owners(std::vector<ToldFile> files) {
  ToldFile owners{"owners.csv", "lines", {"customers", "subscriptions"}, {}, 0};
  for (const char* customer : {"C0", "C1", "C2"})
    owners.records.push_back("customer_id=" + std::string(customer) + ";subscription_id=S" + customer);
  files.insert(files.begin(), owners);
  return files;
}

void take(Store& store, std::vector<ToldFile> files) {
  ToldFeed feed;
  feed.files = std::move(files);
  REQUIRE(take_in(feed, store, ModelCatalog(), {}).has_value());
}

void carry(Store& below, Store& above) {
  const ModelCatalog catalog;
  const auto told = replicate(below, above, catalog, tables_that_go_up(catalog));
  REQUIRE_MESSAGE(told.has_value(), told.error().to_string());
}

// Every entity frame and every fact row of the tables that go up: what rules can see.
std::string known_to(Store& store) {
  const ModelCatalog catalog;
  const auto all = Population::load(store, catalog, Day::of(2026, 6, 1).value()).value();
  std::string known;
  for (const std::string& name : tables_that_go_up(catalog)) {
    if (catalog.find(name)->kind == TableKind::entity) known += encode_batch(all.entities(name));
    else
      for (const auto& chunk : all.facts(name, Month::of(2026, 1), Month::of(2026, 12)).value())
        known += encode_batch(chunk.rows);
  }
  return known;
}

}  // namespace

TEST_CASE("transfers in any order, late, repeated and in between give what one store of all feeds knows") {
  CHECK(rc::check("replication", [] {
    std::vector<ToldFile> files[2];
    for (int i = pick(12); i > 0; --i) files[pick(2)].push_back(some_file(i % 2 == 0 ? "a" : "b", i));
    const auto together = make_memory_store(), province = make_memory_store();
    std::vector<ToldFile> all = files[0];
    all.insert(all.end(), files[1].begin(), files[1].end());
    take(*together, with_owners(all));
    std::unique_ptr<Store> cities[] = {make_memory_store(), make_memory_store()};
    for (int city : {0, 1}) {
      const std::size_t early = files[city].size() / 2;
      take(*cities[city], with_owners({files[city].begin(), files[city].begin() + static_cast<std::ptrdiff_t>(early)}));
      if (pick(2) == 0) carry(*cities[city], *province);  // before the rest has come
      take(*cities[city], {files[city].begin() + static_cast<std::ptrdiff_t>(early), files[city].end()});
    }
    std::vector<int> transfers = {0, 1, 1, 0};
    std::mt19937 shuffle(static_cast<unsigned>(pick(1000)));
    std::shuffle(transfers.begin(), transfers.end(), shuffle);
    for (const int city : transfers) carry(*cities[city], *province);
    RC_ASSERT(known_to(*province) == known_to(*together));
  }));
}

TEST_CASE("a transfer says what was news, and says nothing is the second time") {
  const auto city = make_memory_store(), province = make_memory_store();
  take(*city, with_owners({{"bills.csv", "bills", {"bills"}, {"subscription_id=SC0;month=2026-03;amount=5"}, 0},
                           {"t.csv", "service", {"tickets"}, {"ticket_id=T1;customer_id=C0;opened=2026-01-05"}, 0}}));
  const ModelCatalog catalog;
  const auto news = [&] {
    std::map<std::string, std::uint64_t> told_news;
    for (const auto& told : replicate(*city, *province, catalog, tables_that_go_up(catalog)).value())
      if (told.news > 0) told_news[told.table] = told.news;
    return told_news;
  };
  CHECK(news() == std::map<std::string, std::uint64_t>{{"bills", 1}, {"customers", 3}, {"subscriptions", 3}});
  CHECK(news().empty());
}

TEST_CASE("service stays in the city, and customers can be looked up in the province") {
  const ModelCatalog catalog;
  const auto tables = tables_that_go_up(catalog);
  for (const char* stays : {"tickets", "interactions", "outcomes", "staff"})
    CHECK(std::find(tables.begin(), tables.end(), stays) == tables.end());
  const auto city = make_memory_store(), province = make_memory_store();
  take(*city, with_owners({}));
  carry(*city, *province);
  CHECK(province->entities().find(find_equal("subscriptions", "customer_id", "C1")).value().records.size() == 1);
  CHECK(replicate(*city, *province, catalog, {"bilss"}).error().code() == Errc::not_found);
}

TEST_CASE("whom the store above has erased does not come back with a transfer, and the others do") {
  const ModelCatalog catalog;
  const auto city = make_memory_store(), province = make_memory_store();
  take(*city,
       with_owners({{"bills.csv",
                     "bills",
                     {"bills"},
                     {"subscription_id=SC0;month=2026-03;amount=5", "subscription_id=SC1;month=2026-03;amount=6"},
                     0}}));
  carry(*city, *province);
  REQUIRE(erase_customer(*province, "C0").has_value());
  const std::string without = known_to(*province);
  const auto told = replicate(*city, *province, catalog, tables_that_go_up(catalog)).value();
  CHECK(known_to(*province) == without);
  std::map<std::string, std::uint64_t> left_out;
  for (const auto& table : told)
    if (table.left_out > 0) left_out[table.table] = table.left_out;
  CHECK(left_out == std::map<std::string, std::uint64_t>{{"bills", 1}, {"customers", 1}, {"subscriptions", 1}});
  take(*city, {{"later.csv", "crm", {"customers"}, {"customer_id=C0;grade=g2", "customer_id=C1;grade=g2"}, 5}});
  carry(*city, *province);
  CHECK(province->entities().get({{"customers", "C0"}}).value().front().has_value() == false);
  CHECK(known_to(*province).find("g2") != std::string::npos);
}
