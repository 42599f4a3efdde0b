#include "staysail/strategy/plan.hpp"

#include <doctest/doctest.h>

#include <set>

#include "staysail/boss/memory_actions.hpp"
#include "strategy/plan_fixture.hpp"

namespace staysail::test {
namespace {

PlanCase busy_case() {
  PlanCase scene;
  Strategy renew = strategy_of("renew", "stage = \"decline\"", StrategyKind::renewal);
  renew.priority = 90;
  renew.channels = {"call", "sms"};
  renew.tactic = {"合约 {contract_end} 到期，月均 {value} 元", "The contract ends on {contract_end}; {value} a month"};
  renew.action =
      StrategyAction{ActionKind::renew, {{"discount_percent", "10"}, {"months", "12"}}, ActionMoment::acceptance};
  Strategy gift = strategy_of("gift", "value >= 0", StrategyKind::reward);
  gift.priority = 10;
  gift.budget = 50;
  scene.strategies = {renew, gift};
  std::vector<std::vector<std::string>> rows;
  for (int i = 1000; i < 1600; ++i) {
    rows.push_back({"S" + std::to_string(i), "C" + std::to_string(i / 2), i % 3 == 0 ? "decline" : "maturity",
                    std::to_string(i % 97), "2026-03-0" + std::to_string(i % 9 + 1)});
  }
  scene.frame = frame_of({"subscription_id", "customer_id", "stage", "#value", "contract_end"}, rows);
  scene.policy.hold_out = {1000, "2026"};
  scene.policy.marketing = ConsentRule::unless_refused;
  return scene;
}

std::string text_of(const Batch& batch) {
  std::string text;
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    for (const Column& column : batch.columns()) text += column.value_text(row) + "|";
    text += "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("every row of a funnel adds up, and the total is the sum of the strategies") {
  const Plan plan = busy_case().plan().value();
  REQUIRE(plan.funnel.size() == 3);
  for (const FunnelRow& row : plan.funnel) {
    std::uint64_t sum = 0;
    for (const std::uint64_t count : row.ended) sum += count;
    CHECK(sum == row.considered);
    CHECK(row.left_after(Verdict::task) == 0);
    CHECK(row.left_after(Verdict::no_match) == row.matched());
  }
  CHECK(plan.funnel[0].matched() == 200);
  CHECK(plan.funnel[1].matched() == 600);
  CHECK(plan.funnel[2].ended[static_cast<std::size_t>(Verdict::task)] == plan.ranked(Verdict::task).size());
  CHECK(plan.funnel[1].ended[static_cast<std::size_t>(Verdict::task)] == 50);  // the budget
}

TEST_CASE("a plan is the same for every executor and batch size") {
  const PlanCase scene = busy_case();
  ThreadPool three(3);
  const Plan one = scene.plan().value(), other = scene.plan(&three, 70).value();
  CHECK(text_of(matches_frame(one).value()) == text_of(matches_frame(other).value()));
  CHECK(text_of(held_out_frame(one).value()) == text_of(held_out_frame(other).value()));
  CHECK(text_of(funnel_frame(one).value()) == text_of(funnel_frame(other).value()));
  CHECK(matches_frame(one).value().rows() == 800);
}

TEST_CASE("nobody gets two tasks of a plan, and nobody who is held out gets one") {
  const PlanCase scene = busy_case();
  const Plan plan = scene.plan().value();
  std::set<std::string> customers;
  for (const std::uint32_t index : plan.ranked(Verdict::task)) {
    const std::string customer(plan.frame.find("customer_id")->text(plan.candidates[index].row));
    CHECK(customers.insert(customer).second);
    CHECK_FALSE(scene.policy.hold_out.holds(CustomerId::of(customer)));
  }
  CHECK(customers.size() > 200);
  CHECK(held_out_frame(plan).value().rows() > 10);
}

TEST_CASE("a tactic carries the customer's own figures") {
  const Plan plan = busy_case().plan().value();
  const Candidate& first = plan.candidates[plan.ranked(Verdict::task).front()];
  const std::string value = plan.frame.find("value")->value_text(first.row),
                    end = plan.frame.find("contract_end")->value_text(first.row);
  CHECK(plan.tactic_of(first, "en") == "The contract ends on " + end + "; " + value + " a month");
  CHECK(plan.tactic_of(first, "zh") == "合约 " + end + " 到期，月均 " + value + " 元");
}

TEST_CASE("what the BOSS would refuse is not planned, and the customer's place goes to the next strategy") {
  PlanCase scene = busy_case();
  scene.policy.hold_out = {};
  scene.strategies[1].budget.reset();
  MemoryActions boss([](const BossAction& action) {
    return action.subscription.text() == "S1002" ? Eligibility{false, "arrears"} : Eligibility{true, ""};
  });
  scene.actions = &boss;
  const Plan plan = scene.plan().value();
  std::size_t refused = 0;
  for (std::size_t i = 0; i < plan.candidates.size(); ++i) {
    const Candidate& candidate = plan.candidates[i];
    if (candidate.verdict != Verdict::not_eligible) continue;
    ++refused;
    CHECK(plan.details[i] == "arrears");
    CHECK(plan.frame.find("subscription_id")->text(candidate.row) == "S1002");
  }
  CHECK(refused == 1);
  CHECK(boss.accepted().empty());
}

TEST_CASE("a plan without its parts is refused") {
  CHECK(make_plan({}).error().code() == Errc::invalid_argument);
  PlanCase scene = busy_case();
  scene.frame =
      frame_of({"subscription_id", "customer_id", "stage", "#value", "contract_end"}, {{"S1", "", "decline", "1", ""}});
  CHECK(scene.plan().error().code() == Errc::schema_mismatch);
}

}  // namespace staysail::test
