#include "staysail/store/store.hpp"

#include <doctest/doctest.h>

using namespace staysail;

TEST_CASE("a store URL in its parts") {
  const auto url = StoreUrl::parse("sqlite:/data/retention.db?max_page_count=1000&read_only=true").value();
  CHECK(url.scheme == "sqlite");
  CHECK(url.path == "/data/retention.db");
  CHECK(url.options == std::map<std::string, std::string>{{"max_page_count", "1000"}, {"read_only", "true"}});
  CHECK(StoreUrl::parse("memory:").value().path.empty());
  CHECK(StoreUrl::parse("sqlite:C:/x.db").value().path == "C:/x.db");
  for (const char* bad : {"", "retention.db", ":x", "sqlite:x?limit", "sqlite:x?=3"}) {
    CAPTURE(bad);
    CHECK(StoreUrl::parse(bad).error().code() == Errc::invalid_argument);
  }
}

TEST_CASE("a registry opens what it knows and names it otherwise") {
  StoreRegistry registry;
  CHECK(registry.open("memory:"));
  CHECK(registry.open("memory:x").error().code() == Errc::invalid_argument);
  const auto unknown = registry.open("oracle:x");
  CHECK(unknown.error().code() == Errc::unsupported);
  CHECK(unknown.error().message().find("memory:") != std::string::npos);
  registry.add("oracle", [](const StoreUrl&) -> Result<std::unique_ptr<Store>> { return make_memory_store(); });
  CHECK(registry.open("oracle:x"));
}

TEST_CASE("a memory store tells its counts") {
  const auto store = make_memory_store();
  ChangeSet changes;
  Record record;
  record.key = EntityKey{"customers", "C1"};
  changes.put(record, absent);
  REQUIRE(store->entities().apply(changes, "t"));
  const auto report = store->verify().value();
  CHECK(report.sound);
  CHECK(report.records.at("customers") == 1);
  CHECK(report.lines.front() == "1 records of customers");
}

TEST_CASE("claimed work has one holder until the claim goes") {
  const auto store = make_memory_store();
  auto claim = store->claim("night");
  REQUIRE(claim);
  CHECK(store->claim("night").error().code() == Errc::store_locked);
  CHECK(store->claim("sweep"));
  claim->reset();
  CHECK(store->claim("night"));
}
