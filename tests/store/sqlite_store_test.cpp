#include "staysail/store/sqlite_store.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "sqlite_fixture.hpp"
#include "staysail/testing/entity_store_kit.hpp"
#include "staysail/testing/fact_store_kit.hpp"

using namespace staysail;
using namespace staysail::store;

TEST_CASE("the SQLite store keeps the promises of both halves") {
  const TemporaryFolder folder;
  const auto store = open_quickly(folder.file("s.db"));
  const auto entities = check_entity_store(store->entities());
  CHECK_MESSAGE(entities.passed(), entities.to_string());
  const auto facts = check_fact_store(store->facts());
  CHECK_MESSAGE(facts.passed(), facts.to_string());
  const auto report = store->verify().value();
  CHECK_MESSAGE(report.sound, report.first_fault);
}

TEST_CASE("what was acknowledged is there when the store is opened again") {
  const TemporaryFolder folder;
  std::string before;
  {
    const auto store = open_quickly(folder.file("s.db"));
    fill(*store);
    before = contents(*store);
  }
  CHECK(folder.files() == 3);  // the store, its anchor and the lock file: the log was moved into the store
  const auto store = open_quickly(folder.file("s.db"));
  CHECK(contents(*store) == before);
  CHECK(store->entities().was_applied("customers").value());
  CHECK(
      store->facts().append({bills(Month::of(2026, 1), 50), bills(Month::of(2026, 2), 40)}, "bills").value().repeated);
  const auto later = store->entities().apply(customers(0, 1), "later").value();
  CHECK(later.version == 3);
  const auto report = store->verify().value();
  CHECK(report.sound);
  CHECK(report.records.at("customers") == 10);
  CHECK(report.rows.at("bills") == 90);
  CHECK(report.lines.back() == "everything that was read is what was written");
}

TEST_CASE("two handles on one file see each other's changes") {
  const TemporaryFolder folder;
  const auto first = open_quickly(folder.file("s.db"));
  const auto second = open_quickly(folder.file("s.db"));
  fill(*first);
  CHECK(contents(*second) == contents(*first));
  REQUIRE(second->entities().apply(customers(10, 12), "more"));
  CHECK(first->entities().was_applied("more").value());
  CHECK(contents(*second) == contents(*first));
  ChangeSet stale;
  stale.put(customer(10), absent);
  CHECK(first->entities().apply(stale, "stale").error().code() == Errc::conflict);
}

TEST_CASE("a store that somebody else is writing to is locked, and free again afterwards") {
  const TemporaryFolder folder;
  const auto store = open_quickly(folder.file("s.db"));
  SUBCASE("by another staysail, which is named") {
    const int file = ::open(folder.file("s.db-writer").c_str(), O_RDWR);
    REQUIRE(::flock(file, LOCK_EX | LOCK_NB) == 0);
    const auto refused = store->entities().apply(customers(0, 3), "t");
    CHECK(refused.error().code() == Errc::store_locked);
    CHECK(refused.error().retryable());
    CHECK(refused.error().message().find("process " + std::to_string(::getpid())) != std::string::npos);
    CHECK(contents(*store).empty());  // readers are not held up
    ::close(file);
  }
  SUBCASE("by any SQLite program") {
    sqlite3* other = nullptr;
    REQUIRE(sqlite3_open(folder.file("s.db").c_str(), &other) == SQLITE_OK);
    REQUIRE(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK);
    CHECK(store->entities().apply(customers(0, 3), "t").error().code() == Errc::store_locked);
    CHECK(contents(*store).empty());
    sqlite3_close(other);
  }
  CHECK_FALSE(store->entities().was_applied("t").value());
  CHECK(store->entities().apply(customers(0, 3), "t"));
}

TEST_CASE("claimed work has one holder; readers and other writers feel nothing of it") {
  const TemporaryFolder folder;
  const auto store = open_quickly(folder.file("s.db")), other = open_quickly(folder.file("s.db"));
  auto claim = store->claim("night");
  REQUIRE(claim);
  const auto refused = other->claim("night");
  CHECK(refused.error().code() == Errc::store_locked);
  CHECK(refused.error().place()->file == folder.file("s.db"));
  CHECK(other->entities().apply(customers(0, 3), "t"));
  CHECK(contents(*other) == contents(*store));
  claim->reset();
  CHECK(other->claim("night"));
}

TEST_CASE("a file that is not ours, or newer, is refused and left untouched") {
  const TemporaryFolder folder;
  const std::string path = folder.file("s.db");
  Errc expected = Errc::not_a_store;
  SUBCASE("a text") { write_file(path, "customer_id,name\n"); }
  SUBCASE("a long text") { write_file(path, std::string(5000, 'x')); }
  SUBCASE("another program's database") { run_sql(path, "CREATE TABLE notes(text)"); }
  SUBCASE("another program's application id") {
    run_sql(path, "PRAGMA application_id = 7; CREATE TABLE entities(kind)");
  }
  SUBCASE("a newer store") {
    fill(*open_quickly(path));
    run_sql(path, "PRAGMA user_version = 3");
    expected = Errc::store_newer;
  }
  const std::string before = bytes_of_file(path);
  const std::size_t files = folder.files();
  const auto refused = open_store("sqlite:" + path);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code() == expected);
  CHECK(refused.error().to_string().find(path) == 0);
  CHECK(bytes_of_file(path) == before);
  CHECK(folder.files() == files);
}

TEST_CASE("a newer schema that is still in the log is refused as well") {
  const TemporaryFolder folder;
  const std::string path = folder.file("s.db");
  const auto reader = open_quickly(path);  // keeps the log from being moved into the file
  run_sql(path, "PRAGMA user_version = 3");
  CHECK(open_store("sqlite:" + path).error().code() == Errc::store_newer);
}

TEST_CASE("a full store refuses the change, keeps its state and stays usable") {
  const TemporaryFolder folder;
  const auto store = open_quickly(folder.file("s.db"), 24);
  fill(*store);
  const std::string before = contents(*store);
  const auto refused = store->entities().apply(customers(100, 3000, std::string(200, 'x')), "much");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code() == Errc::store_full);
  CHECK(refused.error().message().find("max_page_count") != std::string::npos);
  CHECK(contents(*store) == before);
  CHECK_FALSE(store->entities().was_applied("much").value());
  CHECK(store->facts().append({bills(Month::of(2026, 3), 100'000)}, "much too").error().code() == Errc::store_full);
  CHECK(store->entities().apply(customers(0, 2, "changed"), "little"));
  CHECK(store->verify().value().sound);
  const auto tiny = open_store("sqlite:" + folder.file("tiny.db") + "?max_page_count=2");
  CHECK(tiny.error().code() == Errc::store_full);
  CHECK(open_store("sqlite:" + folder.file("tiny.db")));
}

TEST_CASE("a store opened for reading reads and does not write") {
  const TemporaryFolder folder;
  const std::string path = folder.file("s.db");
  CHECK(open_store("sqlite:" + path + "?read_only=true").error().code() == Errc::not_found);
  const auto writer = open_quickly(path);
  fill(*writer);
  const auto reader = open_store("sqlite:" + path + "?read_only=true").value();
  CHECK(contents(*reader) == contents(*writer));
  CHECK(reader->entities().apply(customers(0, 1), "t").error().code() == Errc::io_failed);
  CHECK(reader->verify().value().sound);
}

TEST_CASE("a store that is only asked for is not made") {
  const TemporaryFolder folder;
  const std::string path = folder.file("s.db");
  const std::string url = "sqlite:" + path + "?create=false";
  CHECK(open_store(url).error().code() == Errc::not_found);
  CHECK(std::filesystem::is_empty(std::filesystem::path(path).parent_path()));
  { std::ofstream empty(path); }
  CHECK(open_store(url).error().code() == Errc::not_found);
  CHECK(std::filesystem::file_size(path) == 0);
  fill(*open_store("sqlite:" + path).value());
  CHECK(open_store(url).value()->entities().apply(customers(0, 1, "changed"), "asked"));
}

TEST_CASE("wrong places and options are refused with what is right") {
  const TemporaryFolder folder;
  const auto missing = open_store("sqlite:" + folder.file("no/such/s.db"));
  CHECK(missing.error().code() == Errc::io_failed);
  CHECK(missing.error().message().find("make it first") != std::string::npos);
  CHECK(open_store("sqlite:" + folder.file("")).error().code() == Errc::io_failed);
  CHECK(open_store("sqlite:").error().code() == Errc::invalid_argument);
  CHECK(open_store("sqlite:x.db?max_page_count=many").error().code() == Errc::invalid_argument);
  CHECK(open_store("sqlite:x.db?pages=4").error().code() == Errc::invalid_argument);
  CHECK(open_store("postgres://host/db").error().code() == Errc::unsupported);
  CHECK(open_store("memory:"));
}

TEST_CASE("readers beside a writer see whole change sets, and never an older one [threads]") {
  const TemporaryFolder folder;
  const auto store = open_quickly(folder.file("s.db"));
  constexpr int kChanges = 60;
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
  for (int change = 1; change <= kChanges; ++change) {
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
