// Customers whose parties are one person: consent, caps and plans take them as one.
#include <doctest/doctest.h>

#include "strategy/plan_fixture.hpp"

namespace staysail::test {
namespace {

Persons first_two_together() {
  return Persons::of(frame_of({"customer_id", "party_id"}, {{"C1", "P1"}, {"C2", "P2"}, {"C3", "P3"}}), {{"P2", "P1"}})
      .value();
}

// Three lines of three customers, of whom the first two are one person where `together`.
PlanCase scene_of(bool together) {
  PlanCase scene;
  Strategy gift = strategy_of("gift", "value >= 0", StrategyKind::reward);
  gift.channels = {"sms"};
  gift.value = "value";
  scene.strategies = {gift};
  scene.policy.tasks_per_customer = 1;
  scene.policy.marketing = ConsentRule::unless_refused;
  scene.frame = frame_of({"subscription_id", "customer_id", "#value"},
                         {{"S1", "C1", "10"}, {"S2", "C2", "20"}, {"S3", "C3", "5"}});
  if (together) scene.frame = scene.frame.with(first_two_together().column(scene.frame).value()).value();
  return scene;
}

std::string verdicts(const PlanCase& scene) {
  const Batch matches = matches_frame(scene.plan().value()).value();
  std::string text;
  for (std::size_t row = 0; row < matches.rows(); ++row)
    text += matches.find("customer_id")->value_text(row) + " " + matches.find("verdict")->value_text(row) + ", ";
  return text;
}

}  // namespace

TEST_CASE("a person with two customers is given what one customer is given") {
  CHECK(verdicts(scene_of(false)) == "C1 task, C2 task, C3 task, ");
  CHECK(verdicts(scene_of(true)) == "C1 outranked, C2 task, C3 task, ");
  PlanCase by_value = scene_of(true);
  by_value.policy.arbitration.method = ArbitrationMethod::optimise;
  CHECK(verdicts(by_value) == "C1 outranked, C2 task, C3 task, ");
}

TEST_CASE("a contact with one customer of a person counts for all, and comes back when they are parted") {
  const Persons persons = first_two_together();
  PlanCase scene = scene_of(true);
  const auto past = [&] {
    return ContactHistory::of({PastContact{"C2", day("2026-01-08"), "gift", "sms", "", std::nullopt, true, false}},
                              scene.as_of);
  };
  scene.history = past().of_persons(persons);
  CHECK(scene.history.of_customer(persons.first_customer("C1")).size() == 1);
  const std::string together = verdicts(scene);
  CHECK(together.find("C1 task") == std::string::npos);
  CHECK(together.find("C3 task") != std::string::npos);
  PlanCase parted = scene_of(false);
  parted.history = past();
  CHECK(verdicts(parted).find("C1 task") != std::string::npos);
}

TEST_CASE("of what the customers of a person said the strictest holds") {
  ConsentLedger ledger;
  ledger.record("C1", "sms", "marketing", day("2025-06-01"), true);
  ledger.record("C2", "sms", "marketing", day("2025-03-01"), false);
  ledger.record("C1", "call", "marketing", day("2025-06-01"), true);
  const Persons persons = first_two_together();
  const ConsentLookup lookup = consent_of_persons(ledger, persons, day("2026-01-10"));
  for (const char* customer : {"C1", "C2"}) {
    CHECK(lookup(customer, "sms", "marketing").state == ConsentState::refused);
    CHECK(lookup(customer, "sms", "marketing").since == day("2025-03-01"));
    CHECK(lookup(customer, "call", "marketing").state == ConsentState::granted);
    CHECK(lookup(customer, "app", "marketing").state == ConsentState::unknown);
  }
  CHECK(lookup("C3", "sms", "marketing").state == ConsentState::unknown);
  // Not one person any more: each as before.
  const Persons nobody;
  const ConsentLookup parted = consent_of_persons(ledger, nobody, day("2026-01-10"));
  CHECK(parted("C1", "sms", "marketing").state == ConsentState::granted);
  CHECK(parted("C2", "sms", "marketing").state == ConsentState::refused);
}

}  // namespace staysail::test
