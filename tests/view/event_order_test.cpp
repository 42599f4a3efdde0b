// Promise 4: the same events in any order, cut into any files and runs, told any number of times, give the same state.
#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <tuple>

#include "staysail/store/sqlite_store.hpp"
#include "staysail/view/intake.hpp"
#include "staysail/view/quarantine.hpp"
#include "told_feed.hpp"
#include "view/entity_record.hpp"

using namespace staysail;
using testing::ToldFeed;
using testing::ToldFile;

namespace {

struct Event {
  std::string table, record;
  std::int64_t version = 0;
};

// Where one telling of an event goes.
struct Telling {
  Event event;
  int run = 0, file = 0;
};

std::string pick(const std::vector<std::string>& of) { return *rc::gen::elementOf(of); }

Event any_event() {
  const std::string id = pick({"1", "2", "3"});
  const auto version = *rc::gen::inRange<std::int64_t>(0, 4);
  // One value a version: two of one version would contradict each other, which is another promise.
  const std::string value = std::to_string(version);
  switch (*rc::gen::inRange(0, 3)) {
    case 0: return {"customers", "customer_id=C" + id + ";region=R" + value, version};
    case 1: return {"subscriptions", "subscription_id=S" + id + ";customer_id=C" + id + ";offering=O" + value, version};
    default:
      return {"usage", "subscription_id=S" + id + ";month=2025-1" + pick({"1", "2"}) + ";calls_out=" + value, version};
  }
}

std::vector<Telling> any_tellings(const std::vector<Event>& events) {
  std::vector<Telling> tellings;
  for (const Event& event : events)
    for (int times = *rc::gen::inRange(1, 4); times > 0; --times)
      tellings.push_back({event, *rc::gen::inRange(0, 3), *rc::gen::inRange(0, 3)});
  for (std::size_t i = tellings.size(); i > 1; --i)
    std::swap(tellings[i - 1], tellings[*rc::gen::inRange<std::size_t>(0, i)]);
  return tellings;
}

ToldFeed feed_of(const std::vector<Telling>& tellings, int run) {
  std::map<std::tuple<std::string, std::int64_t, int>, ToldFile> files;
  for (const Telling& telling : tellings) {
    if (telling.run != run) continue;
    const Event& event = telling.event;
    ToldFile& file = files[{event.table, event.version, telling.file}];
    file.name = std::to_string(run) + "_" + event.table + std::to_string(event.version) + std::to_string(telling.file);
    file.feed = event.table;
    file.tables = {event.table};
    file.version = event.version;
    file.records.push_back(event.record);
  }
  ToldFeed feed;
  for (auto& entry : files) feed.files.push_back(std::move(entry.second));
  return feed;
}

// What is known, without the names of the files in which it stood.
std::string state_of(Store& store) {
  std::string text;
  for (const char* kind : {"customers", "subscriptions"}) {
    FindRequest all;
    all.kind = kind;
    for (const Record& record : store.entities().find(all).value().records)
      for (const auto& said : view::decode_contributions(record.payload).value())
        text += record.key.id + " " + std::string(said.source) + " " + std::to_string(said.version) + " " +
                digest_of(said.record).to_string() + "\n";
  }
  ScanRequest usage;
  usage.table = "usage";
  usage.first = Month::of(2025, 1);
  usage.last = Month::of(2026, 12);
  for (const FactChunk& chunk : store.facts().scan(usage).value().chunks)
    for (std::size_t row = 0; row < chunk.batch.rows(); ++row) {
      for (const char* column : {"subscription_id", "month", "calls_out"})
        text += chunk.batch.find(column)->value_text(row) + " ";
      text += "\n";
    }
  return text;
}

std::string state_after(Store& store, const std::vector<Telling>& tellings) {
  for (int run = 0; run < 3; ++run) {
    ToldFeed feed = feed_of(tellings, run);
    const auto report = take_in(feed, store, ModelCatalog(), {});
    RC_ASSERT(report.has_value());
    RC_ASSERT(report->total.read == report->total.accepted + report->total.duplicate + report->total.quarantined);
  }
  return state_of(store);
}

std::vector<Telling> told_once(const std::vector<Event>& events) {
  std::vector<Telling> tellings;
  for (const Event& event : events) tellings.push_back({event, 0, 0});
  return tellings;
}

class SqlitePlace {
 public:
  SqlitePlace() : folder_(std::filesystem::temp_directory_path() / ("staysail-order-" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~SqlitePlace() { std::filesystem::remove_all(folder_); }
  std::unique_ptr<Store> open() const { return open_store("sqlite:" + (folder_ / "s.db").string()).value(); }

 private:
  std::filesystem::path folder_;
};

}  // namespace

TEST_CASE("the same events in any order, cut and repeated anyhow, give the same state") {
  CHECK(rc::check("both stores", [] {
    const auto events = *rc::gen::container<std::vector<Event>>(12, rc::gen::exec(any_event));
    const auto memory = make_memory_store(), other = make_memory_store();
    const std::string once = state_after(*memory, told_once(events));
    const auto tellings = any_tellings(events);
    RC_ASSERT(state_after(*other, tellings) == once);
    const SqlitePlace place;
    RC_ASSERT(state_after(*place.open(), tellings) == once);
  }));
}

TEST_CASE("planted fault: a telling that is lost gives another state") {
  const std::vector<Event> events = {{"customers", "customer_id=C1;region=R1", 1},
                                     {"customers", "customer_id=C1;region=R2", 2}};
  const auto all = make_memory_store(), some = make_memory_store();
  CHECK(state_after(*all, told_once(events)) != state_after(*some, told_once({events.front()})));
}

TEST_CASE("a late correction leaves what a run over everything gives, and changes nothing else") {
  const auto late = make_memory_store(), whole = make_memory_store();
  std::vector<Event> events;
  for (const std::string id : {"1", "2", "3"}) {
    events.push_back({"customers", "customer_id=C" + id, 0});
    events.push_back({"subscriptions", "subscription_id=S" + id + ";customer_id=C" + id, 0});
    for (const char* month : {"2025-10", "2025-11"})
      events.push_back({"usage", "subscription_id=S" + id + ";month=" + month + ";calls_out=5", 0});
  }
  const Event correction{"usage", "subscription_id=S2;month=2025-10;calls_out=9", 3};
  state_after(*late, told_once(events));
  const auto versions = [&] {
    std::map<std::string, std::uint64_t> found;
    ScanRequest usage;
    usage.table = "usage";
    usage.first = Month::of(2025, 1);
    usage.last = Month::of(2026, 12);
    for (const FactChunk& chunk : late->facts().scan(usage).value().chunks)
      found[chunk.month.to_string() + " " + std::to_string(chunk.partition)] = chunk.version;
    return found;
  };
  const auto before = versions();
  const std::string corrected = state_after(*late, {{correction, 2, 0}});
  const auto after = versions();
  events.push_back(correction);
  CHECK(corrected == state_after(*whole, told_once(events)));
  int rewritten = 0;
  for (const auto& [chunk, version] : after) rewritten += before.at(chunk) != version ? 1 : 0;
  CHECK(rewritten == 1);
}
