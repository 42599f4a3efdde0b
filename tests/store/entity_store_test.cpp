#include "staysail/store/entity_store.hpp"

#include <doctest/doctest.h>

#include <thread>

#include "liars.hpp"
#include "staysail/testing/entity_store_kit.hpp"

using namespace staysail;

namespace {

template <class Liar>
void is_caught(const char* name) {
  CAPTURE(name);
  Liar liar;
  const auto report = check_entity_store(liar);
  CHECK_FALSE(report.passed());
}

Record record_of(std::string id, std::string payload) {
  Record record;
  record.key = EntityKey{"customers", std::move(id)};
  record.payload = std::move(payload);
  return record;
}

}  // namespace

TEST_CASE("the memory store keeps the promises of an entity store") {
  const auto store = make_memory_store();
  const auto report = check_entity_store(store->entities());
  CHECK_MESSAGE(report.passed(), report.to_string());
  CHECK(report.checked() > 300);
  const auto second = check_entity_store(store->entities(), "2");
  CHECK_MESSAGE(second.passed(), second.to_string());
}

TEST_CASE("the entity kit catches stores that lie") {
  is_caught<store::ForgetsTokens>("forgets tokens");
  is_caught<store::NeverApplied>("denies what was applied");
  is_caught<store::IgnoresVersions>("ignores versions");
  is_caught<store::AppliesHalf>("applies half");
  is_caught<store::FindsBackwards>("finds in the wrong order");
  is_caught<store::OrdersByNumber>("orders ids as numbers");
  is_caught<store::LosesTheLastOfAPage>("loses a record between pages");
  is_caught<store::EndsAreExcluded>("leaves out the end of a range");
  is_caught<store::KeepsOldIndexes>("keeps old index entries");
  is_caught<store::CutsAtZeroByte>("cuts at a zero byte");
  is_caught<store::RestartsVersions>("gives a version twice");
}

TEST_CASE("all records of a kind are visited page by page, and a visitor may stop") {
  const auto store = make_memory_store();
  ChangeSet changes;
  for (int i = 100; i < 350; ++i) changes.put(record_of(std::to_string(i), "p"), absent);
  REQUIRE(store->entities().apply(changes, "load"));
  FindRequest request;
  request.kind = "customers";
  request.limit = 7;
  int seen = 0;
  CHECK(for_each_record(store->entities(), request, [&](const Record&) { return ++seen, ok(); }));
  CHECK(seen == 250);
  seen = 0;
  const auto stopped = for_each_record(store->entities(), request, [&](const Record&) -> Status {
    if (++seen == 10) return Error(Errc::cancelled, "enough");
    return ok();
  });
  CHECK(stopped.error().code() == Errc::cancelled);
  CHECK(seen == 10);
}

TEST_CASE("writers on several threads lose no update [threads]") {
  const auto store = make_memory_store();
  auto& entities = store->entities();
  ChangeSet birth;
  birth.put(record_of("counter", "0"), absent);
  REQUIRE(entities.apply(birth, "birth"));
  const auto count_up = [&](int thread) {
    for (int done = 0, tries = 0; done < 50; ++tries) {
      const auto current = entities.get({EntityKey{"customers", "counter"}}).value().front().value();
      ChangeSet changes;
      changes.put(record_of("counter", std::to_string(std::stoi(current.payload) + 1)), current.version);
      if (entities.apply(changes, std::to_string(thread) + "/" + std::to_string(tries))) ++done;
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(count_up, i);
  for (auto& thread : threads) thread.join();
  CHECK(entities.get({EntityKey{"customers", "counter"}}).value().front().value().payload == "200");
}
