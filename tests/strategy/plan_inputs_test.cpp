#include "staysail/strategy/plan_inputs.hpp"

#include <doctest/doctest.h>

#include "staysail/boss/memory_actions.hpp"
#include "strategy/plan_fixture.hpp"

namespace staysail::test {
namespace {

ChannelConsent said(std::string_view customer, std::string_view channel, std::string_view purpose) {
  if (customer == "C2" && channel == "sms") return {ConsentState::refused, day("2025-05-01")};
  if (customer == "C1" && purpose == "marketing") return {ConsentState::granted, day("2025-06-01")};
  return {};
}

PlanCase scene() {
  PlanCase scene;
  Strategy offer = strategy_of("offer", "value > 10", StrategyKind::upgrade);
  Strategy care = strategy_of("care", "value > 20", StrategyKind::care);
  offer.channels = {"sms", "call"};
  care.channels = {"sms"};
  scene.strategies = {offer, care};
  scene.frame = frame_of({"subscription_id", "customer_id", "#value"},
                         {{"S1", "C2", "30"}, {"S2", "C1", "15"}, {"S3", "C2", "12"}, {"S4", "C3", "1"}});
  scene.consent = said;
  scene.history =
      ContactHistory::of({{"C2", day("2026-01-02"), "offer", "sms", "refused", day("2026-01-05"), false, false},
                          {"C2", day("2025-12-02"), "", "call", "", std::nullopt, true, false},
                          {"C3", day("2026-01-02"), "care", "sms", "", std::nullopt, false, false}},
                         scene.as_of);
  return scene;
}

PlanInputs inputs_of(const PlanCase& scene) {
  PlanRequest request;
  request.history = &scene.history;
  request.consent = scene.consent;
  return staysail::inputs_of(scene.plan().value(), request).value();
}

std::string told(const Batch& table) {
  std::string text;
  for (std::size_t row = 0; row < table.rows(); ++row)
    for (std::size_t c = 0; c < table.width(); ++c)
      text += table.column(c).value_text(row) + (c + 1 == table.width() ? "\n" : " ");
  return text;
}

}  // namespace

TEST_CASE("what a plan knew is kept for customers with a match, and for nobody else") {
  const PlanInputs inputs = inputs_of(scene());
  CHECK(told(inputs.contacts) ==
        "C2 2025-12-02  call   true false\nC2 2026-01-02 offer sms refused 2026-01-05 false false\n");
  CHECK(told(inputs.consents) ==
        "C2 sms marketing 2025-05-01 false\nC2 sms service 2025-05-01 false\n"
        "C1 call marketing 2025-06-01 true\nC1 sms marketing 2025-06-01 true\n");
}

TEST_CASE("from its inputs at rest a plan is the same") {
  PlanCase plan = scene();
  const Batch before = matches_frame(plan.plan().value()).value();
  const PlanInputs inputs = inputs_of(plan);
  plan.history = history_in(inputs.contacts, plan.as_of).value();
  const ConsentLedger ledger = ledger_in(inputs.consents).value();
  plan.consent = consent_on(ledger, plan.as_of);
  CHECK(told(matches_frame(plan.plan().value()).value()) == told(before));
  CHECK(told(inputs_of(plan).contacts) == told(inputs.contacts));
  CHECK(told(inputs_of(plan).consents) == told(inputs.consents));
}

TEST_CASE("what the BOSS refused is refused again, and the rest is not") {
  MemoryActions boss([](const BossAction& action) {
    return action.subscription.text() == "S1" ? Eligibility{false, "arrears"} : Eligibility{true, ""};
  });
  AnswersHeard heard(boss);
  BossAction refused, taken;
  refused.subscription = SubscriptionId::of("S1");
  taken.subscription = SubscriptionId::of("S2");
  const std::vector<BossAction> asked = {refused, taken};
  const auto answers = heard.check_eligibility(asked).value();
  const Batch refusals = heard.refusals().value();
  CHECK(told(refusals) == "S1 renew  arrears\n");
  AnswersAtRest at_rest = AnswersAtRest::of(refusals).value();
  const auto again = at_rest.check_eligibility(asked).value();
  REQUIRE(again.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(again[i].eligible == answers[i].eligible);
    CHECK(again[i].reason == answers[i].reason);
  }
  CHECK(at_rest.submit(asked, "t").error().code() == Errc::unsupported);
}

namespace {

// Answers questions of eligibility with an error.
class Unreachable final : public BossActions {
 public:
  explicit Unreachable(Errc code) : code_(code) {}
  Result<std::vector<Eligibility>> check_eligibility(std::span<const BossAction> actions) override {
    ++calls;
    if (code_ == Errc::adapter_failed && calls == 1) return std::vector<Eligibility>(actions.size() + 1);
    return Error(code_, "answered 503");
  }
  Result<std::vector<ActionReceipt>> submit(std::span<const BossAction>, const std::string&) override {
    return Error(code_, "answered 503");
  }
  Result<std::vector<ActionReceipt>> status(std::span<const std::string>) override {
    return Error(code_, "answered 503");
  }
  int calls = 0;

 private:
  Errc code_;
};

}  // namespace

TEST_CASE("a BOSS that answers no question, or another number, is asked no more, and its actions are held back") {
  BossAction one, other;
  one.subscription = SubscriptionId::of("S1");
  other.subscription = SubscriptionId::of("S2");
  const std::vector<BossAction> asked = {one, other};
  for (const Errc code : {Errc::adapter_failed, Errc::io_failed}) {
    Unreachable boss(code);
    AnswersHeard heard(boss);
    for (int call = 0; call < 2; ++call)
      for (const auto& answer : heard.check_eligibility(asked).value()) {
        CHECK_FALSE(answer.eligible);
        CHECK(answer.reason == "the BOSS did not answer");
      }
    CHECK(boss.calls == 1);
    CHECK(heard.unanswered() == 4);
    CHECK(heard.failure()->code() == code);
    CHECK(told(heard.refusals().value()) == "S1 renew  the BOSS did not answer\nS2 renew  the BOSS did not answer\n");
  }
}

TEST_CASE("a host that stops a question of eligibility stops the night") {
  Unreachable boss(Errc::cancelled);
  AnswersHeard heard(boss);
  CHECK(heard.check_eligibility(std::vector<BossAction>(1)).error().code() == Errc::cancelled);
  CHECK(heard.unanswered() == 0);
}

TEST_CASE("a table of other columns is refused") {
  CHECK(history_in(scene().frame, day("2026-01-10")).error().code() == Errc::schema_mismatch);
  CHECK(ledger_in(scene().frame).error().code() == Errc::schema_mismatch);
  CHECK(AnswersAtRest::of(inputs_of(scene()).contacts).error().code() == Errc::schema_mismatch);
}

}  // namespace staysail::test
