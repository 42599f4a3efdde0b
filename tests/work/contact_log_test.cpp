#include "staysail/work/contact_log.hpp"

#include <doctest/doctest.h>

#include "staysail/view/intake.hpp"
#include "staysail/work/issue_plan.hpp"
#include "staysail/work/task_outcomes.hpp"
#include "view/told_feed.hpp"
#include "work/work_fixture.hpp"

namespace staysail::test {
namespace {

const testing::ToldFile kCustomers{"c.csv", "c", {"customers"}, {"customer_id=C1", "customer_id=C2"}, 0};
const testing::ToldFile kLines{
    "s.csv", "s", {"subscriptions"}, {"subscription_id=S1;customer_id=C1", "subscription_id=S2;customer_id=C2"}, 0};

Population populate(Store& store, testing::ToldFile facts, const char* as_of) {
  testing::ToldFeed feed;
  feed.files = {kCustomers, kLines, std::move(facts)};
  REQUIRE(take_in(feed, store, ModelCatalog(), {}));
  return Population::load(store, ModelCatalog(), day(as_of)).value();
}

}  // namespace

TEST_CASE("contacts are the tasks, and what the BOSS tells beside them") {
  const auto store = make_memory_store();
  const Population population = populate(
      *store,
      {"i.csv",
       "i",
       {"interactions"},
       {"interaction_id=1;subscription_id=S1;day=2026-01-12;channel=call;direction=outbound;result=answered",  // the
                                                                                                               // task's
                                                                                                               // own
        "interaction_id=2;customer_id=C1;day=2026-01-12;channel=sms;direction=outbound;result=delivered",
        "interaction_id=3;customer_id=C1;day=2025-12-01;channel=call;direction=outbound;result=answered",
        "interaction_id=4;customer_id=C2;day=2026-01-13;channel=call;direction=inbound;result=answered",
        "interaction_id=5;customer_id=C2;day=2026-01-14;channel=app;direction=inbound;result=opted_out",
        "interaction_id=6;customer_id=C2;day=2026-02-01;channel=app;direction=outbound;result=delivered"},
       0},
      "2026-02-01");
  TaskDesk desk(store->entities());
  REQUIRE(desk.issue({assigned_task("C1"), assigned_task("C2", false)}));
  REQUIRE(desk.close(assigned_task("C1").id, "refused", move_on("2026-01-15T10:00")));
  REQUIRE(desk.cancel(assigned_task("C2").id, move_on("2026-01-11T10:00")));
  const ContactHistory history = contact_history(desk, population).value();
  const auto first = history.of_customer("C1");
  REQUIRE(first.size() == 3);
  CHECK(first[0].day == day("2025-12-01"));
  CHECK(first[1].strategy_id == "renew");
  CHECK(first[1].result == "refused");
  CHECK(first[1].answer_day() == day("2026-01-15"));
  CHECK_FALSE(first[1].open);
  CHECK(first[2].channel == "sms");
  const auto second = history.of_customer("C2");
  REQUIRE(second.size() == 1);
  CHECK(second[0].result == "opted_out");
  CHECK(history.of_customer("C3").empty());
}

TEST_CASE("who is held out cools down like those who are treated") {
  const auto store = make_memory_store();
  const Population population = populate(*store, {"i.csv", "i", {"interactions"}, {}, 0}, "2026-02-01");
  TaskDesk desk(store->entities());
  PlanCase scene;
  Strategy gift = strategy_of("gift", "true", StrategyKind::reward);
  gift.channels = {"app"};
  gift.cool_down_days = 60;
  scene.strategies = {gift};
  scene.policy.marketing = ConsentRule::unless_refused;
  scene.policy.hold_out = {5000, "salt"};
  std::vector<std::vector<std::string>> rows;
  for (int i = 100; i < 160; ++i) rows.push_back({"S" + std::to_string(i), "C" + std::to_string(i)});
  scene.frame = frame_of({"subscription_id", "customer_id"}, rows);
  const Plan plan = scene.plan().value();
  const std::size_t held = plan.ranked(Verdict::held_out).size();
  REQUIRE(held > 10);
  CHECK(issue_plan(plan, WorkRules{}, Batch(), Batch(), desk, "en").value().held_out == held);
  CHECK(issue_plan(plan, WorkRules{}, Batch(), Batch(), desk, "en").value().held_out == 0);
  scene.history = contact_history(desk, population).value();
  scene.as_of = day("2026-02-01");
  const Plan next = scene.plan().value();
  CHECK(next.ranked(Verdict::held_out).empty());
  CHECK(next.ranked(Verdict::task).empty());
  CHECK(next.funnel.back().ended[static_cast<std::size_t>(Verdict::cool_down)] == 60);
}

TEST_CASE("a night before the answer came sees the task as open") {
  const auto store = make_memory_store();
  const Population population = populate(*store, {"i.csv", "i", {"interactions"}, {}, 0}, "2026-01-14");
  TaskDesk desk(store->entities());
  REQUIRE(desk.issue({assigned_task("C1")}));
  REQUIRE(desk.close(assigned_task("C1").id, "refused", move_on("2026-01-15T10:00")));
  const ContactHistory history = contact_history(desk, population).value();
  REQUIRE(history.size() == 1);
  CHECK(history.of_customer("C1")[0].open);
  CHECK(history.of_customer("C1")[0].result.empty());
}

TEST_CASE("outcomes of a feed reach the open tasks they answer, up to the day of the run") {
  const auto store = make_memory_store();
  const Task task = assigned_task("C1"), closed = assigned_task("C2");
  const std::string id = "task_id=" + task.id.text();
  const Population population =
      populate(*store,
               {"o.csv",
                "o",
                {"outcomes"},
                {id + ";subscription_id=S1;day=2026-01-20;result=refused;note=too dear",
                 id + ";subscription_id=S1;day=2026-01-12;result=delivered",
                 id + ";subscription_id=S1;day=2026-02-20;result=left",
                 "task_id=" + closed.id.text() + ";subscription_id=S2;day=2026-01-20;result=refused",
                 "task_id=T-else;subscription_id=S2;day=2026-01-20;result=refused"},
                0},
               "2026-02-01");
  TaskDesk desk(store->entities());
  REQUIRE(desk.issue({task, closed}));
  REQUIRE(desk.close(closed.id, "done", move_on("2026-01-11T10:00")));
  const std::vector<TaskOutcome> outcomes = outcomes_of(population, desk).value();
  REQUIRE(outcomes.size() == 2);
  CHECK(outcomes[0] == TaskOutcome{task.id, day("2026-01-12"), "delivered", ""});
  CHECK(outcomes[1] == TaskOutcome{task.id, day("2026-01-20"), "refused", "too dear"});
  CHECK(hear_outcomes(desk, WorkRules{}, population).value().closed == 1);
  CHECK(desk.find(task.id).value().history.back().note == "too dear");
  CHECK(outcomes_of(population, desk).value().empty());
}

}  // namespace staysail::test
