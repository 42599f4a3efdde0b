#include "staysail/work/task_actions.hpp"

#include <doctest/doctest.h>

#include "staysail/boss/memory_actions.hpp"
#include "work/work_fixture.hpp"

namespace staysail::test {
namespace {

Task accepted_task(const std::string& customer) {
  Task task = assigned_task(customer, true);
  REQUIRE(move_task(task, TaskEvent::accept, move_on("2026-01-11")));
  task.result = "accepted";
  return task;
}

// A BOSS whose answer to the next submit() is lost: before it reached the BOSS, or after.
class LossyActions final : public BossActions {
 public:
  explicit LossyActions(MemoryActions& boss) : boss_(&boss) {}
  enum class Loss { none, request, answer };
  Loss loss = Loss::none;
  int submissions = 0;

  Result<std::vector<Eligibility>> check_eligibility(std::span<const BossAction> actions) override {
    return boss_->check_eligibility(actions);
  }
  Result<std::vector<ActionReceipt>> submit(std::span<const BossAction> actions, const std::string& token) override {
    ++submissions;
    const Loss now = std::exchange(loss, Loss::none);
    if (now == Loss::request) return Error(Errc::in_doubt, "no answer");
    auto receipts = boss_->submit(actions, token);
    if (now == Loss::answer) return Error(Errc::in_doubt, "no answer");
    return receipts;
  }
  Result<std::vector<ActionReceipt>> status(std::span<const std::string> tokens) override {
    return boss_->status(tokens);
  }

 private:
  MemoryActions* boss_;
};

}  // namespace

TEST_CASE("an accepted task's action is submitted once, and closes the task when the BOSS has done it") {
  const auto store = make_memory_store();
  TaskDesk desk(store->entities());
  MemoryActions boss;
  const Task task = accepted_task("C1");
  CHECK(desk.issue({task, assigned_task("C2", true)}));
  const ActionReport first = carry_out_actions(desk, boss, day("2026-01-12")).value();
  CHECK(first.submitted == 1);
  CHECK(first.accepted == 1);
  CHECK(carry_out_actions(desk, boss, day("2026-01-13")).value().submitted == 0);
  REQUIRE(boss.accepted().size() == 1);
  const auto [token, action] = boss.accepted().front();
  CHECK(action.kind == ActionKind::renew);
  CHECK(action.task == task.id);
  CHECK(action.strategy == task.strategy);
  CHECK(action.requested == day("2026-01-12"));
  CHECK(parameters_text(action.parameters) == "channel=call;discount_percent=10;months=12");
  CHECK(desk.find(task.id).value().action_token == token);
  CHECK(boss.settle(token, ActionStatus::done, "contract 7"));
  CHECK(carry_out_actions(desk, boss, day("2026-01-14")).value().done == 1);
  const Task closed = desk.find(task.id).value();
  CHECK(closed.state == TaskState::closed);
  CHECK(closed.result == "renewed");
  CHECK(carry_out_actions(desk, boss, day("2026-01-15")).value().done == 0);
}

TEST_CASE("an action that is asked for at issue needs no acceptance") {
  const auto store = make_memory_store();
  TaskDesk desk(store->entities());
  MemoryActions boss;
  Task task = assigned_task("C1", true);
  task.action = ActionKind::apply_discount;
  task.moment = ActionMoment::issue;
  task.channel.clear();
  CHECK(desk.issue({task}));
  CHECK(carry_out_actions(desk, boss, day("2026-01-12")).value().submitted == 1);
  CHECK(boss.settle(boss.accepted().front().first, ActionStatus::done, ""));
  CHECK(carry_out_actions(desk, boss, day("2026-01-13")));
  CHECK(desk.find(task.id).value().result == "done");
}

TEST_CASE("what the BOSS refuses stays with its assignee, with the reason") {
  const auto store = make_memory_store();
  TaskDesk desk(store->entities());
  MemoryActions boss([](const BossAction&) { return Eligibility{false, "arrears"}; });
  const Task task = accepted_task("C1");
  CHECK(desk.issue({task}));
  CHECK(carry_out_actions(desk, boss, day("2026-01-12")).value().refused == 1);
  const Task refused = desk.find(task.id).value();
  CHECK(refused.open());
  CHECK(refused.action_progress == ActionProgress::refused);
  CHECK(refused.history.back().note == "refused: arrears");
  CHECK(carry_out_actions(desk, boss, day("2026-01-13")).value().refused == 0);
}

TEST_CASE("an answer that is lost never doubles an action, and never loses one") {
  for (const auto loss : {LossyActions::Loss::request, LossyActions::Loss::answer}) {
    const auto store = make_memory_store();
    TaskDesk desk(store->entities());
    MemoryActions boss;
    LossyActions line(boss);
    CHECK(desk.issue({accepted_task("C1"), accepted_task("C2")}));
    line.loss = loss;
    CHECK(carry_out_actions(desk, line, day("2026-01-12")).error().code() == Errc::in_doubt);
    CHECK(desk.issue({accepted_task("C3")}));
    const ActionReport after = carry_out_actions(desk, line, day("2026-01-13")).value();
    CHECK(after.submitted == 1);
    CHECK(after.accepted == 3);
    CHECK(boss.accepted().size() == 3);
    CHECK(line.submissions == (loss == LossyActions::Loss::request ? 3 : 2));
  }
}

TEST_CASE("a task that is cancelled while its batch hangs does not keep the others") {
  const auto store = make_memory_store();
  TaskDesk desk(store->entities());
  MemoryActions boss;
  LossyActions line(boss);
  const Task gone = accepted_task("C1"), stays = accepted_task("C2");
  CHECK(desk.issue({gone, stays}));
  line.loss = LossyActions::Loss::request;
  CHECK_FALSE(carry_out_actions(desk, line, day("2026-01-12")));
  CHECK(desk.cancel(gone.id, move_on("2026-01-12T10:00")));
  CHECK(carry_out_actions(desk, line, day("2026-01-13")).value().accepted == 1);
  REQUIRE(boss.accepted().size() == 1);
  CHECK(boss.accepted()[0].second.task == stays.id);
  CHECK(desk.find(stays.id).value().action_token == boss.accepted().front().first);
}

}  // namespace staysail::test
