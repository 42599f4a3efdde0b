#include "staysail/work/issue_plan.hpp"

#include <doctest/doctest.h>

#include <map>
#include <set>

#include "work/work_fixture.hpp"

namespace staysail::test {
namespace {

PlanCase month_case() {
  PlanCase scene;
  Strategy renew = strategy_of("renew", "true", StrategyKind::renewal);
  renew.channels = {"call"};
  renew.knowledge = {"k1"};
  renew.action = StrategyAction{ActionKind::renew, {{"months", "12"}}, ActionMoment::acceptance};
  scene.strategies = {renew};
  scene.policy.marketing = ConsentRule::unless_refused;
  std::vector<std::vector<std::string>> rows;
  for (int i = 100; i < 130; ++i)
    rows.push_back({"S" + std::to_string(i), "C" + std::to_string(i), i < 110 ? "a1" : "", "east", "decline", "A1"});
  scene.frame = frame_of({"subscription_id", "customer_id", "manager_id", "region", "stage", "segment"}, rows);
  return scene;
}

Batch staff(const char* status = "active") {
  return staff_of({{"a1", "east", "east", "account_manager", status, "15"},
                   {"a2", "east", "east", "account_manager", "active", "10"},
                   {"m1", "east", "", "manager", "active", "0"}});
}
Batch units() { return units_of({{"east", "", ""}}); }

std::map<std::string, int> by_assignee(const std::vector<Task>& tasks) {
  std::map<std::string, int> count;
  for (const Task& task : tasks) ++count[task.assignee.text()];
  return count;
}

}  // namespace

TEST_CASE("a plan becomes tasks with people and due days; the same plan again issues nothing") {
  const auto store = make_memory_store();
  TaskDesk desk(store->entities());
  const Plan plan = month_case().plan().value();
  const IssuedPlan issued = issue_plan(plan, WorkRules{}, staff(), units(), desk, "en").value();
  CHECK(issued.report.issued == 30);
  const auto people = by_assignee(issued.report.tasks);
  CHECK(people.at("a1") == 15);
  CHECK(people.at("a2") == 10);
  CHECK(people.at("m1") == 5);
  CHECK(issued.grounds.at("relationship") == 10);
  CHECK(issued.grounds.at("escalated") == 5);
  const Task& first = issued.report.tasks.front();
  CHECK(first.rank == 1);
  CHECK(first.due == day("2026-01-20"));
  CHECK(first.tactic == "call");
  CHECK(first.stage == "decline");
  CHECK(first.knowledge == std::vector<std::string>{"k1"});
  const IssuedPlan again = issue_plan(plan, WorkRules{}, staff(), units(), desk, "en").value();
  CHECK(again.report.issued == 0);
  CHECK(again.report.repeated == 30);
  CHECK(again.report.tasks == desk.issue(issued.report.tasks).value().tasks);
  CHECK(by_assignee(again.report.tasks) == people);
}

TEST_CASE("without any staff tasks are issued and wait for somebody") {
  const auto store = make_memory_store();
  TaskDesk desk(store->entities());
  const Plan plan = month_case().plan().value();
  const IssuedPlan issued = issue_plan(plan, WorkRules{}, Batch(), Batch(), desk, "en").value();
  CHECK(issued.grounds.at("no_assignee") == 30);
  CHECK(issued.report.tasks.front().state == TaskState::planned);
  CHECK(sweep_tasks(desk, WorkRules{}, Batch(), Batch(), day("2026-01-11")).value().without_anybody == 30);
}

TEST_CASE("when a manager leaves, the tasks go to who is there") {
  const auto store = make_memory_store();
  TaskDesk desk(store->entities());
  CHECK(issue_plan(month_case().plan().value(), WorkRules{}, staff(), units(), desk, "en"));
  const SweepReport sweep = sweep_tasks(desk, WorkRules{}, staff("left"), units(), day("2026-01-12")).value();
  CHECK(sweep.assigned == 15);
  const auto people = by_assignee(desk.list().value());
  CHECK(people.count("a1") == 0);
  CHECK(people.at("a2") == 10);
  CHECK(people.at("m1") == 20);
  CHECK(sweep_tasks(desk, WorkRules{}, staff("left"), units(), day("2026-01-12")).value().assigned == 0);
}

TEST_CASE("a task that is late goes to the manager, and is closed when it is given up") {
  const auto store = make_memory_store();
  TaskDesk desk(store->entities());
  Task late = assigned_task("C1"), fresh = assigned_task("C2");
  late.due = day("2026-01-12");
  fresh.due = day("2026-03-02");
  CHECK(desk.issue({late, fresh}));
  CHECK(sweep_tasks(desk, WorkRules{}, staff(), units(), day("2026-01-15")).value().escalated == 0);
  CHECK(sweep_tasks(desk, WorkRules{}, staff(), units(), day("2026-01-16")).value().escalated == 1);
  CHECK(desk.find(late.id).value().assignee == StaffId::of("m1"));
  CHECK(sweep_tasks(desk, WorkRules{}, staff(), units(), day("2026-01-17")).value().escalated == 0);
  CHECK(sweep_tasks(desk, WorkRules{}, staff(), units(), day("2026-02-24")).value().closed == 1);
  CHECK(desk.find(late.id).value().result == "not_reached");
  CHECK(desk.find(fresh.id).value().open());
}

TEST_CASE("the shipped work rules load, and a renewal is due after ten working days") {
  const Playbook playbook = Playbook::load(std::string(STAYSAIL_SOURCE_DIR) + "/examples/playbook").value();
  const WorkRules rules = WorkRules::of(playbook).value();
  for (const Strategy& strategy : *playbook.strategies()) {
    if (strategy.kind == StrategyKind::renewal) CHECK(rules.due(strategy, day("2026-02-10")) == day("2026-03-02"));
  }
  CHECK(rules.roster.is_unattended("sms"));
  CHECK_FALSE(rules.roster.is_unattended("call"));
}

TEST_CASE("what a gateway sends is nobody's task, and is closed with what came back") {
  const auto store = make_memory_store();
  TaskDesk desk(store->entities());
  PlanCase scene = month_case();
  scene.strategies[0].channels = {"sms"};
  const IssuedPlan issued = issue_plan(scene.plan().value(), WorkRules{}, staff(), units(), desk, "en").value();
  CHECK(issued.grounds.at("unattended") == 30);
  CHECK(issued.report.tasks.front().assignee.text() == kSystemStaff);
  CHECK(issued.report.tasks.front().unit == UnitId::of("east"));
  CHECK(sweep_tasks(desk, WorkRules{}, staff(), units(), day("2026-01-23")).value().closed == 0);
  const SweepReport late = sweep_tasks(desk, WorkRules{}, staff(), units(), day("2026-01-27")).value();
  CHECK(late.closed == 30);
  CHECK(late.escalated == 0);
  CHECK(desk.list().value().front().result == "not_reached");
}

TEST_CASE("work rules are read as they were written") {
  const WorkRules rules = WorkRules::parse(R"(
roster = { roles = ["account_manager", "sales"], escalate_to = ["manager"], capacity = 40 }
sla = { days = 5, renewal = 10, renew = 3, escalate_after_days = 2, give_up_after_days = 20, attempts = 2 }
calendar = { holidays = [2026-01-12], working_days = [2026-01-17] }
)",
                                           "work.toml", month_case().strategies)
                              .value();
  CHECK(rules.roster.capacity == 40);
  CHECK(rules.attempts == 2);
  CHECK(rules.due(month_case().strategies[0], day("2026-01-10")) == day("2026-01-15"));
  CHECK(rules.due(strategy_of("other", "true", StrategyKind::renewal), day("2026-01-12")) == day("2026-01-23"));
  CHECK(rules.due(strategy_of("other", "true"), day("2026-01-10")) == day("2026-01-17"));
  for (const char* fault :
       {"sla = { renewl = 3 }", "sla = { days = -1 }", "roster = { roles = [\"boss\"] }", "roster = { capacity = 0 }",
        "calendar = { holidays = [2026-01-12], working_days = [2026-01-12] }"}) {
    CAPTURE(fault);
    const auto parsed = WorkRules::parse(fault, "work.toml", month_case().strategies);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().code() == Errc::playbook_invalid);
    CHECK(parsed.error().place()->line == 1);
  }
}

}  // namespace staysail::test
