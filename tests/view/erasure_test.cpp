// Promise 7: erased means gone, and stays gone.
#include "staysail/view/erasure.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "staysail/privacy/audit_trail.hpp"
#include "staysail/store/sqlite_store.hpp"
#include "staysail/view/customer_view.hpp"
#include "staysail/view/intake.hpp"
#include "staysail/view/quarantine.hpp"
#include "told_feed.hpp"

using namespace staysail;
using testing::ToldFeed;
using testing::ToldFile;

namespace {

ToldFeed two_customers(std::int64_t version) {
  ToldFeed feed;
  feed.files = {
      {"parties.csv",
       "parties",
       {"parties"},
       {"party_id=PARTY-1;name=欧阳消失;phone=13800001111;identity_number=42010119800101123X",
        "party_id=PARTY-2;name=Wang Stays;phone=13900002222"},
       version},
      {"customers.csv",
       "customers",
       {"customers"},
       {"customer_id=CUST-1;party_id=PARTY-1;region=Wuhan", "customer_id=CUST-12;party_id=PARTY-2;region=Wuhan"},
       version},
      {"subscriptions.csv",
       "subscriptions",
       {"subscriptions"},
       {"subscription_id=SUBS-1;customer_id=CUST-1;number=13800001111",
        "subscription_id=SUBS-12;customer_id=CUST-12;number=13900002222"},
       version},
      {"usage.csv",
       "usage",
       {"usage"},
       {"subscription_id=SUBS-1;month=2025-12;calls_out=7", "subscription_id=SUBS-12;month=2025-12;calls_out=3",
        "subscription_id=SUBS-9;month=2025-12;calls_out=1"},
       version},
  };
  return feed;
}

constexpr const char* kTraces[] = {"欧阳消失", "13800001111", "42010119800101123X", "CUST-1", "PARTY-1", "SUBS-1"};

// What goes wrong on purpose: nothing, the change after so many, or the scrub, which does nothing.
class BreakingStore final : public Store, EntityStore, FactStore {
 public:
  explicit BreakingStore(std::unique_ptr<Store> store) : store_(std::move(store)) {}
  long changes_left = -1;
  bool scrubs = true, scrub_breaks = false;

  EntityStore& entities() override { return *this; }
  FactStore& facts() override { return *this; }
  Result<StoreReport> verify() override { return store_->verify(); }
  Status scrub() override {
    if (scrub_breaks) return Error(Errc::io_failed, "broken on purpose");
    return scrubs ? store_->scrub() : ok();
  }

 private:
  Result<std::vector<std::optional<Record>>> get(const std::vector<EntityKey>& keys) override {
    return store_->entities().get(keys);
  }
  Result<FindPage> find(const FindRequest& request) override { return store_->entities().find(request); }
  Result<Receipt> apply(const ChangeSet& changes, const std::string& token) override {
    if (breaks()) return Error(Errc::io_failed, "broken on purpose");
    return store_->entities().apply(changes, token);
  }
  Result<bool> was_applied(const std::string& token) override { return store_->entities().was_applied(token); }
  Result<Receipt> append(const std::vector<FactChunk>& chunks, const std::string& token) override {
    if (breaks()) return Error(Errc::io_failed, "broken on purpose");
    return store_->facts().append(chunks, token);
  }
  Result<ScanResult> scan(const ScanRequest& request) override { return store_->facts().scan(request); }
  Result<std::vector<Month>> months(const std::string& table) override { return store_->facts().months(table); }
  bool breaks() { return changes_left >= 0 && changes_left-- == 0; }

  std::unique_ptr<Store> store_;
};

class ErasureTrial {
 public:
  ErasureTrial() {
    static int count = 0;
    folder_ = std::filesystem::temp_directory_path() /
              ("staysail-erasure-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
    std::filesystem::create_directories(folder_);
    store = std::make_unique<BreakingStore>(open_sqlite_store({path()}).value());
    take(0);
  }
  ~ErasureTrial() {
    store.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::string path() const { return (folder_ / "s.db").string(); }

  IntakeReport take(std::int64_t version) {
    ToldFeed feed = two_customers(version);
    const auto report = take_in(feed, *store, ModelCatalog(), {});
    REQUIRE_MESSAGE(report, (report ? "" : report.error().to_string()));
    return *report;
  }

  // The traces that any file of the store still shows, each followed by no further digit.
  std::string traces() const {
    std::string found;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), {}};
      for (const std::string trace : kTraces)
        for (std::size_t at = bytes.find(trace); at != std::string::npos; at = bytes.find(trace, at + 1))
          if (bytes[at + trace.size()] != '2') {
            found += trace + " in " + entry.path().filename().string() + " ";
            break;
          }
    }
    return found;
  }

  std::unique_ptr<BreakingStore> store;

 private:
  std::filesystem::path folder_;
};

bool is_known(Store& store, const std::string& id) {
  return view_customer(store.entities(), id, Purpose()).has_value();
}

const std::optional<ErasureAudit> kAudit =
    ErasureAudit{"a key of this test", Instant::from_micros(1'700'000'000'000'000), "clerk 7"};

// What the trail says was done, in its order.
std::vector<std::string> trail_of(Store& store) {
  std::vector<std::string> what;
  FindRequest all;
  all.kind = "audit";
  REQUIRE(for_each_record(store.entities(), all, [&](const Record& record) {
    for (const char* word : {"erase begun", "erase"})
      if (record.payload.find(word) != std::string::npos) return what.emplace_back(word), ok();
    return ok();
  }));
  return what;
}

// How many there are of each kind but the trail's.
std::map<std::string, std::uint64_t> records_of(Store& store) {
  auto records = store.verify().value().records;
  for (const char* kind : {"audit", "audit_head"}) records.erase(kind);
  return records;
}

// The promise: no change without the entry that announces it, nobody gone without the one that says so.
bool erasures_are_noted(const std::vector<std::string>& trail, bool touched, bool known) {
  const auto has = [&](const char* word) { return std::find(trail.begin(), trail.end(), word) != trail.end(); };
  return (!touched || has("erase begun")) && (!has("erase") || !known);
}

}  // namespace

TEST_CASE("an erased customer leaves no trace in any file, and the others stay") {
  ErasureTrial trial;
  REQUIRE_FALSE(trial.traces().empty());
  std::string id = "CUST-1";
  SUBCASE("by its own id") {}
  SUBCASE("by a subscription") { id = "SUBS-1"; }
  const auto report = erase_customer(*trial.store, id).value();
  CHECK(report.ids == 3);
  CHECK(report.records == 3);
  CHECK(report.rows == 1);
  CHECK_FALSE(report.repeated);
  CHECK(trial.traces() == "");
  CHECK_FALSE(is_known(*trial.store, "CUST-1"));
  CHECK(is_known(*trial.store, "CUST-12"));
  CHECK(trial.store->verify().value().sound);
  CHECK(erase_customer(*trial.store, "nobody").error().code() == Errc::not_found);
}

TEST_CASE("planted fault: without the scrub the traces are found") {
  ErasureTrial trial;
  trial.store->scrubs = false;
  REQUIRE(erase_customer(*trial.store, "CUST-1"));
  CHECK(trial.traces() != "");
}

TEST_CASE("a feed that comes again does not bring an erased customer back, and is accounted for") {
  ErasureTrial trial;
  REQUIRE(erase_customer(*trial.store, "CUST-1"));
  const IntakeReport report = trial.take(7);
  CHECK(report.total.read == report.total.accepted + report.total.duplicate + report.total.quarantined);
  CHECK_FALSE(is_known(*trial.store, "CUST-1"));
  const auto quarantine = Quarantine::load(*trial.store).value();
  int erased = 0;
  for (const auto& row : quarantine.rows()) erased += row.reason == "erased" && row.text.empty() ? 1 : 0;
  CHECK(erased == 4);
  CHECK(is_known(*trial.store, "CUST-12"));
  CHECK(trial.traces() == "");
  CHECK(erase_customer(*trial.store, "CUST-1").value().repeated);
}

TEST_CASE("an erasure that was interrupted anywhere goes on") {
  for (long changes = 0;; ++changes) {
    ErasureTrial trial;
    trial.store->changes_left = changes;
    const auto broken = erase_customer(*trial.store, "CUST-1");
    trial.store->changes_left = -1;
    if (broken) {
      CHECK(changes > 4);
      return;
    }
    CAPTURE(changes);
    if (changes % 2 == 0) REQUIRE(erase_customer(*trial.store, "CUST-1"));
    else CHECK(resume_erasures(*trial.store).value() == 1);
    CHECK(trial.traces() == "");
    CHECK(is_known(*trial.store, "CUST-12"));
    CHECK(resume_erasures(*trial.store).value() == 0);
  }
}

TEST_CASE("an erasure that was interrupted before its scrub goes on") {
  ErasureTrial trial;
  trial.store->scrub_breaks = true;
  CHECK_FALSE(erase_customer(*trial.store, "CUST-1"));
  CHECK(trial.traces() != "");
  trial.store->scrub_breaks = false;
  SUBCASE("by whoever ends what was interrupted") { CHECK(resume_erasures(*trial.store).value() == 1); }
  SUBCASE("by the same call again") { CHECK(erase_customer(*trial.store, "CUST-1").value().repeated); }
  CHECK(trial.traces() == "");
  CHECK(resume_erasures(*trial.store).value() == 0);
}

// Promise 9 beside 7: nothing is erased of which the trail does not know, wherever a crash comes between.
TEST_CASE("an erasure stands in the audit trail from its first change on") {
  for (long changes = 0;; ++changes) {
    ErasureTrial trial;
    const auto records = records_of(*trial.store);
    trial.store->changes_left = changes;
    const auto broken = erase_customer(*trial.store, "CUST-1", kAudit);
    trial.store->changes_left = -1;
    CAPTURE(changes);
    const auto noted = trail_of(*trial.store);
    const bool touched = records_of(*trial.store) != records;
    CHECK(erasures_are_noted(noted, touched, is_known(*trial.store, "CUST-1")));
    if (broken) {
      CHECK(noted == std::vector<std::string>{"erase begun", "erase"});
      CHECK(changes > 4);
      return;
    }
    if (changes % 2 == 0) REQUIRE(erase_customer(*trial.store, "CUST-1", kAudit));
    else REQUIRE(resume_erasures(*trial.store, kAudit));
    CHECK(trail_of(*trial.store).back() == "erase");
    CHECK(verify_audit(trial.store->entities(), kAudit->key).value().sound);
    CHECK(trial.traces() == "");
  }
}

TEST_CASE("planted fault: an erasure that is written down when it is over, and a crash before that") {
  ErasureTrial trial;
  const auto records = records_of(*trial.store);
  REQUIRE(erase_customer(*trial.store, "CUST-1"));  // and no more: the crash
  CHECK_FALSE(erasures_are_noted(trail_of(*trial.store), records_of(*trial.store) != records,
                                 is_known(*trial.store, "CUST-1")));
}

TEST_CASE("a backup that is put back is erased of who was erased since") {
  ErasureTrial before, after;
  REQUIRE(erase_customer(*after.store, "CUST-1"));
  const auto tombstones = Tombstones::load(after.store->entities()).value();
  CHECK(tombstones.size() == 3);
  const auto read = Tombstones::parse(tombstones.text(), "erasures").value();
  CHECK(read.text() == tombstones.text());
  CHECK(replay_erasures(*before.store, read).value() == 1);
  CHECK(before.traces() == "");
  CHECK(replay_erasures(*before.store, read).value() == 0);
  const auto wrong = Tombstones::parse("CUST-1\n", "erasures");
  CHECK(wrong.error().to_string().find("erasures:1:1: malformed_file") == 0);
}

TEST_CASE("a party that another customer has too stays") {
  ErasureTrial trial;
  ToldFeed feed;
  feed.files = {{"more.csv", "customers", {"customers"}, {"customer_id=CUST-3;party_id=PARTY-1"}, 1}};
  REQUIRE(take_in(feed, *trial.store, ModelCatalog(), {}));
  REQUIRE(erase_customer(*trial.store, "CUST-1"));
  CHECK(view_customer(trial.store->entities(), "CUST-3", Purpose()).value().of("parties").size() == 1);
}
