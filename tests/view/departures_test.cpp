// What is gone: deletions and full files that leave something out, in any order and in any number of runs.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

#include "staysail/boss/file_feed.hpp"
#include "staysail/view/intake.hpp"
#include "staysail/view/replication.hpp"
#include "view/departures.hpp"

using namespace staysail;

namespace {

constexpr const char* kMapping = R"(
date_pattern = "yyyy-MM-dd"
[[feed]]
name = "accounts"
files = "accounts.csv"
required = false
[[feed.entity]]
table = "accounts"
fields = { account_id = "A", customer_id = "A" }
[[feed.entity]]
table = "customers"
fields = { customer_id = "A" }
[[feed]]
name = "lines full"
source = "crm"
files = "full_{date:yyyyMM}_{serial:2}.csv"
absent = "deleted"
required = false
[[feed.entity]]
table = "subscriptions"
fields = { subscription_id = "S", customer_id = "C", offering = "OFFER" }
[[feed]]
name = "lines increment"
source = "crm"
mode = "increment"
files = "inc_{date:yyyyMMdd}.csv"
required = false
[[feed.entity]]
table = "subscriptions"
deleted = { column = "OP", texts = ["D"] }
fields = { subscription_id = "S", customer_id = "C", offering = "OFFER" }
[[feed]]
name = "line events"
source = "crm"
mode = "increment"
files = "events_*.csv"
required = false
[[feed.entity]]
table = "subscriptions"
deleted = { column = "OP", texts = ["D"] }
version = { column = "AT", pattern = "yyyy-MM-dd HH:mm:ss" }
fields = { subscription_id = "S", customer_id = "C", offering = "OFFER" }
[[feed]]
name = "bills"
mode = "increment"
files = "bills_*.csv"
required = false
[[feed.entity]]
table = "bills"
deleted = { column = "OP", texts = ["D"] }
version = "SEQ"
fields = { account_id = "A", month = "M", amount = "FEE" }
)";

using Texts = std::map<std::string, std::string>;

const Texts kAccounts = {{"accounts.csv", "A\nA1\nA2\n"}};

class Operator {
 public:
  RowCounts take(const Texts& texts) {
    FileFeed feed(std::make_shared<TextFiles>(texts), mapping_);
    const IntakeReport report = take_in(feed, *store_, mapping_->catalog, {}).value();
    const RowCounts& rows = report.total;
    RC_ASSERT(rows.read == rows.accepted + rows.duplicate + rows.quarantined);
    return rows;
  }

  // What it knows goes up.
  void tell(Operator& above) {
    REQUIRE(replicate(*store_, *above.store_, mapping_->catalog, tables_that_go_up(mapping_->catalog)));
  }

  // What is seen of lines and bills: keys and values.
  std::string seen() {
    std::string text;
    FindRequest request;
    request.kind = "subscriptions";
    const auto tell = [&](const Record& record) {
      text += record.key.id;
      for (const auto& said : view::decode_contributions(record.payload).value())
        text += "=" + std::string(said.source) + ":" + std::string(said.record);
      text += ";";
      return ok();
    };
    REQUIRE(for_each_record(store_->entities(), request, tell));
    ScanRequest scan;
    scan.table = "bills";
    scan.last = Month::of(9999, 12);
    for (const auto& chunk : store_->facts().scan(scan).value().chunks)
      for (std::size_t row = 0; row < chunk.batch.rows(); ++row)
        for (const char* name : {"account_id", "month", "amount"})
          text += chunk.batch.find(name)->value_text(row) + ",";
    return text;
  }

  std::string lines() {
    std::string text;
    FindRequest request;
    request.kind = "subscriptions";
    request.parts = RecordParts::key;
    const auto tell = [&](const Record& record) {
      text += record.key.id + " ";
      return ok();
    };
    REQUIRE(for_each_record(store_->entities(), request, tell));
    return text;
  }

 private:
  std::shared_ptr<const Mapping> mapping_ =
      std::make_shared<const Mapping>(Mapping::parse(kMapping, "mapping.toml").value());
  std::unique_ptr<Store> store_ = make_memory_store();
};

std::string pick(const std::vector<std::string>& of) { return *rc::gen::elementOf(of); }

// A row of the lines 1 to 4, perhaps a deletion.
std::string line_row(bool may_delete) {
  const std::string id = pick({"S1", "S2", "S3", "S4"});
  const bool gone = may_delete && pick({"", "", "D"}) == "D";
  return id + (gone ? ",," : ",A1," + pick({"gold", "plain"})) + (may_delete ? (gone ? ",D" : ",U") : "");
}

// Some rows, each line at most once: two rows of one version that differ are another matter.
std::string rows_of(const std::string& header, bool may_delete, const std::string& tail = {}) {
  std::string text = header + "\n";
  std::set<std::string> told;
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    const std::string row = line_row(may_delete);
    if (told.insert(row.substr(0, 2)).second) text += row + tail + "\n";
  }
  return text;
}

Texts some_files() {
  Texts files;
  for (const char* month : {"202511", "202512"}) {
    std::string one = rows_of("S,C,OFFER", false), two = "S,C,OFFER\n";
    files["full_" + std::string(month) + "_01.csv"] = one;
    if (pick({"", "two"}) == "two") files["full_" + std::string(month) + "_02.csv"] = two + "S5,A1,plain\n";
  }
  for (const char* day : {"20251110", "20251201", "20260105"})
    files["inc_" + std::string(day) + ".csv"] = rows_of("S,C,OFFER,OP", true);
  for (const char* at : {"2025-12-01 08:00:00", "2026-01-01 00:00:00"})
    files["events_" + std::string(1, at[3]) + ".csv"] = rows_of("S,C,OFFER,OP,AT", true, "," + std::string(at));
  for (const char* sequence : {"1", "2", "3"}) {
    std::string text = "A,M,FEE,SEQ,OP\n";
    for (const char* account : {"A1", "A2"}) {
      const std::string what = pick({"told", "gone", "nothing"});
      if (what == "told") text += std::string(account) + ",2025-12," + sequence + ".50," + sequence + ",U\n";
      if (what == "gone") text += std::string(account) + ",2025-12,," + sequence + ",D\n";
    }
    files["bills_" + std::string(sequence) + ".csv"] = text;
  }
  return files;
}

}  // namespace

TEST_CASE("any order of files, over any number of runs, with repeats, shows the same") {
  CHECK(rc::check([] {
    const Texts files = some_files();
    Operator at_once;
    Texts all = files;
    all.insert(kAccounts.begin(), kAccounts.end());
    at_once.take(all);
    Operator in_runs;
    in_runs.take(kAccounts);
    std::vector<std::string> order;
    for (const auto& file : files) order.push_back(file.first);
    for (const auto& name : *rc::gen::container<std::vector<std::string>>(3, rc::gen::elementOf(order)))
      order.push_back(name);
    for (std::size_t i = order.size() - 1; i > 0; --i)
      std::swap(order[i], order[*rc::gen::inRange<std::size_t>(0, i + 1)]);
    for (const auto& name : order) in_runs.take({{name, files.at(name)}});
    RC_ASSERT(in_runs.seen() == at_once.seen());
    // And once more changes nothing.
    RC_ASSERT(at_once.take(all).accepted == 0);
  }));
}

TEST_CASE("what is gone in a city is gone in the province, and what another city tells stays") {
  CHECK(rc::check([] {
    Operator city, other, province, alone;
    city.take(kAccounts);
    other.take({{"accounts.csv", "A\nA7\n"}});
    other.take({{"full_202511_01.csv", "S,C,OFFER\nS7,A7,gold\n"}});
    const Texts files = some_files();
    for (const auto& file : files) {
      city.take({file});
      if (pick({"", "tell"}) == "tell") city.tell(province);
      if (pick({"", "tell"}) == "tell") other.tell(province);
    }
    other.tell(province);
    city.tell(province);
    other.tell(alone);
    city.tell(alone);
    RC_ASSERT(province.seen() == alone.seen());
    RC_ASSERT(alone.lines() == city.lines() + "S7 ");
  }));
}

TEST_CASE("a deletion, a row told before it and one told after it") {
  Operator boss;
  boss.take(kAccounts);
  boss.take({{"inc_20251201.csv", "S,C,OFFER,OP\nS1,A1,gold,U\nS2,A1,plain,U\n"}});
  CHECK(boss.lines() == "S1 S2 ");
  const RowCounts deletion = boss.take({{"inc_20251203.csv", "S,C,OFFER,OP\nS1,,,D\n"}});
  CHECK(deletion.accepted == 1);
  CHECK(boss.lines() == "S2 ");
  // Late: it was told before the deletion.
  CHECK(boss.take({{"inc_20251202.csv", "S,C,OFFER,OP\nS1,A1,plain,U\n"}}).duplicate == 1);
  CHECK(boss.lines() == "S2 ");
  CHECK(boss.take({{"inc_20251204.csv", "S,C,OFFER,OP\nS1,A1,plain,U\n"}}).accepted == 1);
  CHECK(boss.lines() == "S1 S2 ");
}

TEST_CASE("a full file in parts tells what is gone once all of its parts are there") {
  Operator boss;
  boss.take(kAccounts);
  boss.take({{"full_202511_01.csv", "S,C,OFFER\nS1,A1,gold\nS2,A1,gold\n"}});
  // The first part is missing: nothing is gone yet.
  boss.take({{"full_202512_02.csv", "S,C,OFFER\nS3,A1,gold\n"}});
  CHECK(boss.lines() == "S1 S2 S3 ");
  boss.take({{"full_202512_01.csv", "S,C,OFFER\nS2,A1,gold\n"}, {"full_202512_02.csv", "S,C,OFFER\nS3,A1,gold\n"}});
  CHECK(boss.lines() == "S2 S3 ");
  // A file of an earlier period that comes late brings nothing back.
  boss.take({{"inc_20251130.csv", "S,C,OFFER,OP\nS1,A1,gold,U\n"}});
  CHECK(boss.lines() == "S2 S3 ");
}

TEST_CASE("an increment repeats what events brought in real time") {
  Operator boss;
  boss.take(kAccounts);
  boss.take({{"events_1.csv", "S,C,OFFER,OP,AT\nS1,A1,gold,U,2025-12-01 08:00:00\n"}});
  const RowCounts again = boss.take({{"events_2.csv", "S,C,OFFER,OP,AT\nS1,A1,gold,U,2025-12-01 08:00:00\n"}});
  CHECK((again.read == 1 && again.duplicate == 1));
  // The day's file says it again, at the end of the day.
  CHECK(boss.take({{"inc_20251201.csv", "S,C,OFFER,OP\nS1,A1,gold,U\n"}}).duplicate == 1);
}
