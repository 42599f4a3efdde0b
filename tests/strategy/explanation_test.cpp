#include "staysail/strategy/explanation.hpp"

#include <doctest/doctest.h>

#include "strategy/plan_fixture.hpp"

namespace staysail::test {
namespace {

struct Explained {
  Batch frame, matches;
  Matcher matcher;
  Inputs constants;

  Explanation of(const char* subscription, const char* strategy) const {
    ReadableNames names;
    names.add("renew", "到期前续约", "Renewal before expiry");
    return explain(matcher, frame, matches, constants, SubscriptionId::of(subscription), StrategyId::of(strategy),
                   names)
        .value();
  }
};

Explained explained(const PlanCase& scene) {
  Explained result;
  result.frame = scene.frame;
  result.matches = matches_frame(scene.plan().value()).value();
  FrameScope scope{Scope::of(scene.frame.schema()), {}};
  result.matcher = compile_strategies(scene.strategies, scope).value();
  result.constants = Inputs{{"as_of", Value::date(scene.as_of)}};
  return result;
}

Explained explained() {
  PlanCase scene;
  Strategy renew = strategy_of("renew", "stage = \"decline\" and value >= 50", StrategyKind::renewal);
  renew.priority = 90;
  renew.channels = {"call"};
  Strategy gift = strategy_of("gift", "value >= 10", StrategyKind::reward);
  scene.strategies = {renew, gift};
  scene.policy.marketing = ConsentRule::unless_refused;
  scene.consent = [](std::string_view customer, std::string_view, std::string_view) {
    return ChannelConsent{customer == "C3" ? ConsentState::refused : ConsentState::granted, Day{}};
  };
  scene.frame = frame_of({"subscription_id", "customer_id", "stage", "#value"}, {{"S1", "C1", "decline", "80"},
                                                                                 {"S2", "C2", "decline", "49"},
                                                                                 {"S3", "C3", "decline", "80"},
                                                                                 {"S4", "C4", "growth", "5"}});
  return explained(scene);
}

}  // namespace

TEST_CASE("why not: the failing condition with its value and bound") {
  const Explanation why = explained().of("S2", "renew");
  CHECK(why.verdict == Verdict::no_match);
  REQUIRE(why.conditions.size() == 1);
  CHECK(why.conditions[0].actual == "value = 49");
  CHECK(why.conditions[0].bound == "50");
  CHECK(why.sentence == "The condition does not hold: value >= 50, where value = 49.");
  CHECK(why.chinese == "条件不成立：value >= 50，而 value = 49。");
}

TEST_CASE("why not: every failing condition") { CHECK(explained().of("S4", "renew").conditions.size() == 2); }

TEST_CASE("why not: the guard, with what it rests on") {
  const Explanation why = explained().of("S3", "renew");
  CHECK(why.verdict == Verdict::consent_missing);
  CHECK(why.sentence == "There is no channel to which the customer agreed (no consent to marketing by call).");
  CHECK(why.chinese == "没有客户同意的渠道（未同意以电话方式接收营销信息）。");
}

TEST_CASE("why not: who won instead") {
  const Explanation why = explained().of("S1", "gift");
  CHECK(why.verdict == Verdict::outranked);
  CHECK(why.winner == StrategyId::of("renew"));
  CHECK(why.winner_subscription == SubscriptionId::of("S1"));
  CHECK(why.sentence == "Another strategy is done in its place (Renewal before expiry on S1).");
  CHECK(why.chinese == "改做另一项策略（S1 的 到期前续约）。");
}

TEST_CASE("why not: what is spent went to other customers, by whichever method") {
  for (const ArbitrationMethod method : {ArbitrationMethod::priority, ArbitrationMethod::optimise}) {
    PlanCase scene;
    Strategy call = strategy_of("call", "true");
    call.offer = "phone";
    scene.strategies = {call};
    scene.policy.arbitration = {method, "value", {}};
    scene.frame = frame_of({"subscription_id", "customer_id", "#value"}, {{"S1", "C1", "5"}, {"S2", "C2", "6"}});
    scene.policy.budget = 1;
    CHECK(explained(scene).of("S1", "call").sentence.starts_with("The budget went to other customers"));
    CHECK(explained(scene).of("S1", "call").chinese.starts_with("预算已用于其他客户"));
    scene.policy.budget.reset();
    scene.policy.offer_capacities = {{"phone", 1}};
    CHECK(explained(scene).of("S1", "call").sentence.starts_with("The places went to other customers"));
    CHECK(explained(scene).of("S1", "call").chinese.starts_with("名额已给其他客户"));
  }
}

TEST_CASE("why: the conditions that hold") {
  const Explanation why = explained().of("S1", "renew");
  CHECK(why.verdict == Verdict::task);
  CHECK(why.conditions.size() == 2);
}

TEST_CASE("a name that is not there is refused, with the nearest that is") {
  const Explained scene = explained();
  const auto error = explain(scene.matcher, scene.frame, scene.matches, scene.constants, SubscriptionId::of("S1"),
                             StrategyId::of("renw"))
                         .error();
  CHECK(error.code() == Errc::not_found);
  CHECK(error.message().find("renew") != std::string::npos);
  CHECK(explain(scene.matcher, scene.frame, scene.matches, scene.constants, SubscriptionId::of("S9"),
                StrategyId::of("renew"))
            .error()
            .code() == Errc::not_found);
  CHECK(explain_all(scene.matcher, scene.frame, scene.matches, scene.constants, SubscriptionId::of("S1"))
            .value()
            .size() == 2);
}

}  // namespace staysail::test
