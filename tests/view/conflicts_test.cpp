#include "staysail/view/conflicts.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <random>

#include "staysail/view/intake.hpp"
#include "staysail/view/population.hpp"
#include "told_feed.hpp"

using namespace staysail;
using testing::ToldFeed;
using testing::ToldFile;

namespace {

const ToldFile kLines{"lines.csv",
                      "lines",
                      {"customers", "subscriptions"},
                      {"customer_id=C1;subscription_id=S1", "customer_id=C2;subscription_id=S2"},
                      0};

ToldFile bills(const std::string& name, std::vector<std::string> records, std::int64_t version) {
  for (auto& record : records) record = "subscription_id=S1;month=2026-03;amount=" + record;
  return {name, "bills", {"bills"}, std::move(records), version};
}

ToldFile states(const std::string& name, const std::string& status, std::int64_t version) {
  return {name, "lines", {"subscriptions"}, {"subscription_id=S1;customer_id=C1;status=" + status}, version};
}

IntakeReport take(Store& store, std::vector<ToldFile> files) {
  ToldFeed feed;
  feed.files = std::move(files);
  return take_in(feed, store, ModelCatalog(), {}).value();
}

std::string amount_of(Store& store) {
  ScanRequest request;
  request.table = "bills";
  request.first = request.last = Month::of(2026, 3);
  const auto scanned = store.facts().scan(request).value();
  return scanned.chunks.front().batch.find("amount")->value_text(0);
}

// A line each: the named columns of every conflict, in a fixed order.
std::string told(Store& store, const std::vector<std::string>& names) {
  const Batch table = Conflicts::load(store).value().table().value();
  std::vector<std::string> lines(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row)
    for (const auto& name : names) lines[row] += (lines[row].empty() ? "" : " ") + table.find(name)->value_text(row);
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  return text;
}

const std::vector<std::string> kIdentity = {"table", "key", "version", "digest"};
const std::vector<std::string> kPlaces = {"file", "line", "table", "key", "version", "outcome"};

}  // namespace

TEST_CASE("a correction that loses to what stands is told, not dropped") {
  const auto store = make_memory_store();
  take(*store, {kLines, bills("b.csv", {"5900"}, 202603)});
  const IntakeReport corrected = take(*store, {kLines, bills("b.csv", {"60"}, 202603)});
  CHECK(corrected.total.accepted == 0);
  CHECK(corrected.conflicting == 1);
  CHECK(told(*store, kPlaces) == "b.csv 2 bills S1|2026-03| 202603 lost\n");
}

TEST_CASE("a correction that wins under the same version says that another value was there") {
  const auto store = make_memory_store();
  take(*store, {kLines, bills("b.csv", {"60"}, 202603)});
  CHECK(take(*store, {kLines, bills("b.csv", {"5900"}, 202603)}).total.accepted == 1);
  CHECK(told(*store, kPlaces) == "b.csv 2 bills S1|2026-03| 202603 stands\n");
}

TEST_CASE("what an entity's source says twice under one version is told as well") {
  const auto store = make_memory_store();
  take(*store, {kLines, states("s.csv", "suspended", 1)});
  CHECK(take(*store, {states("s.csv", "active", 1)}).conflicting == 1);
  CHECK(told(*store, kPlaces) == "s.csv 2 subscriptions S1 1 lost\n");
}

TEST_CASE("two rows of one file that contradict each other are a conflict; equal ones are duplicates") {
  const auto store = make_memory_store();
  const IntakeReport report = take(*store, {kLines, bills("b.csv", {"60", "5900", "60", "5900"}, 1)});
  CHECK(report.total.duplicate == 3);
  CHECK(report.conflicting == 1);
  CHECK(told(*store, kPlaces) == "b.csv 2 bills S1|2026-03| 1 lost\n");
  const auto same = make_memory_store();
  CHECK(take(*same, {kLines, bills("b.csv", {"60", "60"}, 1)}).conflicting == 0);
}

TEST_CASE("a higher version is how a correction is sent: it stands and ends the conflict") {
  const auto store = make_memory_store();
  take(*store, {kLines, bills("b.csv", {"5900"}, 1), states("s.csv", "suspended", 1)});
  take(*store, {bills("b.csv", {"60"}, 1), states("s.csv", "active", 1)});
  CHECK(Conflicts::load(*store).value().size() == 2);
  CHECK(take(*store, {bills("b2.csv", {"60"}, 2)}).conflicting == 1);
  CHECK(amount_of(*store) == "0.060");
  CHECK(take(*store, {states("s2.csv", "active", 2)}).conflicting == 0);
}

TEST_CASE("an older version that contradicts itself is no conflict: it says nothing that stays") {
  const auto store = make_memory_store();
  CHECK(take(*store, {kLines, bills("b1.csv", {"60", "70"}, 1), bills("b2.csv", {"50"}, 2)}).conflicting == 0);
  CHECK(take(*store, {bills("b0.csv", {"80", "90"}, 0)}).conflicting == 0);
}

TEST_CASE("conflicts are the same whatever comes first, together or night by night") {
  REQUIRE(rc::check([] {
    std::vector<ToldFile> files;
    for (int i = 0; i < 4; ++i) {
      const auto version = *rc::gen::inRange(1, 3);
      const auto amounts = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>("1", "2", "3"));
      files.push_back(bills("b" + std::to_string(i) + ".csv", amounts, version));
      files.push_back(states("s" + std::to_string(i) + ".csv",
                             *rc::gen::element<std::string>("active", "suspended", "terminated"), version));
    }
    const auto together = make_memory_store(), apart = make_memory_store();
    std::vector<ToldFile> all = files;
    all.push_back(kLines);
    take(*together, all);
    take(*apart, {kLines});
    std::shuffle(files.begin(), files.end(), std::mt19937(*rc::gen::arbitrary<std::uint32_t>()));
    for (auto& file : files) {
      std::shuffle(file.records.begin(), file.records.end(), std::mt19937(7));
      take(*apart, {file});
    }
    RC_ASSERT(told(*together, kIdentity) == told(*apart, kIdentity));
  }));
}
