#include "staysail/work/task_desk.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <atomic>
#include <map>

#include "main/scenario.hpp"
#include "staysail/model/record.hpp"
#include "staysail/work/task_frame.hpp"
#include "work/work_fixture.hpp"

namespace staysail::test {
namespace {

Roster east() {
  return Roster::of(staff_of({{"a1", "east", "", "account_manager", "active", "9"},
                              {"a2", "east", "", "account_manager", "active", "9"},
                              {"m1", "east", "", "manager", "active", "9"}}),
                    units_of({{"east", "", ""}}), {})
      .value();
}

// A task brought into a state by legal events.
Task task_in(TaskState state) {
  Task task = task_of("C1");
  static const std::map<TaskState, std::vector<TaskEvent>> ways = {
      {TaskState::planned, {}},
      {TaskState::assigned, {TaskEvent::assign}},
      {TaskState::executing, {TaskEvent::assign, TaskEvent::start}},
      {TaskState::accepted, {TaskEvent::accept}},
      {TaskState::escalated, {TaskEvent::escalate}},
      {TaskState::closed, {TaskEvent::close}},
      {TaskState::cancelled, {TaskEvent::cancel}},
  };
  for (const TaskEvent event : ways.at(state)) REQUIRE(move_task(task, event, move_on("2026-01-11")));
  return task;
}

}  // namespace

TEST_CASE("every event in every state does what the table says, and leaves a task alone where it is refused") {
  for (const auto& row : scenario::read_scenarios("tasks.txt")) {
    if (row.given.count("state") == 0) continue;
    CAPTURE(row.name);
    for (std::size_t i = 0; i < kTaskEvents; ++i) {
      const auto event = static_cast<TaskEvent>(i);
      CAPTURE(name_of(event));
      Task task = task_in(task_state_of(row.name).value());
      const Task before = task;
      const Status moved = move_task(task, event, move_on("2026-01-12"));
      const std::string& expected = row.expected.at(std::string(name_of(event)));
      if (expected == "refused") {
        CHECK(moved.error().code() == Errc::illegal_transition);
        CHECK(task == before);
      } else {
        CHECK(name_of(task.state) == expected);
        CHECK(task.history.size() == before.history.size() + 1);
      }
    }
  }
}

TEST_CASE("the same tasks issued twice are there once, and keep what became of them") {
  const auto store = make_memory_store();
  TaskDesk desk(store->entities());
  const std::vector<Task> tasks = {assigned_task("C1"), assigned_task("C2")};
  const IssueReport first = desk.issue(tasks).value();
  CHECK(first.issued == 2);
  CHECK(desk.close(tasks[0].id, "refused", move_on("2026-01-12T10:00")));
  std::vector<Task> more = tasks;
  more.push_back(assigned_task("C3"));
  const IssueReport second = desk.issue(more).value();
  CHECK(second.issued == 1);
  CHECK(second.repeated == 2);
  CHECK(second.tasks[0].state == TaskState::closed);
  CHECK(second.tasks[2].id == more[2].id);
  CHECK(desk.list().value().size() == 3);
  CHECK(desk.issue({}).value().issued == 0);
}

TEST_CASE("a task is not moved before its last step") {
  const auto store = make_memory_store();
  TaskDesk desk(store->entities());
  const Task task = assigned_task("C1");
  REQUIRE(desk.issue({task}));
  Roster roster = east();
  REQUIRE(desk.start(task.id, QuietHours{}, move_on("2026-01-12T10:00")));
  const TaskMove early = move_on("2026-01-12T09:59");
  const auto closed = desk.close(task.id, "refused", early);
  REQUIRE(closed.error().code() == Errc::conflict);
  CHECK(closed.error().message().find("2026-01-12T10:00") != std::string::npos);
  CHECK(desk.escalate(task.id, roster, early).error().code() == Errc::conflict);
  CHECK(desk.assign(task.id, StaffId::of("a2"), roster, early).error().code() == Errc::conflict);
  CHECK(desk.find(task.id).value().history.size() == task.history.size() + 1);
  CHECK(desk.close(task.id, "refused", move_on("2026-01-12T10:00")));
}

TEST_CASE("a task's id follows from customer, strategy and period") {
  const auto id = task_id_of(CustomerId::of("C1"), StrategyId::of("renew"), Month::of(2026, 1));
  CHECK(id == task_id_of(CustomerId::of("C1"), StrategyId::of("renew"), Month::of(2026, 1)));
  CHECK(id.text().substr(0, 9) == "T2026-01-");
  CHECK(id != task_id_of(CustomerId::of("C1"), StrategyId::of("renew"), Month::of(2026, 2)));
  CHECK(id != task_id_of(CustomerId::of("C1"), StrategyId::of("gift"), Month::of(2026, 1)));
  CHECK(id != task_id_of(CustomerId::of("C1r"), StrategyId::of("enew"), Month::of(2026, 1)));
}

TEST_CASE("a desk works a task from assignment to its end") {
  const auto store = make_memory_store();
  TaskDesk desk(store->entities());
  Roster roster = east();
  const Task planned = task_of("C1");
  CHECK(desk.issue({planned}));
  CHECK(desk.start(planned.id, {}, move_on("2026-01-11T10:00")).error().code() == Errc::illegal_transition);
  CHECK(desk.assign(planned.id, StaffId::of("m1"), roster, move_on("2026-01-11T10:00")).error().code() ==
        Errc::no_assignee);
  CHECK(desk.assign(planned.id, StaffId::of("a2"), roster, move_on("2026-01-11T10:00")).value().assignee ==
        StaffId::of("a2"));
  const QuietHours night{21 * 60, 8 * 60, "", ""}, zoned{21 * 60, 8 * 60, "Asia/Shanghai", "zone"};
  Task in_the_west = task_of("C2");
  in_the_west.time_zone = "Asia/Urumqi";
  CHECK(desk.issue({in_the_west}));
  CHECK(desk.assign(in_the_west.id, StaffId::of("a2"), roster, move_on("2026-01-11T10:00")));
  const auto quiet = desk.start(planned.id, night, move_on("2026-01-11T22:00"));
  CHECK(quiet.error().code() == Errc::conflict);
  CHECK(quiet.error().message().find("08:00") != std::string::npos);
  const auto elsewhere = desk.start(in_the_west.id, zoned, move_on("2026-01-12T09:00"));
  CHECK(elsewhere.error().message().find("08:00 in Asia/Urumqi") != std::string::npos);
  CHECK(desk.start(in_the_west.id, zoned, move_on("2026-01-12T22:30")).value().state == TaskState::executing);
  CHECK(desk.start(planned.id, night, move_on("2026-01-12T09:00")).value().state == TaskState::executing);
  CHECK(desk.escalate(planned.id, roster, move_on("2026-01-13T09:00")).value().assignee == StaffId::of("m1"));
  CHECK(desk.close(planned.id, "pleased", move_on("2026-01-13T10:00")).error().code() == Errc::invalid_argument);
  const Task closed = desk.close(planned.id, "renewed", move_on("2026-01-13T10:00", "m1")).value();
  CHECK(closed.result == "renewed");
  CHECK(closed.last_day() == day("2026-01-13"));
  CHECK(closed.history.back().actor == "m1");
  CHECK(desk.cancel(planned.id, move_on("2026-01-14T10:00")).error().code() == Errc::illegal_transition);
  CHECK(desk.find(TaskId::of("T0")).error().code() == Errc::not_found);
}

TEST_CASE("of two who move one task at once the later is told") {
  const auto store = make_memory_store();
  TaskDesk desk(store->entities());
  const Task task = assigned_task("C1");
  CHECK(desk.issue({task}));
  Task mine = desk.find(task.id).value(), yours = mine;
  REQUIRE(move_task(mine, TaskEvent::start, move_on("2026-01-11")));
  REQUIRE(move_task(yours, TaskEvent::cancel, move_on("2026-01-11")));
  CHECK(desk.save({mine}, "test"));
  CHECK(desk.save({yours}, "test").error().code() == Errc::conflict);
  CHECK(desk.find(task.id).value().state == TaskState::executing);
}

TEST_CASE("tasks are found by who has them, by customer, state and period") {
  const auto store = make_memory_store();
  TaskDesk desk(store->entities());
  CHECK(desk.issue({assigned_task("C1"), assigned_task("C2"), task_of("C3"), task_of("C1", "gift")}));
  CHECK(desk.close(task_of("C1").id, "refused", move_on("2026-01-12T10:00")));
  const auto count = [&desk](TaskFilter filter) { return desk.list(filter).value().size(); };
  TaskFilter filter;
  filter.assignee = "a1";
  CHECK(count(filter) == 2);
  filter.only_open = true;
  CHECK(count(filter) == 1);
  TaskFilter customer;
  customer.customer = "C1";
  CHECK(count(customer) == 2);
  TaskFilter open;
  open.only_open = true;
  CHECK(count(open) == 3);
  open.limit = 2;
  CHECK(count(open) == 2);
  TaskFilter planned;
  planned.state = "planned";
  planned.period = "2026-01";
  CHECK(count(planned) == 2);
}

TEST_CASE("a task reads back from its record as it was") {
  const bool holds = rc::check("record of a task", [] {
    const auto text = [] { return *rc::gen::arbitrary<std::string>(); };
    Task task = assigned_task("C1", *rc::gen::arbitrary<bool>());
    task.stage = text();
    task.tactic = text();
    task.result = text();
    task.account = AccountId::of(text());
    task.rank = *rc::gen::arbitrary<std::int64_t>();
    task.knowledge = {text(), text()};
    task.history.push_back({Instant::from_micros(*rc::gen::arbitrary<std::int64_t>()), text(), text(), text()});
    task.action_progress = *rc::gen::element(ActionProgress::none, ActionProgress::in_doubt, ActionProgress::failed);
    task.action_token = text();
    Record record = to_record(task);
    record.version = 7;
    task.version = 7;
    RC_ASSERT(staysail::task_of(record).value() == task);
  });
  CHECK(holds);
}

TEST_CASE("bytes that are no task are refused") {
  Record record = to_record(assigned_task("C1", true));
  const std::string whole = record.payload;
  std::size_t refused = 0;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    record.payload = whole.substr(0, length);
    refused += !staysail::task_of(record);
  }
  CHECK(refused == whole.size());
  record.payload = "no record";
  CHECK(staysail::task_of(record).error().code() == Errc::malformed_record);
}

TEST_CASE("a period that is no month is refused, not cut to one") {
  RecordWriter writer(1);
  writer.add_integer(std::int64_t{1} << 32);
  Record record;
  record.key = {std::string(Task::kKind), "T"};
  record.payload = writer.finish();
  CHECK(staysail::task_of(record).error().code() == Errc::malformed_record);
}

TEST_CASE("eight desks close a thousand tasks, each once [threads]") {
  const auto store = make_memory_store();
  TaskDesk desk(store->entities());
  std::vector<Task> tasks;
  for (int i = 0; i < 1000; ++i) tasks.push_back(assigned_task("C" + std::to_string(i)));
  CHECK(desk.issue(tasks));
  std::atomic<int> closed{0};
  ThreadPool pool(8);
  pool.run(4000, [&](std::size_t i) {
    TaskDesk own(store->entities());
    if (own.close(tasks[i % 1000].id, "done", move_on("2026-01-12T10:00"))) ++closed;
  });
  CHECK(closed == 1000);
  TaskFilter open;
  open.only_open = true;
  CHECK(desk.list(open).value().empty());
}

TEST_CASE("tasks come out as a table, by id") {
  Task task = assigned_task("C1", true);
  task.knowledge = {"k1", "k2"};
  const Batch frame = task_frame(std::vector<Task>{task, task_of("C2")}).value();
  REQUIRE(frame.rows() == 2);
  const std::size_t row = frame.find("customer_id")->text(0) == "C1" ? 0 : 1;
  CHECK(frame.find("task_id")->text(0) < frame.find("task_id")->text(1));
  CHECK(frame.find("action")->text(row) == "renew discount_percent=10;months=12");
  CHECK(frame.find("due")->value_text(row) == "2026-01-20");
  CHECK(frame.find("state")->text(row) == "assigned");
  CHECK(frame.find("knowledge_refs")->text(row) == "k1 k2");
  CHECK(frame.find("assignee")->is_null(1 - row));
}

}  // namespace staysail::test
