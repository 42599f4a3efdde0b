// Wrong bytes are noticed: rows changed behind the store's back, and single bits of its file.
#include <rapidcheck.h>

#include "sqlite_fixture.hpp"

using namespace staysail;
using namespace staysail::store;

namespace {

// A closed store with known content, and what it holds.
struct Damaged {
  TemporaryFolder folder;
  std::string path = folder.file("s.db");
  std::string before;

  Damaged() {
    const auto store = open_quickly(path);
    fill(*store);
    before = contents(*store);
  }
  StoreReport verify() const { return open_to_inspect(path)->verify().value(); }
};

void is_found(const std::string& sql, const std::string& fault) {
  const Damaged damaged;
  REQUIRE(damaged.verify().sound);
  run_sql(damaged.path, sql);
  CAPTURE(sql);
  const StoreReport report = damaged.verify();
  CHECK_FALSE(report.sound);
  CHECK_MESSAGE(report.first_fault.find(fault) != std::string::npos, report.first_fault);
  CHECK(report.lines.back().find("NOT SOUND") == 0);
}

}  // namespace

TEST_CASE("verify names the first row that is not what was written") {
  is_found("UPDATE entities SET payload = x'00' WHERE id = CAST('C4' AS BLOB)", "record customers C4");
  is_found("UPDATE entities SET version = version + 1 WHERE id = CAST('C5' AS BLOB)", "record customers C5");
  is_found("UPDATE entities SET id = CAST('C99' AS BLOB) WHERE id = CAST('C6' AS BLOB)", "record customers C99");
  is_found("UPDATE chunks SET part = 1 WHERE month = 24312", "chunk bills 2026-01 partition 1");
  is_found("UPDATE chunks SET batch = zeroblob(100) WHERE month = 24313", "chunk bills 2026-02 partition 0");
}

TEST_CASE("verify misses rows that are gone, slipped in or swapped") {
  is_found("DELETE FROM entities WHERE id = CAST('C4' AS BLOB)",
           "index manager_id of customers names C4, which is not there");
  is_found("DELETE FROM chunks WHERE month = 24312", "chunks bills: 2 were written, 1 are there");
  is_found("DELETE FROM tokens WHERE token = CAST('bills' AS BLOB)", "tokens : 2 were written, 1 are there");
  is_found("UPDATE tokens SET token = CAST('bill' AS BLOB) WHERE token = CAST('bills' AS BLOB)", "not the same ones");
  is_found("DELETE FROM entity_index WHERE id = CAST('C4' AS BLOB)", "10 index entries were written and 9 are there");
  is_found("UPDATE entity_index SET value = CAST('M9' AS BLOB) WHERE id = CAST('C4' AS BLOB)",
           "names C4, which has another value");
  is_found("UPDATE totals SET rows = rows + 1 WHERE part = 'entities'", "the sums of the rows");
  is_found("UPDATE meta SET value = 1 WHERE name = 'sequence'", "the sequence number");
}

TEST_CASE("a damaged row is an error of the read that meets it, with its name") {
  const Damaged damaged;
  run_sql(damaged.path, "UPDATE entities SET payload = x'00' WHERE id = CAST('C4' AS BLOB)");
  run_sql(damaged.path, "UPDATE chunks SET rows = 7 WHERE month = 24312");
  run_sql(damaged.path, "DELETE FROM entities WHERE id = CAST('C5' AS BLOB)");
  const auto store = open_quickly(damaged.path);
  const auto read = store->entities().get({EntityKey{"customers", "C4"}});
  CHECK(read.error().code() == Errc::store_corrupt);
  CHECK(read.error().message().find("record customers C4") != std::string::npos);
  CHECK(store->entities().get({EntityKey{"customers", "C3"}}).value().front().has_value());
  const auto found = store->entities().find(find_equal("customers", "manager_id", "M2"));
  CHECK(found.error().message().find("names C5, which is not there") != std::string::npos);
  const auto scan = store->facts().scan(all_bills());
  CHECK(scan.error().message().find("chunk bills 2026-01 partition 0") != std::string::npos);
  CHECK(store->entities().apply(customers(4, 5), "over it").error().code() == Errc::store_corrupt);
}

TEST_CASE("a missing table is damage, not a surprise") {
  const Damaged damaged;
  run_sql(damaged.path, "DROP TABLE tokens");
  const auto store = open_quickly(damaged.path);
  CHECK(store->entities().was_applied("t").error().code() == Errc::store_corrupt);
  CHECK_FALSE(store->verify().value().sound);
}

TEST_CASE("a trigger that somebody slipped in does not run") {
  const Damaged damaged;
  run_sql(damaged.path, "CREATE TRIGGER gift AFTER INSERT ON tokens BEGIN DELETE FROM chunks; END");
  const auto store = open_quickly(damaged.path);
  REQUIRE(store->entities().apply(customers(20, 21), "t"));
  CHECK(store->facts().scan(all_bills()).value().chunks.size() == 2);
}

// One flipped bit anywhere: an error, a finding of verify, or everything still as it was (the bit lies in free space).
TEST_CASE("no flipped bit gives a wrong answer unseen") {
  const Damaged damaged;
  const std::string sound = bytes_of_file(damaged.path);
  CHECK(rc::check("flips", [&] {
    const std::size_t bit = *rc::gen::inRange<std::size_t>(0, sound.size() * 8);
    std::string bytes = sound;
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ 1 << bit % 8);
    const TemporaryFolder folder;
    write_file(folder.file("f.db"), bytes);
    SqliteOptions options;
    options.path = folder.file("f.db");
    const auto store = open_sqlite_store(options);
    if (!store) return;
    const auto report = (*store)->verify();
    if (!report || !report->sound) return;
    RC_ASSERT(contents(**store) == damaged.before);
    RC_ASSERT((*store)->entities().was_applied("bills").value());
  }));
}

TEST_CASE("a fault is told in UTF-8 and does not advise to look for it") {
  const Damaged damaged;
  run_sql(damaged.path, "UPDATE entities SET id = x'43fe' WHERE id = CAST('C6' AS BLOB)");
  const StoreReport report = damaged.verify();
  CHECK(report.first_fault.find("record customers C\\xfe") != std::string::npos);
  CHECK(report.lines.back().find("verify") == std::string::npos);
}
