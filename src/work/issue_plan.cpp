#include "staysail/work/issue_plan.hpp"

#include <algorithm>

#include "staysail/work/hold_out_log.hpp"

namespace staysail {
namespace {

using Grounds = std::map<std::string, std::uint64_t, std::less<>>;

Result<std::vector<Task>> open_tasks(TaskDesk& desk) {
  TaskFilter open;
  open.only_open = true;
  return desk.list(open);
}

// Open tasks, and those of the period that are closed: what fills a person's month.
Result<std::map<TaskId, StaffId>> load_of(TaskDesk& desk, const std::vector<Task>& open, Month period) {
  std::map<TaskId, StaffId> load;
  for (const Task& task : open) load[task.id] = task.assignee;
  TaskFilter of_period;
  of_period.period = period.to_string();
  STAYSAIL_TRY(const std::vector<Task> tasks, desk.list(of_period));
  for (const Task& task : tasks) load[task.id] = task.assignee;
  return load;
}

std::string_view cell(const Batch& frame, std::string_view name, std::uint32_t row) {
  const Column* column = frame.find(name);
  return column == nullptr || column->type() != ColumnType::text ? std::string_view{} : column->text(row);
}

// The row of each task's subscription; a plan's tasks are in the order of its ranked candidates.
std::map<TaskId, std::uint32_t> rows_of(const Plan& plan) {
  std::map<TaskId, std::uint32_t> rows;
  for (const std::uint32_t index : plan.ranked(Verdict::task)) {
    const Candidate& candidate = plan.candidates[index];
    const auto customer = CustomerId::of(std::string(cell(plan.frame, "customer_id", candidate.row)));
    rows[task_id_of(customer, plan.strategy_of(candidate).id, plan.as_of.month_of())] = candidate.row;
  }
  return rows;
}

const Strategy* strategy_of(const Plan& plan, const StrategyId& id) {
  for (const Strategy& strategy : *plan.strategies) {
    if (strategy.id == id) return &strategy;
  }
  return nullptr;
}

// Gives the task to who was chosen. Precondition: the state allows it, as that of every open task does.
Status hand_over(Task& task, const Assignment& to, Instant at) {
  if (to.assignee.empty()) return ok();
  const TaskEvent event = to.ground == AssignmentGround::escalated ? TaskEvent::escalate : TaskEvent::assign;
  STAYSAIL_CHECK(move_task(task, event, {at, "system", std::string(name_of(to.ground)) + " " + to.assignee.text()}));
  task.assignee = to.assignee;
  task.unit = to.unit;
  return ok();
}

Status assign_new(Task& task, const Plan& plan, std::uint32_t row, const RosterRules& rules, Roster& roster,
                  Grounds& grounds) {
  const auto manager = StaffId::of(std::string(cell(plan.frame, "manager_id", row)));
  const std::string_view region = cell(plan.frame, "region", row);
  const Assignment to =
      rules.is_unattended(task.channel) ? roster.leave_to_system(manager, region) : roster.assign(manager, region);
  ++grounds[std::string(name_of(to.ground))];
  task.unit = to.unit;
  return hand_over(task, to, Instant::at_start_of(task.issued));
}

Result<Roster> loaded_roster(const WorkRules& rules, const Batch& staff, const Batch& units,
                             const std::map<TaskId, StaffId>& load) {
  STAYSAIL_TRY(Roster roster, Roster::of(staff, units, rules.roster));
  for (const auto& [id, assignee] : load) roster.add_load(assignee, 1);
  return roster;
}

int days_overdue(const Task& task, const WorkRules& rules, Day as_of) {
  return as_of <= task.due ? 0 : rules.calendar.working_days_between(task.due, as_of);
}

// What came back last, for a task that is given up.
std::string last_result(const Task& task) {
  std::string result = "not_reached";
  for (const TaskEntry& entry : task.history) {
    if (entry.event == "outcome") result = entry.note;
  }
  return result;
}

bool lacks_somebody(const Task& task, const Roster& roster) {
  return task.assignee.empty() ? task.state == TaskState::planned : !roster.is_active(task.assignee);
}

Status give_up(Task& task, Instant at, SweepReport& report) {
  ++report.closed;
  const std::string result = last_result(task);
  STAYSAIL_CHECK(move_task(task, TaskEvent::close, {at, "system", "given up: too long after its due day"}));
  if (task.result.empty()) task.result = result;
  return ok();
}

Status find_somebody(Task& task, Roster& roster, Instant at, SweepReport& report) {
  const Assignment to = roster.replace(task.unit);
  ++(to.assignee.empty() ? report.without_anybody : report.assigned);
  if (to.ground == AssignmentGround::escalated && task.state == TaskState::escalated) {
    task.assignee = to.assignee;
    task.history.push_back({at, "assign", "system", "escalated " + to.assignee.text()});
    return ok();
  }
  return hand_over(task, to, at);
}

Status escalate_late(Task& task, Roster& roster, Instant at, SweepReport& report) {
  const Assignment to = roster.escalate(task.unit);
  if (to.assignee.empty()) return ok();
  ++report.escalated;
  return hand_over(task, to, at);
}

Status sweep_one(Task& task, const WorkRules& rules, Roster& roster, Day as_of, SweepReport& report) {
  const Instant at = Instant::at_start_of(as_of);
  const int overdue = days_overdue(task, rules, as_of);
  const int patience = task.assignee.text() == kSystemStaff ? rules.escalate_after_days : rules.give_up_after_days;
  if (overdue > patience && !waits_for_boss(task)) return give_up(task, at, report);
  if (lacks_somebody(task, roster)) return find_somebody(task, roster, at, report);
  const bool waits_for_people = task.assignee.text() != kSystemStaff && last_result(task) != "delivered";
  if (overdue > rules.escalate_after_days && waits_for_people && task.state != TaskState::escalated)
    return escalate_late(task, roster, at, report);
  return ok();
}

}  // namespace

Result<IssuedPlan> issue_plan(const Plan& plan, const WorkRules& rules, const Batch& staff, const Batch& units,
                              TaskDesk& desk, std::string_view language, const Control& control) {
  return issue_tasks(tasks_of(plan, language), plan, rules, staff, units, desk, control);
}

Result<IssuedPlan> issue_tasks(std::vector<Task> tasks, const Plan& plan, const WorkRules& rules, const Batch& staff,
                               const Batch& units, TaskDesk& desk, const Control& control) {
  STAYSAIL_TRY(const auto open, open_tasks(desk));
  STAYSAIL_TRY(const auto load, load_of(desk, open, plan.as_of.month_of()));
  STAYSAIL_TRY(Roster roster, loaded_roster(rules, staff, units, load));
  const std::map<TaskId, std::uint32_t> rows = rows_of(plan);
  IssuedPlan issued;
  for (Task& task : tasks) {
    const Strategy* strategy = strategy_of(plan, task.strategy);
    const auto row = rows.find(task.id);
    if (strategy == nullptr || row == rows.end())
      return Error(Errc::invalid_argument, "this task was not made from this plan: " + task.id.text());
    task.due = rules.due(*strategy, task.issued);
    if (load.count(task.id) == 0)
      STAYSAIL_CHECK(assign_new(task, plan, row->second, rules.roster, roster, issued.grounds));
  }
  STAYSAIL_TRY(issued.report, desk.issue(tasks, control));
  STAYSAIL_TRY(issued.held_out, HoldOutLog(desk.store()).record(plan));
  return issued;
}

Result<SweepReport> sweep_tasks(TaskDesk& desk, const WorkRules& rules, const Batch& staff, const Batch& units,
                                Day as_of) {
  STAYSAIL_TRY(std::vector<Task> tasks, open_tasks(desk));
  STAYSAIL_TRY(const auto load, load_of(desk, tasks, as_of.month_of()));
  STAYSAIL_TRY(Roster roster, loaded_roster(rules, staff, units, load));
  SweepReport report;
  std::vector<Task> changed;
  for (Task& task : tasks) {
    const std::size_t before = task.history.size();
    STAYSAIL_CHECK(sweep_one(task, rules, roster, as_of, report));
    if (task.history.size() != before) changed.push_back(std::move(task));
  }
  STAYSAIL_TRY(const std::vector<Task> saved, desk.save(std::move(changed), "sweep"));
  return report;
}

}  // namespace staysail
