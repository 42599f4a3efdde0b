#include "staysail/work/task_desk.hpp"

#include <algorithm>

#include "staysail/base/digest.hpp"
#include "staysail/base/nearest_name.hpp"
#include "staysail/model/table.hpp"

namespace staysail {
namespace {

constexpr std::size_t kKeysACall = 10'000;
constexpr int kIssueAttempts = 3;

EntityKey key_of(const TaskId& id) { return {std::string(Task::kKind), id.text()}; }

// The records of `tasks` as they are in the store, in their order.
Result<std::vector<std::optional<Record>>> read_all(EntityStore& store, const std::vector<Task>& tasks,
                                                    const Control& control) {
  std::vector<std::optional<Record>> found;
  for (std::size_t begin = 0; begin < tasks.size(); begin += kKeysACall) {
    STAYSAIL_CHECK(control.check());
    std::vector<EntityKey> keys;
    for (std::size_t i = begin; i < std::min(tasks.size(), begin + kKeysACall); ++i)
      keys.push_back(key_of(tasks[i].id));
    STAYSAIL_TRY(std::vector<std::optional<Record>> records, store.get(keys));
    for (auto& record : records) found.push_back(std::move(record));
  }
  return found;
}

// Names a change set by what it writes: the same issue again is the same token.
std::string token_of(std::string_view prefix, const ChangeSet& changes) {
  Digester digester;
  for (const ChangeSet::Put& put : changes.puts) {
    digester.add(put.record.key.id).add(put.record.payload).add(static_cast<std::int64_t>(put.expected));
  }
  return std::string(prefix) + digester.finish().to_string();
}

Result<IssueReport> issue_once(EntityStore& store, const std::vector<Task>& tasks, const Control& control) {
  STAYSAIL_TRY(const std::vector<std::optional<Record>> found, read_all(store, tasks, control));
  IssueReport report;
  ChangeSet changes;
  std::vector<std::size_t> fresh;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    if (found[i]) {
      STAYSAIL_TRY(Task known, task_of(*found[i]));
      report.tasks.push_back(std::move(known));
    } else {
      fresh.push_back(i);
      report.tasks.push_back(tasks[i]);
    }
  }
  // In the order of the store's own tree: a million in the order of rank would touch all of it for each.
  std::sort(fresh.begin(), fresh.end(), [&](std::size_t a, std::size_t b) { return tasks[a].id < tasks[b].id; });
  for (const std::size_t index : fresh) changes.put(to_record(tasks[index]), absent);
  report.issued = fresh.size();
  report.repeated = tasks.size() - fresh.size();
  if (changes.empty()) return report;
  STAYSAIL_TRY(const Receipt receipt, store.apply(changes, token_of("issue:", changes)));
  for (const std::size_t index : fresh) report.tasks[index].version = receipt.version;
  return report;
}

// The ids of a period's tasks begin with it (task_id_of), so it needs no entry of its own.
FindRequest of_period(const std::string& kind, const std::string& period) {
  return FindRequest{kind, "", "T" + period + "-", "T" + period + "-\x7f", 0, ""};
}

// What the store is asked: one request, or one for each state that is not final.
std::vector<FindRequest> requests_of(const TaskFilter& filter) {
  const std::string kind(Task::kKind);
  if (!filter.customer.empty()) return {find_equal(kind, "customer_id", filter.customer)};
  if (!filter.assignee.empty()) return {find_equal(kind, "assignee", filter.assignee)};
  if (!filter.unit.empty()) return {find_equal(kind, "unit", filter.unit)};
  if (!filter.period.empty()) return {of_period(kind, filter.period)};
  if (!filter.strategy.empty()) return {find_equal(kind, "strategy_id", filter.strategy)};
  if (!filter.state.empty()) return {find_equal(kind, "state", filter.state)};
  if (!filter.only_open) return {FindRequest{kind, "", {}, {}, 0, ""}};
  std::vector<FindRequest> requests;
  for (std::size_t i = 0; i < kTaskStates; ++i) {
    const auto state = static_cast<TaskState>(i);
    if (!is_final(state)) requests.push_back(find_equal(kind, "state", std::string(name_of(state))));
  }
  return requests;
}

bool agrees(const std::string& wanted, std::string_view actual) { return wanted.empty() || wanted == actual; }

bool passes(const TaskFilter& filter, const Task& task) {
  return agrees(filter.assignee, task.assignee.text()) && agrees(filter.unit, task.unit.text()) &&
         agrees(filter.period, task.period.to_string()) && agrees(filter.customer, task.customer.text()) &&
         agrees(filter.strategy, task.strategy.text()) && agrees(filter.state, name_of(task.state)) &&
         (!filter.only_open || task.open());
}

Status check_result(const std::string& result) {
  const auto& known = find_model_table("outcomes")->find("result")->symbols;
  if (std::find(known.begin(), known.end(), result) != known.end()) return ok();
  std::string list;
  for (const std::string& name : known) list += (list.empty() ? "" : ", ") + name;
  return Error(Errc::invalid_argument,
               "a task ends with one of " + list + "; not with: " + result + did_you_mean(result, known));
}

// People tell the desk what they do in order; what the BOSS reports may come late and does not pass here.
Status check_order(const Task& task, const TaskMove& move) {
  if (task.history.empty() || move.at >= task.history.back().at) return ok();
  return Error(Errc::conflict, "the last step of this task was at " + task.history.back().at.to_string() +
                                   "; it cannot be moved at " + move.at.to_string() + ": " + task.id.text());
}

}  // namespace

Status move_task(Task& task, TaskEvent event, const TaskMove& move) {
  const auto next = next_state(task.state, event);
  if (!next) return next.error().within("task " + task.id.text());
  task.state = *next;
  task.history.push_back({move.at, std::string(name_of(event)), move.actor, move.note});
  return ok();
}

Result<IssueReport> TaskDesk::issue(const std::vector<Task>& tasks, const Control& control) {
  for (int attempt = 1;; ++attempt) {
    auto report = issue_once(*store_, tasks, control);
    // Somebody else issued some of them between the reading and the writing.
    if (report || report.error().code() != Errc::conflict || attempt == kIssueAttempts) return report;
  }
}

Result<Task> TaskDesk::find(const TaskId& id) {
  STAYSAIL_TRY(const std::vector<std::optional<Record>> found, store_->get({key_of(id)}));
  if (found.size() != 1 || !found.front()) return Error(Errc::not_found, "there is no task of this id: " + id.text());
  return task_of(*found.front());
}

Result<std::vector<Task>> TaskDesk::list(const TaskFilter& filter) {
  std::vector<Task> tasks;
  const auto visit = [&](const Record& record) -> Status {
    STAYSAIL_TRY(Task task, task_of(record));
    if (passes(filter, task)) tasks.push_back(std::move(task));
    return ok();
  };
  for (FindRequest& request : requests_of(filter)) STAYSAIL_CHECK(for_each_record(*store_, std::move(request), visit));
  std::sort(tasks.begin(), tasks.end(), [](const Task& a, const Task& b) { return a.id < b.id; });
  if (filter.limit != 0 && tasks.size() > filter.limit) tasks.resize(filter.limit);
  return tasks;
}

Result<std::vector<Task>> TaskDesk::waiting_for_boss() {
  return with_action(
      {ActionProgress::none, ActionProgress::submitted, ActionProgress::accepted, ActionProgress::in_doubt});
}

Result<std::vector<Task>> TaskDesk::due_for_boss() { return with_action({ActionProgress::none}); }

Result<std::vector<Task>> TaskDesk::with_action(std::initializer_list<ActionProgress> any_of) {
  std::vector<Task> tasks;
  const auto visit = [&tasks](const Record& record) -> Status {
    STAYSAIL_TRY(Task task, task_of(record));
    tasks.push_back(std::move(task));
    return ok();
  };
  for (const ActionProgress progress : any_of)
    STAYSAIL_CHECK(for_each_record(
        *store_, find_equal(std::string(Task::kKind), "action", std::string(name_of(progress))), visit));
  std::sort(tasks.begin(), tasks.end(), [](const Task& a, const Task& b) { return a.id < b.id; });
  return tasks;
}

Result<Receipt> TaskDesk::write(const std::vector<Task>& tasks, const std::string& what) {
  ChangeSet changes;
  for (const Task& task : tasks) changes.put(to_record(task), task.version);
  if (changes.empty()) return Receipt{};
  return store_->apply(changes, token_of(what + ":", changes));
}

Result<std::vector<Task>> TaskDesk::save(std::vector<Task> tasks, const std::string& what) {
  STAYSAIL_TRY(const Receipt receipt, write(tasks, what));
  for (Task& task : tasks) task.version = receipt.version;
  return tasks;
}

Result<Task> TaskDesk::change(const TaskId& id, TaskEvent event, const TaskMove& move, const Assignment* to,
                              const std::string& result) {
  STAYSAIL_TRY(Task task, find(id));
  STAYSAIL_CHECK(check_order(task, move));
  STAYSAIL_CHECK(move_task(task, event, move));
  if (to != nullptr) {
    task.assignee = to->assignee;
    task.unit = to->unit;
  }
  if (!result.empty()) task.result = result;
  STAYSAIL_TRY(const Receipt receipt, write({task}, "task"));
  // Word for word the same move, made at the same moment by somebody who was quicker: theirs, not ours.
  if (receipt.repeated)
    return Error(Errc::conflict, "somebody else has just made this move; look at the task again: " + id.text());
  task.version = receipt.version;
  return task;
}

Result<Task> TaskDesk::assign(const TaskId& id, const StaffId& staff, const Roster& roster, const TaskMove& move) {
  if (!roster.may_take(staff)) {
    return Error(Errc::no_assignee,
                 "this person is not active in a role that is given tasks (see work.toml): " + staff.text());
  }
  const Assignment to{staff, roster.unit_of(staff), AssignmentGround::region};
  return change(id, TaskEvent::assign, move, &to, "");
}

Result<Task> TaskDesk::start(const TaskId& id, const QuietHours& quiet, const TaskMove& move) {
  STAYSAIL_TRY(const Task task, find(id));
  if (quiet.covers(move.at, task.time_zone)) {
    const std::string where = task.time_zone.empty() ? "" : " in " + task.time_zone;
    return Error(Errc::conflict, "nobody is contacted in the quiet hours; start this task from " + quiet.end() + where +
                                     ": " + id.text());
  }
  return change(id, TaskEvent::start, move, nullptr, "");
}

Result<Task> TaskDesk::escalate(const TaskId& id, Roster& roster, const TaskMove& move) {
  STAYSAIL_TRY(const Task task, find(id));
  const Assignment to = roster.escalate(task.unit);
  if (to.assignee.empty()) {
    return Error(Errc::no_assignee,
                 "neither the task's unit nor a unit above it has a manager; assign the task by hand: " + id.text());
  }
  return change(id, TaskEvent::escalate, move, &to, "");
}

Result<Task> TaskDesk::close(const TaskId& id, const std::string& result, const TaskMove& move) {
  STAYSAIL_CHECK(check_result(result));
  return change(id, TaskEvent::close, move, nullptr, result);
}

Result<Task> TaskDesk::cancel(const TaskId& id, const TaskMove& move) {
  return change(id, TaskEvent::cancel, move, nullptr, "");
}

}  // namespace staysail
