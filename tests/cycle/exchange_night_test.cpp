// Nights on an exchange of files: what is kept is moved, what fails moves nothing, and a stop in between loses nothing.
#include <doctest/doctest.h>

#include <filesystem>

#include "small_operator.hpp"
#include "staysail/boss/exchange.hpp"
#include "staysail/cycle/file_receipts.hpp"
#include "staysail/files/atomic_file.hpp"
#include "staysail/files/byte_source.hpp"

using namespace staysail;

namespace fs = std::filesystem;

namespace {

// [doc: exchange]
// Returns where each file stands after the night.
Result<std::vector<MovedFile>> night_of_exchange(const std::string& boss, const std::string& mapping_path,
                                                 const std::string& playbook, Store& store, Day as_of, Instant now) {
  STAYSAIL_TRY(const auto feed, FileFeed::open_folder(boss, mapping_path, now));
  STAYSAIL_TRY(const auto exchange, Exchange::open(boss, feed->mapping()));
  NightParts parts;
  parts.feed = feed.get();
  parts.store = &store;
  parts.playbook = playbook;
  parts.catalog = &feed->mapping().catalog;
  parts.currency = feed->mapping().currency;
  NightOptions options;
  options.as_of = as_of;
  STAYSAIL_TRY(const NightResult night, run_night(parts, options));
  STAYSAIL_TRY(const auto receipts, file_receipts(night, store));
  return exchange.settle(receipts);
}
// [doc: end]

constexpr const char* kMapping = R"(
[exchange]
source = "in"
processed = "done"
quarantine = "bad"
[[feed]]
name = "lines"
files = "lines_*.csv"
[[feed.entity]]
table = "subscriptions"
fields = { subscription_id = "S", customer_id = "C", activated = "DAY" }
[[feed.entity]]
table = "customers"
fields = { customer_id = "C" }
[[feed]]
name = "tickets"
files = "tickets_*.csv"
required = false
trailer_record = "END {rows}"
[[feed.entity]]
table = "tickets"
fields = { ticket_id = "T", subscription_id = "S", opened = "DAY" }
)";

class Folder {
 public:
  Folder() {
    fs::remove_all(path_);
    put("mapping.toml", kMapping);
    fs::create_directories(path_ + "/in");
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::string& path() const { return path_; }
  void put(const std::string& name, const std::string& text) const {
    fs::create_directories(fs::path(path_ + "/" + name).parent_path());
    REQUIRE(write_file(path_ + "/" + name, text));
  }
  bool has(const std::string& name) const { return fs::exists(path_ + "/" + name); }
  std::string text(const std::string& name) const { return read_file(path_ + "/" + name, 1 << 20).value(); }
  FileReceipt receipt(const std::string& name) const { return FileReceipt::parse(text(name), name).value(); }
  Result<std::vector<MovedFile>> night(Store& store) const {
    return night_of_exchange(path_, path_ + "/mapping.toml", test::kExamples + "/playbook", store,
                             Day::of(2026, 1, 1).value(), Instant());
  }

 private:
  std::string path_ = (fs::temp_directory_path() / "staysail_exchange_night_test").string();
};

const std::string kLines = "S,C,DAY\nS1,C1,2020-01-31\nS2,C2,2020-02-31\n";

}  // namespace

TEST_CASE("good rows come in, the file is moved, and its sender learns of the bad one") {
  const Folder folder;
  const auto store = make_memory_store();
  folder.put("in/lines_1.csv", kLines);
  folder.put("in/tickets_1.csv", "T,S,DAY\nT1,S1,2025-12-01\nEND 1\n");
  folder.put("in/tickets_2.csv", "T,S,DAY\nT2,S1,2025-12-01\nEND 2\n");
  const auto moved = folder.night(*store).value();
  REQUIRE(moved.size() == 3);
  const FileReceipt lines = folder.receipt("done/lines_1.csv.rsp");
  CHECK(lines.result == FileResult::partly_bad);
  CHECK((lines.read == 2 && lines.accepted == 1 && lines.quarantined == 1));
  CHECK(lines.bad_rows == std::vector<BadRow>{{3, "DAY", "bad_date", "2020-02-31"}});
  CHECK(folder.receipt("done/tickets_1.csv.rsp").accepted == 1);
  CHECK(folder.receipt("bad/tickets_2.csv.rsp").reason == "totals_differ");
  CHECK(fs::is_empty(folder.path() + "/in"));
  // A night without files is a night; the required feed had its file.
  CHECK(folder.night(*store).value().empty());
}

TEST_CASE("a night that fails moves nothing") {
  const Folder folder;
  const auto store = make_memory_store();
  folder.put("in/lines_1.csv", "S,C\nS1,C1\n");  // a column is missing
  CHECK(folder.night(*store).error().code() == Errc::mapping_invalid);
  CHECK(folder.has("in/lines_1.csv"));
  CHECK_FALSE(folder.has("done/lines_1.csv"));
}

TEST_CASE(
    "a stop after the store kept a file and before it was moved: the next night moves it, and reads nothing twice") {
  const Folder folder;
  const auto store = make_memory_store();
  folder.put("in/lines_1.csv", kLines);
  // The stopped night, up to its moves.
  const auto feed = FileFeed::open_folder(folder.path(), folder.path() + "/mapping.toml").value();
  NightParts parts;
  parts.feed = feed.get();
  parts.store = store.get();
  parts.playbook = test::kExamples + "/playbook";
  parts.catalog = &feed->mapping().catalog;
  NightOptions options;
  options.as_of = Day::of(2026, 1, 1).value();
  const auto digest = run_night(parts, options).value().record.digest;
  const auto moved = folder.night(*store).value();
  REQUIRE(moved.size() == 1);
  CHECK(moved[0].to == "done/lines_1.csv");
  const FileReceipt receipt = folder.receipt("done/lines_1.csv.rsp");
  CHECK((receipt.read == 2 && receipt.duplicate == 1 && receipt.quarantined == 1 && receipt.bad_rows.size() == 1));
  CHECK(run_night(parts, options).value().record.digest == digest);
}
