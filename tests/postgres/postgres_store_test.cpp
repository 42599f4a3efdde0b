#include "staysail/store/postgres_store.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "server.hpp"
#include "staysail/testing/entity_store_kit.hpp"
#include "staysail/testing/fact_store_kit.hpp"
#include "store/sqlite_fixture.hpp"

using namespace staysail;
using namespace staysail::store;
using staysail::postgres::Server;
using staysail::postgres::shared_server;

namespace {

std::unique_ptr<Store> open_quickly(const Server& server, const std::string& schema, bool read_only = false) {
  PostgresOptions options;
  options.url = server.url();
  options.schema = schema;
  options.busy_timeout = std::chrono::milliseconds(60);
  options.read_only = read_only;
  auto store = open_postgres_store(options);
  REQUIRE_MESSAGE(store.has_value(), (store ? "" : store.error().to_string()));
  return *std::move(store);
}

Result<std::unique_ptr<Store>> open_url(const std::string& url) {
  StoreRegistry registry;
  add_postgres(registry);
  return registry.open(url);
}

}  // namespace

TEST_CASE("the PostgreSQL store keeps the promises of both halves") {
  Server* server = shared_server();
  if (server == nullptr) return;
  const auto store = open_quickly(*server, "kits");
  const auto entities = check_entity_store(store->entities());
  CHECK_MESSAGE(entities.passed(), entities.to_string());
  CHECK(entities.checked() > 300);
  const auto facts = check_fact_store(store->facts());
  CHECK_MESSAGE(facts.passed(), facts.to_string());
  CHECK(facts.checked() > 50);
  const auto report = store->verify().value();
  CHECK_MESSAGE(report.sound, report.first_fault);
  const auto second = check_entity_store(open_quickly(*server, "kits")->entities(), "2");
  CHECK_MESSAGE(second.passed(), second.to_string());
}

TEST_CASE("what was acknowledged is there when the store is opened again, as in every other store") {
  Server* server = shared_server();
  if (server == nullptr) return;
  const TemporaryFolder folder;
  const auto sqlite = store::open_quickly(folder.file("s.db"));
  fill(*sqlite);
  {
    const auto store = open_quickly(*server, "again");
    fill(*store);
    CHECK(contents(*store) == contents(*sqlite));
  }
  const auto store = open_quickly(*server, "again");
  CHECK(contents(*store) == contents(*sqlite));
  CHECK(store->entities().was_applied("customers").value());
  CHECK(
      store->facts().append({bills(Month::of(2026, 1), 50), bills(Month::of(2026, 2), 40)}, "bills").value().repeated);
  CHECK(store->entities().apply(customers(0, 1), "later").value().version == 3);
  const auto report = store->verify().value(), other = sqlite->verify().value();
  CHECK(report.sound);
  CHECK(report.records == other.records);
  CHECK(report.rows == other.rows);
  CHECK(report.lines.back() == "everything that was read is what was written");
}

TEST_CASE("large values and large change sets come back as they were") {
  Server* server = shared_server();
  if (server == nullptr) return;
  const auto store = open_quickly(*server, "large");
  ChangeSet changes = customers(0, 5000);
  Record large = customer(5000);
  for (int i = 0; i < 3'000'000; ++i) large.payload += static_cast<char>(i * 31);
  changes.put(large, absent);
  REQUIRE(store->entities().apply(changes, "all"));
  CHECK(store->entities().get({large.key}).value().front()->payload == large.payload);
  for (auto& put : changes.puts) {
    put.record.payload += "!";
    put.expected = any_version;
  }
  REQUIRE(store->entities().apply(changes, "again"));
  CHECK(store->entities().get({large.key}).value().front()->payload == large.payload + "!");
  CHECK(store->entities().find(find_equal("customers", "manager_id", "M1")).value().records.size() == 1667);
  REQUIRE(store->facts().append({bills(Month::of(2026, 1), 200'000)}, "bills"));
  CHECK(store->facts().scan(all_bills()).value().chunks.front().batch.rows() == 200'000);
  CHECK(store->verify().value().sound);
}

TEST_CASE("a conflict names the record, whether it had to be new or of a version") {
  Server* server = shared_server();
  if (server == nullptr) return;
  const auto store = open_quickly(*server, "conflicts");
  fill(*store);
  ChangeSet births = customers(20, 24);
  births.put(customer(3), absent);
  for (auto& put : births.puts) put.expected = absent;
  const auto refused = store->entities().apply(births, "births");
  CHECK(refused.error().code() == Errc::conflict);
  CHECK(refused.error().message().find("expected none, found version 1); read it again and repeat: customers C3") !=
        std::string::npos);
  ChangeSet stale;
  stale.put(customer(4), 77);
  CHECK(store->entities().apply(stale, "stale").error().message().find("customers C4") != std::string::npos);
  CHECK(store->entities().apply(customers(0, 1), "fresh"));
}

TEST_CASE("one process writes at a time, and claimed work has one holder") {
  Server* server = shared_server();
  if (server == nullptr) return;
  const auto store = open_quickly(*server, "locks"), other = open_quickly(*server, "locks");
  const auto elsewhere = open_quickly(*server, "locks_elsewhere");
  SUBCASE("a change that is under way") {
    const std::unique_ptr<PGconn, void (*)(PGconn*)> writing(PQconnectdb(server->url().c_str()), PQfinish);
    PQclear(PQexec(writing.get(), "BEGIN; SELECT value FROM locks.meta WHERE name = 'sequence' FOR UPDATE"));
    const auto refused = store->entities().apply(customers(0, 3), "t");
    CHECK(refused.error().code() == Errc::store_locked);
    CHECK(refused.error().retryable());
    CHECK(contents(*store).empty());  // readers are not held up
    CHECK(elsewhere->entities().apply(customers(0, 3), "t"));
  }
  SUBCASE("a night") {
    auto claim = store->claim("night");
    REQUIRE(claim);
    const auto refused = other->claim("night");
    CHECK(refused.error().code() == Errc::store_locked);
    CHECK(refused.error().message().find("staysail " + std::to_string(::getpid())) == 0);
    CHECK(other->entities().apply(customers(0, 3), "beside a night"));
    CHECK(elsewhere->claim("night"));
    claim->reset();
    CHECK(other->claim("night"));
  }
  CHECK(store->entities().apply(customers(0, 3), "t again"));
}

TEST_CASE("a schema that is not ours, or newer, is refused and left untouched") {
  Server* server = shared_server();
  if (server == nullptr) return;
  const auto code_of = [&](const std::string& schema) {
    const auto store = open_url(server->url("schema=" + schema));
    return store ? Errc{0} : store.error().code();
  };
  server->sql("CREATE SCHEMA theirs; CREATE TABLE theirs.notes(text text)");
  CHECK(code_of("theirs") == Errc::not_a_store);
  server->sql("CREATE SCHEMA theirs2; CREATE TABLE theirs2.meta(key text)");
  CHECK(code_of("theirs2") == Errc::not_a_store);
  open_quickly(*server, "newer");
  server->sql("UPDATE newer.meta SET value = 3 WHERE name = 'schema'");
  CHECK(code_of("newer") == Errc::store_newer);
  CHECK(server->sql("SELECT count(*) FROM pg_tables WHERE schemaname IN ('theirs', 'theirs2')") == "2");
  CHECK(code_of("nothing&create=false") == Errc::not_found);
  CHECK(server->sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'nothing'") == "0");
  CHECK(code_of("pg_x") == Errc::invalid_argument);
  CHECK(code_of("x&read_only=perhaps") == Errc::invalid_argument);
}

TEST_CASE("a store is read by whoever may read it, and changed by nobody else") {
  Server* server = shared_server();
  if (server == nullptr) return;
  const auto writer = open_quickly(*server, "readers");
  fill(*writer);
  const auto reader = open_quickly(*server, "readers", true);
  CHECK_FALSE(reader->writable());
  CHECK(contents(*reader) == contents(*writer));
  CHECK(reader->entities().apply(customers(0, 1), "t").error().code() == Errc::io_failed);
  server->sql(
      "CREATE USER clerk; GRANT USAGE ON SCHEMA readers TO clerk; GRANT SELECT ON ALL TABLES IN SCHEMA readers TO "
      "clerk");
  const auto clerk = open_url(server->url("schema=readers&user=clerk"));
  REQUIRE_MESSAGE(clerk.has_value(), (clerk ? "" : clerk.error().to_string()));
  CHECK_FALSE((*clerk)->writable());
  CHECK(contents(**clerk) == contents(*writer));
  CHECK((*clerk)->verify().value().sound);
}

TEST_CASE("a host opens what a URL names") {
  Server* server = shared_server();
  if (server == nullptr) return;
  const std::string url = server->url("schema=host");
  // [doc: registry]
  StoreRegistry stores;
  add_sqlite(stores);
  add_postgres(stores);
  const Result<std::unique_ptr<Store>> store = stores.open(url);  // postgres://crm@db.example/retention
  // [doc: end]
  REQUIRE(store);
  CHECK((*store)->writable());
  CHECK(stores.open("memory:"));
}

TEST_CASE("a server that is not there is told without the password") {
  const auto refused = open_url("postgres://clerk:secret@127.0.0.1:1/crm");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code() == Errc::adapter_failed);
  CHECK(refused.error().to_string().find("postgres://127.0.0.1:1/crm: ") == 0);
  CHECK(refused.error().to_string().find("secret") == std::string::npos);
  CHECK(open_url("postgres://h/d?no_such_option=1").error().code() == Errc::invalid_argument);
}

namespace {

void is_found(Server& server, const std::string& name, const std::string& sql, const std::string& fault) {
  CAPTURE(sql);
  const auto store = open_quickly(server, name);
  fill(*store);
  REQUIRE(store->verify().value().sound);
  server.sql("SET search_path = " + name + "; " + sql);
  const StoreReport report = store->verify().value();
  CHECK_FALSE(report.sound);
  CHECK_MESSAGE(report.first_fault.find(fault) != std::string::npos, report.first_fault);
}

}  // namespace

TEST_CASE("verify names what is not what was written") {
  Server* server = shared_server();
  if (server == nullptr) return;
  is_found(*server, "d1", "UPDATE entities SET payload = '\\x00' WHERE id = 'C4'", "record customers C4");
  is_found(*server, "d2", "UPDATE entities SET version = version + 1 WHERE id = 'C5'", "record customers C5");
  is_found(*server, "d3", "UPDATE chunks SET part = 1 WHERE month = 24312", "chunk bills 2026-01 partition 1");
  is_found(*server, "d4", "DELETE FROM entities WHERE id = 'C4'",
           "index manager_id of customers names C4, which is not there");
  is_found(*server, "d5", "DELETE FROM chunks WHERE month = 24312", "chunks bills: 2 were written, 1 are there");
  is_found(*server, "d6", "UPDATE tokens SET token = 'bill' WHERE token = 'bills'", "not the same ones");
  is_found(*server, "d7", "DELETE FROM entity_index WHERE id = 'C4'", "10 index entries were written and 9 are there");
  is_found(*server, "d8", "UPDATE entity_index SET value = 'M9' WHERE id = 'C4'", "names C4, which has another value");
  is_found(*server, "d9", "UPDATE meta SET value = 1 WHERE name = 'sequence'", "the sequence number is behind");
  is_found(*server, "d10", "DROP TABLE tokens", "a table of the store is missing or changed");
}

TEST_CASE("rows of another store are noticed: each has a salt of its own") {
  Server* server = shared_server();
  if (server == nullptr) return;
  const auto one = open_quickly(*server, "salt1"), other = open_quickly(*server, "salt2");
  fill(*one);
  fill(*other);
  const auto put_over = [&] {
    server->sql(
        "DELETE FROM salt2.entities WHERE id = 'C4'; INSERT INTO salt2.entities SELECT * FROM salt1.entities"
        " WHERE id = 'C4'");
    return other->verify().value();
  };
  CHECK(put_over().first_fault.find("record customers C4") != std::string::npos);
  const std::string lines = put_over().lines.back();
  CHECK(lines.find("NOT SOUND: ") == 0);
  CHECK(lines.find("; restore the latest backup") != std::string::npos);
}

TEST_CASE("planted fault: without salts a row of another store passes, as in a store of schema 1") {
  Server* server = shared_server();
  if (server == nullptr) return;
  for (const char* name : {"plain1", "plain2"}) {
    open_quickly(*server, name).reset();
    server->sql(std::string("UPDATE ") + name + ".meta SET value = 1 WHERE name = 'schema'; DROP TABLE " + name +
                ".identity");
    const auto store = open_quickly(*server, name);
    fill(*store);
    CHECK(store->verify().value().sound);
  }
  server->sql(
      "DELETE FROM plain2.entities WHERE id = 'C4'; INSERT INTO plain2.entities SELECT * FROM plain1.entities"
      " WHERE id = 'C4'");
  CHECK(open_quickly(*server, "plain2")->verify().value().sound);
}

TEST_CASE("a store is opened with the key it was made with") {
  Server* server = shared_server();
  if (server == nullptr) return;
  PostgresOptions options;
  options.url = server->url();
  options.schema = "keyed";
  options.key = "sixteen bytes or more";
  fill(**open_postgres_store(options));
  CHECK((*open_postgres_store(options))->verify().value().sound);
  options.key += "!";
  CHECK(open_postgres_store(options).error().code() == Errc::invalid_argument);
  CHECK(open_url(server->url("schema=keyed")).error().message().find("open it with that key") != std::string::npos);
  const TemporaryFolder folder;
  CHECK(open_url(server->url("schema=keyed&key_file=" + folder.file("none"))).error().code() == Errc::invalid_argument);
  server->sql("DELETE FROM keyed.identity WHERE name = 'salt'");
  options.key.pop_back();
  CHECK(open_postgres_store(options).error().code() == Errc::store_corrupt);
}

TEST_CASE("backups are the server's: the error says how, and what to do about erasures") {
  Server* server = shared_server();
  if (server == nullptr) return;
  const TemporaryFolder folder;
  const auto refused = open_quickly(*server, "backups")->backup(folder.file("b.db"));
  CHECK(refused.error().code() == Errc::unsupported);
  for (const char* word : {"pg_dump --format=custom --schema=backups", "pg_restore", "`staysail erase` again"})
    CHECK_MESSAGE(refused.error().message().find(word) != std::string::npos, refused.error().message());
  const auto place = restore_place(StoreUrl::parse(server->url("schema=backups")).value());
  CHECK(place.error().message() == refused.error().message());
}

TEST_CASE("a scrub writes the tables anew, so that no file keeps what was erased") {
  Server* server = shared_server();
  if (server == nullptr) return;
  const auto store = open_quickly(*server, "scrubs");
  fill(*store);
  const std::string before = contents(*store);
  const std::string files =
      "SELECT pg_relation_filenode('scrubs.entities') || ' ' || "
      "pg_relation_filenode('scrubs.entity_index') || ' ' || pg_relation_filenode('scrubs.chunks')";
  const std::string old = server->sql(files);
  REQUIRE(store->scrub());
  CHECK(server->sql(files) != old);
  CHECK(contents(*store) == before);
  CHECK(store->verify().value().sound);
}

TEST_CASE("a damaged row is an error of the read that meets it") {
  Server* server = shared_server();
  if (server == nullptr) return;
  const auto store = open_quickly(*server, "damage");
  fill(*store);
  server->sql(
      "UPDATE damage.entities SET payload = '\\x00' WHERE id = 'C4'; DELETE FROM damage.entities WHERE id = 'C5';"
      "UPDATE damage.chunks SET rows = 7 WHERE month = 24312");
  CHECK(store->entities().get({EntityKey{"customers", "C4"}}).error().code() == Errc::store_corrupt);
  CHECK(store->entities().get({EntityKey{"customers", "C3"}}).value().front().has_value());
  const auto found = store->entities().find(find_equal("customers", "manager_id", "M2"));
  CHECK(found.error().message().find("names C5, which is not there") != std::string::npos);
  CHECK(store->facts().scan(all_bills()).error().message().find("chunk bills 2026-01 partition 0") !=
        std::string::npos);
  CHECK(store->entities().apply(customers(4, 5), "over it").error().code() == Errc::store_corrupt);
}

TEST_CASE("readers beside a writer see whole change sets, and never an older one [threads]") {
  Server* server = shared_server();
  if (server == nullptr) return;
  const auto store = open_quickly(*server, "threads");
  std::atomic<bool> done{false};
  std::atomic<int> faults{0};
  const auto read = [&] {
    for (int newest = 0; !done;) {
      const auto page = store->entities().find(FindRequest{"pair", "", {}, {}, 0, ""});
      if (!page) {
        ++faults;
        return;
      }
      if (page->records.empty()) continue;
      const int told = std::stoi(page->records.front().payload);
      const bool whole = page->records.size() == 2 && page->records.back().payload == page->records.front().payload;
      if (!whole || told < newest) ++faults;
      newest = told;
    }
  };
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) readers.emplace_back(read);
  for (int change = 1; change <= 60; ++change) {
    ChangeSet changes;
    for (const char* id : {"a", "b"}) {
      Record record;
      record.key = EntityKey{"pair", id};
      record.payload = std::to_string(change);
      changes.put(std::move(record), any_version);
    }
    if (!store->entities().apply(changes, "change " + std::to_string(change))) ++faults;
  }
  done = true;
  for (auto& reader : readers) reader.join();
  CHECK(faults == 0);
}
