#include "staysail/boss/exchange.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <filesystem>

#include "staysail/boss/file_feed.hpp"
#include "staysail/boss/outbox_actions.hpp"
#include "staysail/files/atomic_file.hpp"
#include "staysail/files/byte_source.hpp"

using namespace staysail;

namespace fs = std::filesystem;

namespace {

constexpr const char* kMapping = R"(
[exchange]
source = "in"
processed = "done"
quarantine = "bad"
[[feed]]
name = "customers"
files = "c_*.csv"
check_file = { name = "day.ctl", record = "{name}|{rows}" }
[[feed.entity]]
table = "customers"
fields = { customer_id = "C" }
)";

// A folder of its own for each test case.
class Folder {
 public:
  explicit Folder(const std::string& name)
      : path_((fs::temp_directory_path() / ("staysail_exchange_" + name)).string()) {
    fs::remove_all(path_);
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

 private:
  std::string path_;
};

Mapping mapping() { return Mapping::parse(kMapping, "mapping.toml").value(); }

FileReceipt receipt(const std::string& file, std::uint64_t read, std::uint64_t quarantined) {
  FileReceipt made;
  made.file = file;
  made.feed = "customers";
  made.read = read;
  made.quarantined = quarantined;
  made.accepted = read - quarantined;
  for (std::uint64_t i = 0; i < quarantined; ++i) made.bad_rows.push_back({i + 2, "C", "missing_value", "a|b%\n"});
  return made;
}

}  // namespace

TEST_CASE("each file goes where its rows say, with its receipt beside it") {
  const Folder folder("goes");
  for (const char* name : {"in/c_1.csv", "in/c_2.csv", "in/c_3.csv", "in/c_4.csv"}) folder.put(name, "C\nC1\n");
  folder.put("in/day.ctl", "c_1.csv|1\n");
  auto withheld = receipt("c_4.csv", 0, 0);
  withheld.reason = "totals_differ";
  withheld.message = "9 declared";
  const auto exchange = Exchange::open(folder.path(), mapping()).value();
  const auto moved =
      exchange.settle({receipt("c_1.csv", 3, 0), receipt("c_2.csv", 3, 1), receipt("c_3.csv", 3, 3), withheld}).value();
  REQUIRE(moved.size() == 4);
  CHECK(moved[0].to == "done/c_1.csv");
  CHECK(moved[1].to == "done/c_2.csv");
  CHECK(moved[2].to == "bad/c_3.csv");
  CHECK(moved[3].to == "bad/c_4.csv");
  CHECK(folder.receipt("done/c_1.csv.rsp").result == FileResult::good);
  const FileReceipt partly = folder.receipt("done/c_2.csv.rsp");
  CHECK(partly.result == FileResult::partly_bad);
  CHECK(partly.bad_rows == std::vector<BadRow>{{2, "C", "missing_value", "a|b%\n"}});
  CHECK(folder.receipt("bad/c_4.csv.rsp").reason == "totals_differ");
  // It speaks of all of them, and goes with the last.
  CHECK(folder.has("bad/day.ctl"));
  CHECK(fs::is_empty(folder.path() + "/in"));
}

TEST_CASE("rows that wait for their owner make no file bad") {
  auto waiting = receipt("c_1.csv", 2, 2);
  CHECK(waiting.judged() == FileResult::bad);
  waiting.bad_rows[0].reason = "orphan";
  CHECK(waiting.judged() == FileResult::bad);
  waiting.bad_rows[1].reason = "orphan";
  CHECK(waiting.judged() == FileResult::partly_bad);
}

TEST_CASE("a check file stays as long as a file stays that it speaks of") {
  const Folder folder("stays");
  for (const char* name : {"in/c_1.csv", "in/c_2.csv"}) folder.put(name, "C\nC1\n");
  folder.put("in/day.ctl", "c_1.csv|1\n");
  REQUIRE(Exchange::open(folder.path(), mapping()).value().settle({receipt("c_1.csv", 1, 0)}));
  CHECK(folder.has("in/day.ctl"));
  REQUIRE(Exchange::open(folder.path(), mapping()).value().settle({receipt("c_2.csv", 1, 0)}));
  CHECK(folder.has("done/day.ctl"));
}

TEST_CASE("a file that was written to meanwhile is left, and nobody's place is taken") {
  const Folder folder("meanwhile");
  folder.put("in/c_1.csv", "C\nC1\n");
  const auto exchange = Exchange::open(folder.path(), mapping()).value();
  folder.put("in/c_1.csv", "C\nC1\nC2\n");
  const auto moved = exchange.settle({receipt("c_1.csv", 1, 0), receipt("c_9.csv", 1, 0)}).value();
  CHECK(moved[0].to.empty());
  CHECK(moved[0].message.find("read again by the next") != std::string::npos);
  CHECK(moved[1].message == "it is gone");
  CHECK(folder.has("in/c_1.csv"));
  CHECK_FALSE(folder.has("done/c_1.csv.rsp"));
  folder.put("done/c_1.csv", "of another day");
  REQUIRE(Exchange::open(folder.path(), mapping()).value().settle({receipt("c_1.csv", 2, 0)}));
  CHECK(folder.text("done/c_1.csv") == "of another day");
  CHECK(folder.text("done/c_1.csv.2") == "C\nC1\nC2\n");
  CHECK(folder.receipt("done/c_1.csv.2.rsp").read == 2);
}

TEST_CASE("after a stop between receipt and move the first receipt stands, for the very same file alone") {
  const Folder folder("stop");
  folder.put("in/c_1.csv", "C\nC1\n");
  auto first = receipt("c_1.csv", 1, 0);
  first.stamp = FolderFiles(folder.path() + "/in").stamp("c_1.csv").value().value();
  folder.put("done/c_1.csv.rsp", first.to_text());
  auto again = receipt("c_1.csv", 1, 0);
  std::swap(again.accepted, again.duplicate);
  REQUIRE(Exchange::open(folder.path(), mapping()).value().settle({again}));
  CHECK(folder.receipt("done/c_1.csv.rsp").accepted == 1);
  // Somebody took the processed file away; the next of its name is another one.
  fs::remove(folder.path() + "/done/c_1.csv");
  folder.put("in/c_1.csv", "C\nC7\n");
  REQUIRE(Exchange::open(folder.path(), mapping()).value().settle({again}));
  CHECK(folder.receipt("done/c_1.csv.rsp").accepted == 0);
}

TEST_CASE("an exchange reads what came in, and knows what was processed") {
  const Folder folder("reads");
  folder.put("in/c_2.csv", "C\nC1\n");
  folder.put("done/c_1.csv", "C\nC1\n");
  folder.put("done/c_1.csv.rsp", "");
  const auto files = export_files(folder.path(), mapping());
  CHECK(files->names().value() == std::vector<std::string>{"c_2.csv"});
  CHECK(files->settled_names().value() == std::vector<std::string>{"c_1.csv"});
  // A required feed had its file.
  fs::remove(folder.path() + "/in/c_2.csv");
  FileFeed feed(files, std::make_shared<const Mapping>(mapping()));
  CHECK(feed.plan({}).value().empty());
}

TEST_CASE("a receipt is read as it was written, and a cut one is told") {
  CHECK(rc::check([](const std::string& file, const std::string& text, const std::vector<std::string>& notices) {
    FileReceipt receipt;
    receipt.file = file + "x";
    receipt.reason = text.empty() ? "" : "damaged";
    receipt.message = text;
    receipt.notices = notices;
    receipt.bad_rows = {{7, text, "bad_number", file}};
    receipt.result = receipt.judged();
    const std::string written = receipt.to_text();
    RC_ASSERT(FileReceipt::parse(written, "a.rsp").value() == receipt);
    const auto size = *rc::gen::inRange<std::size_t>(0, written.size());
    RC_ASSERT(!FileReceipt::parse(written.substr(0, size), "a.rsp").has_value());
  }));
  CHECK(FileReceipt::parse("FILE|a\nROWS|1|2\nEND|2\n", "a.rsp").error().to_string().find("a.rsp:2:") == 0);
}

TEST_CASE("receipts of a BOSS for our orders are sorted, and what is good in them counts") {
  const Folder folder("outbox");
  const auto outbox = OutboxActions::open(folder.path()).value();
  BossAction action;
  action.subscription = SubscriptionId::of("S1");
  action.requested = Day::of(2026, 1, 15).value();
  BossAction other = action;
  other.subscription = SubscriptionId::of("S2");
  REQUIRE(outbox->submit(std::vector<BossAction>{action, other}, "t"));
  folder.put("receipts_1.csv", "action_token,status,note\nt.1,done,\nt.2,accepted\n");
  folder.put("receipts_2.csv", "action_token,status,note\nt.2,failed,no line\nt.9,done,\nt.1,dnoe,\nt.1\n");
  folder.put("receipts_3.csv", "action_token,status,note\nx.1,done,\n");
  folder.put("receipts_4.csv", "action_token,status\n\"t.1,done\n");
  const auto sorted = outbox->sort_receipts().value();
  REQUIRE(sorted.size() == 4);
  CHECK(sorted[0].result == FileResult::good);
  CHECK(sorted[1].result == FileResult::partly_bad);
  CHECK(sorted[2].result == FileResult::bad);
  CHECK(sorted[3].result == FileResult::bad);
  std::vector<std::string> reasons;
  for (const auto& row : folder.receipt("partly_bad/receipts_2.csv.rsp").bad_rows)
    reasons.push_back(std::to_string(row.line) + row.reason);
  CHECK(reasons == std::vector<std::string>{"3unknown_token", "4unknown_status", "5field_count"});
  CHECK(folder.has("good/receipts_1.csv"));
  CHECK(folder.has("bad/receipts_4.csv"));
  const auto status = outbox->status(std::vector<std::string>{"t.1", "t.2"}).value();
  CHECK(status[0].status == ActionStatus::done);
  CHECK((status[1].status == ActionStatus::failed && status[1].note == "no line"));
  CHECK(outbox->sort_receipts().value().empty());
}
