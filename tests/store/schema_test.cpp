// Promise 13: a store of every released schema opens, and is brought to this one even when the power goes meanwhile.
#include <filesystem>
#include <random>

#include "durable_work.hpp"
#include "faulty_disk.hpp"

using namespace staysail;
using namespace staysail::store;

namespace {

std::string fixture(const std::string& name) {
  const std::string bytes = bytes_of_file(std::string(STAYSAIL_SOURCE_DIR) + "/tests/store/fixtures/" + name);
  REQUIRE_FALSE(bytes.empty());
  return bytes;
}

std::string contents_of_schema_1() {
  std::string text = fixture("schema_1.contents");
  text.pop_back();  // the end of the line
  return text;
}

FaultyDisk& the_disk() {
  static FaultyDisk disk("staysail-test-schema");
  return disk;
}

}  // namespace

TEST_CASE("a store of schema 1 opens, shows what it held and is of this schema then") {
  const TemporaryFolder folder;
  const std::string path = folder.file("s.db");
  run_sql(path, fixture("schema_1.sql"), nullptr);
  SUBCASE("in a log, as released programs leave it") { run_sql(path, "PRAGMA journal_mode = WAL", nullptr); }
  SUBCASE("for reading, untouched") {
    const std::string before = bytes_of_file(path);
    {
      SqliteOptions options = quick_options(path);
      options.read_only = true;
      const auto store = open_quickly(options);
      CHECK(contents(*store) == contents_of_schema_1());
      CHECK(store->verify().value().sound);
    }
    CHECK(bytes_of_file(path) == before);
  }
  CHECK(contents(*open_quickly(path)) == contents_of_schema_1());
  const auto store = open_quickly(path);
  CHECK(store->verify().value().sound);
  CHECK(store->entities().was_applied("more").value());
  CHECK(store->entities().apply(customers(30, 32), "new").value().version == 4);
  CHECK(bytes_of_file(path)[63] == 2);   // user_version
  CHECK(bytes_of_file(path)[20] == 16);  // bytes that each page keeps for its digest
  CHECK(std::filesystem::exists(path + "-anchor"));
}

TEST_CASE("damage in a store of schema 1 stays damage") {
  const TemporaryFolder folder;
  const std::string path = folder.file("s.db");
  run_sql(path, fixture("schema_1.sql"), nullptr);
  run_sql(path, "UPDATE entities SET payload = x'00' WHERE id = CAST('C4' AS BLOB)", nullptr);
  const auto report = open_quickly(path)->verify().value();
  CHECK(report.first_fault.find("record customers C4") != std::string::npos);
}

TEST_CASE("a disk that fails while an older store is brought to this schema leaves the older store") {
  const TemporaryFolder folder;
  SqliteOptions options = quick_options(folder.file("s.db"));
  options.vfs = the_disk().name();
  for (const char* mode : {"DELETE", "WAL"}) {
    the_disk().restore({});
    run_sql(options.path, fixture("schema_1.sql") + "PRAGMA journal_mode = " + mode, options.vfs.c_str());
    const FaultyDisk::Image old = the_disk().image();
    for (const Fault fault : {Fault::write_error, Fault::disk_full, Fault::short_write, Fault::sync_error}) {
      bool struck = true;
      for (long at = 1; struck; ++at) {
        CAPTURE(mode);
        CAPTURE(static_cast<int>(fault));
        CAPTURE(at);
        the_disk().restore(old);
        the_disk().arm(fault, at);
        static_cast<void>(open_sqlite_store(options));
        struck = the_disk().struck();
        the_disk().disarm();
        const auto store = open_quickly(options);
        REQUIRE(contents(*store) == contents_of_schema_1());
        REQUIRE(store->verify().value().sound);
      }
    }
  }
  the_disk().restore({});
}

namespace {

// The power goes at every call of a migration, in each of four ways: how often the older store was there no more.
long stores_lost_by_power() {
  const TemporaryFolder folder;
  SqliteOptions options = quick_options(folder.file("s.db"));
  options.vfs = the_disk().name();
  the_disk().restore({});
  run_sql(options.path, fixture("schema_1.sql"), options.vfs.c_str());
  const FaultyDisk::Image old = the_disk().image();
  the_disk().arm(Fault::none, 0);
  open_quickly(options).reset();
  const long calls = the_disk().calls();
  std::mt19937 dice(7);
  long lost = 0;
  for (long at = 1; at <= calls; ++at)
    for (const Unsynced how : kUnsynced) {
      the_disk().restore(old);
      the_disk().arm(Fault::power_loss, at);
      static_cast<void>(open_sqlite_store(options));
      the_disk().restore(the_disk().after_power_loss(how, dice()));
      const auto store = open_sqlite_store(options);
      const bool whole = store && (*store)->verify().value().sound && contents(**store) == contents_of_schema_1();
      lost += whole ? 0 : 1;
    }
  the_disk().restore({});
  MESSAGE("migration: power lost at " << 4 * calls << " points, " << lost << " stores lost");
  return lost;
}

}  // namespace

TEST_CASE("power that goes while an older store is brought to this schema costs nothing") {
  CHECK(stores_lost_by_power() == 0);
}

TEST_CASE("planted fault: digests over the pages that a -journal restores cost an older store its rows") {
  the_disk().seal_restored_pages(true);
  CHECK(stores_lost_by_power() > 0);
  the_disk().seal_restored_pages(false);
}
