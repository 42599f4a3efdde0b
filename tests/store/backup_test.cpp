// Backups: whole, by themselves, made while others write; and put back.
#include <atomic>
#include <filesystem>
#include <random>
#include <thread>

#include "durable_work.hpp"

using namespace staysail;
using namespace staysail::store;

namespace {

constexpr int kSteps = 6;

struct BackedUp {
  TemporaryFolder folder;
  std::string path = folder.file("s.db"), backup = folder.file("b.db");
  std::string before;
  BackedUp() {
    const auto store = open_quickly(path);
    for (int step = 0; step < kSteps; ++step) REQUIRE(do_step(*store, step));
    before = contents(*store);
    REQUIRE(store->backup(backup));
    REQUIRE(do_step(*store, kSteps));
  }
};

}  // namespace

TEST_CASE("a backup shows the store as it was, and is sound by itself") {
  const BackedUp made;
  CHECK(std::filesystem::exists(made.backup + "-anchor"));
  CHECK_FALSE(std::filesystem::exists(made.backup + ".partial"));
  const auto report = open_to_inspect(made.backup)->verify().value();
  CHECK_MESSAGE(report.sound, report.first_fault);
  CHECK(report.sequence == kSteps);
  CHECK(contents(*open_quickly(made.backup)) == made.before);
  CHECK(open_quickly(made.path)->backup(made.backup).error().code() == Errc::conflict);
  CHECK(make_memory_store()->backup("x").error().code() == Errc::unsupported);
}

TEST_CASE("a damaged store makes no backup") {
  const BackedUp made;
  run_sql(made.path, "UPDATE entities SET payload = x'00' WHERE id = CAST('C4' AS BLOB)");
  const std::string other = made.folder.file("other.db");
  CHECK(open_quickly(made.path)->backup(other).error().code() == Errc::store_corrupt);
  CHECK_FALSE(std::filesystem::exists(other));
}

TEST_CASE("a flipped bit of a backup is never restored") {
  const BackedUp made;
  const std::string sound = bytes_of_file(made.backup);
  std::mt19937 dice(3);
  for (int flip = 0; flip < 40; ++flip) {
    std::string bytes = sound;
    bytes[dice() % bytes.size()] ^= static_cast<char>(1 << dice() % 8);
    write_file(made.backup, bytes);
    const std::string place = made.folder.file("restored.db");
    const Status restored = restore_sqlite_store(made.backup, quick_options(place), true);
    if (restored) CHECK(contents(*open_quickly(place)) == made.before);
    else CHECK(restored.error().code() == Errc::store_corrupt);
  }
}

TEST_CASE("a restored store is the one of the backup, and works on") {
  const BackedUp made;
  CHECK(restore_sqlite_store(made.backup, quick_options(made.path), false).error().code() == Errc::conflict);
  REQUIRE(restore_sqlite_store(made.backup, quick_options(made.path), true));
  const auto store = open_quickly(made.path);
  CHECK(contents(*store) == made.before);
  CHECK_FALSE(store->entities().was_applied(token_of(kSteps)).value());
  CHECK(do_step(*store, kSteps));
  CHECK(store->verify().value().sound);
  CHECK_FALSE(std::filesystem::exists(made.path + "-restoring"));
}

TEST_CASE("a backup made beside a writer holds whole changes [threads]") {
  const TemporaryFolder folder;
  const auto store = open_quickly(folder.file("s.db"));
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (int change = 0; !done; ++change)
      if (!store->entities().apply(customers(0, 20, std::to_string(change)), token_of(change))) return;
  });
  for (int copy = 0; copy < 4; ++copy) {
    const std::string path = folder.file("b" + std::to_string(copy) + ".db");
    const Status made = store->backup(path);
    CHECK_MESSAGE(made, (made ? "" : made.error().to_string()));
    const auto page = open_quickly(path)->entities().find(FindRequest{"customers", "", {}, {}, 0, ""}).value();
    for (const Record& record : page.records)
      CHECK(record.payload.substr(0, record.payload.find(' ')) ==
            page.records.front().payload.substr(0, page.records.front().payload.find(' ')));
  }
  done = true;
  writer.join();
}

TEST_CASE("what was erased or replaced is gone from all files once scrubbed") {
  const TemporaryFolder folder;
  const auto store = open_quickly(folder.file("s.db"));
  fill(*store);
  const std::string secret = "a name that must go";
  REQUIRE(store->entities().apply(customers(3, 5, secret), "secret"));
  ChangeSet changes;
  for (const char* id : {"C3", "C4"}) changes.erase(EntityKey{"customers", id}, any_version);
  REQUIRE(store->entities().apply(changes, "erased"));
  const auto hits = [&] {
    int found = 0;
    for (const char* part : {"", "-wal"})
      found += bytes_of_file(folder.file("s.db") + part).find(secret) != std::string::npos ? 1 : 0;
    return found;
  };
  CHECK(hits() > 0);  // without the scrub it is still there
  REQUIRE(store->scrub());
  CHECK(hits() == 0);
  CHECK(store->verify().value().sound);
  CHECK(store->entities().apply(customers(3, 5), "again"));
}
