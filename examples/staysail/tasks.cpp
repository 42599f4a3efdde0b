#include <iostream>

#include "host.hpp"
#include "manners.hpp"
#include "printing.hpp"
#include "staysail/work/task_desk.hpp"
#include "staysail/work/task_frame.hpp"

namespace staysail::program {
namespace {

TaskFilter filter_of(const TasksAsk& ask) {
  TaskFilter filter;
  filter.assignee = ask.assignee;
  filter.unit = ask.unit;
  filter.period = ask.period;
  filter.customer = ask.customer;
  filter.strategy = ask.strategy;
  filter.state = ask.state;
  filter.only_open = ask.only_open;
  filter.limit = ask.limit;
  return filter;
}

Result<Task> move(Store& store, TaskDesk& desk, const TasksAsk& ask) {
  TaskMove move;
  STAYSAIL_TRY(move.at, Instant::parse(ask.at));
  move.actor = ask.staff.empty() ? "system" : ask.staff;
  move.note = ask.note;
  const TaskId id = TaskId::of(ask.id);
  if (ask.action == "close") return desk.close(id, ask.result, move);
  STAYSAIL_TRY(const Manners manners, manners_of(store, ask.playbook, ask.mapping));
  if (ask.action == "advance") return desk.start(id, manners.quiet_hours, move);
  STAYSAIL_TRY(auto roster, roster_of(store, move.at.day(), manners.roster));
  if (ask.action == "assign") return desk.assign(id, StaffId::of(ask.staff), roster, move);
  return desk.escalate(id, roster, move);
}

Result<Batch> answer(Store& store, const TasksAsk& ask) {
  TaskDesk desk(store.entities());
  if (ask.action == "list") {
    STAYSAIL_TRY(const auto listed, desk.list(filter_of(ask)));
    return task_frame(listed);
  }
  STAYSAIL_TRY(const auto task, move(store, desk, ask));
  return task_frame(std::span(&task, 1));
}

// What fits a terminal; the other formats have everything.
Result<Batch> for_people(const Batch& tasks) {
  return tasks.select(
      {"task_id", "customer_id", "subscription_id", "strategy_id", "stage", "assignee", "due", "state", "result"});
}

}  // namespace

int tasks(const TasksAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  const auto rows = answer(**store, ask);
  if (!rows) return failed(rows.error());
  if (ask.format != "table") {
    print(*rows, ask.format);
    return kOk;
  }
  const auto narrow = for_people(*rows);
  if (!narrow) return failed(narrow.error());
  print(*narrow, ask.format);
  return kOk;
}

}  // namespace staysail::program
