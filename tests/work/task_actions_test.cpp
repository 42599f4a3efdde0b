#include "staysail/work/task_actions.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <map>
#include <optional>

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
  Result<std::vector<ActionReceipt>> submit_again(std::span<const BossAction> actions,
                                                  std::span<const std::string> tokens) override {
    ++submissions;
    return boss_->submit_again(actions, tokens);
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
    const ActionReport hung = carry_out_actions(desk, line, day("2026-01-12")).value();
    CHECK(hung.in_doubt == 2);
    REQUIRE(hung.failure);
    CHECK(hung.failure->code() == Errc::in_doubt);
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
  CHECK(carry_out_actions(desk, line, day("2026-01-12")).value().failure);
  CHECK(desk.cancel(gone.id, move_on("2026-01-12T10:00")));
  CHECK(carry_out_actions(desk, line, day("2026-01-13")).value().accepted == 1);
  REQUIRE(boss.accepted().size() == 1);
  CHECK(boss.accepted()[0].second.task == stays.id);
  CHECK(desk.find(stays.id).value().action_token == boss.accepted().front().first);
}

namespace {

// A BOSS that takes some orders of a night and leaves or forgets others; its tokens are all it knows.
class MoodyActions final : public BossActions {
 public:
  std::function<ActionReceipt(const std::string& token, const BossAction& action)> answer;
  std::map<std::string, int> taken;  // by token: how often
  std::map<std::string, ActionStatus> shown;
  std::vector<ActionReceipt> recalled;
  std::optional<Error> down;

  Result<std::vector<Eligibility>> check_eligibility(std::span<const BossAction> actions) override {
    return std::vector<Eligibility>(actions.size(), Eligibility{true, {}});
  }
  Result<std::vector<ActionReceipt>> submit(std::span<const BossAction> actions, const std::string& token) override {
    std::vector<std::string> tokens;
    for (std::size_t i = 0; i < actions.size(); ++i) tokens.push_back(action_token(token, i));
    return submit_again(actions, tokens);
  }
  Result<std::vector<ActionReceipt>> submit_again(std::span<const BossAction> actions,
                                                  std::span<const std::string> tokens) override {
    if (down) return *down;
    std::vector<ActionReceipt> receipts;
    for (std::size_t i = 0; i < actions.size(); ++i) receipts.push_back(take(tokens[i], actions[i]));
    return receipts;
  }
  Result<std::vector<ActionReceipt>> status(std::span<const std::string> tokens) override {
    if (down) return *down;
    std::vector<ActionReceipt> receipts;
    for (const auto& token : tokens)
      receipts.push_back({token, shown.count(token) != 0 ? shown[token] : ActionStatus::unknown, {}});
    return receipts;
  }
  void recall(std::span<const ActionReceipt> heard) override { recalled.assign(heard.begin(), heard.end()); }

 private:
  ActionReceipt take(const std::string& token, const BossAction& action) {
    ActionReceipt receipt = answer(token, action);
    if (receipt.status == ActionStatus::accepted) {
      ++taken[token];
      shown[token] = receipt.status;
    }
    return receipt;
  }
};

ActionReceipt taken_as(const std::string& token, const std::string& reference) {
  return {token, ActionStatus::accepted, "order " + reference, reference};
}

}  // namespace

TEST_CASE("each action by itself: what was not taken goes again under its token, what was refused does not") {
  const auto store = make_memory_store();
  TaskDesk desk(store->entities());
  MoodyActions boss;
  int asked = 0;
  boss.answer = [&](const std::string& token, const BossAction&) {
    ++asked;
    if (asked % 3 == 1) return ActionReceipt{token, ActionStatus::unknown, "answered 429: quota"};
    if (asked % 3 == 2) return ActionReceipt{token, ActionStatus::refused, "answered 422: no such offer"};
    return taken_as(token, std::to_string(asked));
  };
  std::vector<Task> tasks;
  for (int i = 0; i < 6; ++i) tasks.push_back(accepted_task("C" + std::to_string(i)));
  CHECK(desk.issue(tasks));
  const ActionReport first = carry_out_actions(desk, boss, day("2026-01-12")).value();
  CHECK(first.submitted == 6);
  CHECK(first.accepted == 2);
  CHECK(first.refused == 2);
  CHECK(first.not_sent == 2);
  CHECK(first.has_findings());
  std::vector<std::string> left;
  for (const Task& task : desk.waiting_for_boss().value())
    if (task.action_progress == ActionProgress::submitted) {
      left.push_back(task.action_token);
      CHECK(task.history.back().note == "not taken: answered 429: quota");
    }
  boss.answer = [&](const std::string& token, const BossAction&) { return taken_as(token, "9"); };
  const ActionReport second = carry_out_actions(desk, boss, day("2026-01-13")).value();
  CHECK(second.submitted == 0);
  CHECK(second.sent_again == 2);
  CHECK(second.accepted == 4);
  CHECK_FALSE(second.has_findings());
  CHECK(boss.taken.size() == 4);
  for (const auto& [token, times] : boss.taken) CHECK(times == 1);
  REQUIRE(left.size() == 2);
  for (const auto& token : left) CHECK(boss.taken.count(token) == 1);
}

TEST_CASE("what the BOSS once took is not sent again when it does not know it any more, and is told each night") {
  const auto store = make_memory_store();
  TaskDesk desk(store->entities());
  MoodyActions boss;
  boss.answer = [&](const std::string& token, const BossAction&) { return taken_as(token, "17"); };
  const Task task = accepted_task("C1");
  CHECK(desk.issue({task}));
  CHECK(carry_out_actions(desk, boss, day("2026-01-12")).value().accepted == 1);
  CHECK(desk.find(task.id).value().action_reference == "17");
  boss.shown.clear();
  for (const char* night : {"2026-01-13", "2026-01-14"}) {
    const ActionReport report = carry_out_actions(desk, boss, day(night)).value();
    CHECK(report.in_doubt == 1);
    CHECK(report.sent_again == 0);
  }
  CHECK(boss.taken.begin()->second == 1);
  REQUIRE(boss.recalled.size() == 1);
  CHECK(boss.recalled.front().reference == "17");
  CHECK(boss.recalled.front().status == ActionStatus::accepted);
  CHECK(desk.find(task.id).value().history.back().note == "accepted, and the BOSS does not know it now");
}

TEST_CASE("a BOSS that is down costs no orders: they are told and go the next time") {
  const auto store = make_memory_store();
  TaskDesk desk(store->entities());
  MoodyActions boss;
  boss.answer = [&](const std::string& token, const BossAction&) { return taken_as(token, token); };
  boss.down = Error(Errc::adapter_failed, "answered 500");
  CHECK(desk.issue({accepted_task("C1"), accepted_task("C2")}));
  for (const char* night : {"2026-01-12", "2026-01-13"}) {
    const ActionReport report = carry_out_actions(desk, boss, day(night)).value();
    CHECK(report.not_sent == 2);
    REQUIRE(report.failure);
    CHECK(report.failure->message() == "answered 500");
  }
  boss.down.reset();
  CHECK(carry_out_actions(desk, boss, day("2026-01-14")).value().accepted == 2);
  CHECK(boss.taken.size() == 2);
}

}  // namespace staysail::test
