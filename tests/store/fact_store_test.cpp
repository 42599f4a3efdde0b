#include "staysail/store/fact_store.hpp"

#include <doctest/doctest.h>

#include "liars.hpp"
#include "staysail/testing/fact_store_kit.hpp"

using namespace staysail;

namespace {

template <class Liar>
void is_caught(const char* name) {
  CAPTURE(name);
  Liar liar;
  const auto report = check_fact_store(liar);
  CHECK_FALSE(report.passed());
}

}  // namespace

TEST_CASE("the memory store keeps the promises of a fact store") {
  const auto store = make_memory_store();
  const auto report = check_fact_store(store->facts());
  CHECK_MESSAGE(report.passed(), report.to_string());
  CHECK(report.checked() > 50);
  const auto second = check_fact_store(store->facts(), "2");
  CHECK_MESSAGE(second.passed(), second.to_string());
}

TEST_CASE("the fact kit catches stores that lie") {
  is_caught<store::FactsForgetTokens>("forgets tokens");
  is_caught<store::FactsIgnoreVersions>("ignores versions");
  is_caught<store::FactsAppendHalf>("appends half");
  is_caught<store::FactsPileUp>("keeps old versions");
  is_caught<store::FactsComeBackwards>("wrong order");
  is_caught<store::FactsClaimExact>("claims filters that it does not apply");
  is_caught<store::FactsIgnoreProjection>("ignores the projection");
  is_caught<store::FactsHideMonths>("hides months");
}

TEST_CASE("both halves of a store share their tokens") {
  const auto store = make_memory_store();
  REQUIRE(store->facts().append({}, "night 2026-01"));
  CHECK(store->entities().was_applied("night 2026-01").value());
  CHECK(store->entities().apply(ChangeSet{}, "night 2026-01").error().code() == Errc::invalid_argument);
}
