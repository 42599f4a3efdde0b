// TaskDesk: tasks in a store: issued once, moved along their state table, found again.
//
// Every change is guarded by the state table and by the version of the record, so two people never move one task at the
// same time: the later gets `conflict` and looks again. Any thread; the store must be one that allows it.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "staysail/base/control.hpp"
#include "staysail/store/entity_store.hpp"
#include "staysail/strategy/contact_policy.hpp"
#include "staysail/work/roster.hpp"
#include "staysail/work/task.hpp"

namespace staysail {

// Empty fields do not narrow.
struct TaskFilter {
  std::string assignee, unit, period, customer, strategy, state;
  bool only_open = false;
  std::size_t limit = 0;  // 0 = all
};

struct IssueReport {
  std::vector<Task> tasks;     // of the plan, as they are in the store afterwards, in the order given
  std::uint64_t issued = 0;    // new
  std::uint64_t repeated = 0;  // there already
};

// Who moves a task, when, and what is said about it.
struct TaskMove {
  Instant at;
  std::string actor;  // staff id, "system", "boss"
  std::string note;
};

class TaskDesk {
 public:
  explicit TaskDesk(EntityStore& store) : store_(&store) {}
  EntityStore& store() { return *store_; }

  // Writes the tasks that are not there yet; those that are stay as they are, whatever has become of them.
  Result<IssueReport> issue(const std::vector<Task>& tasks, const Control& control = {});

  // `not_found` when there is none.
  Result<Task> find(const TaskId& id);
  // By id.
  Result<std::vector<Task>> list(const TaskFilter& filter = {});

  // Those for which waits_for_boss(), by id.
  Result<std::vector<Task>> waiting_for_boss();
  // Those whose order the BOSS has not been handed yet, by id.
  Result<std::vector<Task>> due_for_boss();

  // Each gives the task as it is afterwards. `illegal_transition` when its state does not allow it, with what would be;
  // `conflict` for a moment before the task's last step, which it names.
  //
  // To somebody who may take tasks (`no_assignee` otherwise); also takes an escalated task back and hands one over.
  Result<Task> assign(const TaskId& id, const StaffId& staff, const Roster& roster, const TaskMove& move);
  // The assignee contacts the customer now. `conflict` in the customer's quiet hours, with the time from which it may
  // be done; `move.at` is the operator's civil time.
  Result<Task> start(const TaskId& id, const QuietHours& quiet, const TaskMove& move);
  // To the manager of its unit (`no_assignee` when there is none).
  Result<Task> escalate(const TaskId& id, Roster& roster, const TaskMove& move);
  // `result`: an outcome of the model; `invalid_argument` that lists them otherwise.
  Result<Task> close(const TaskId& id, const std::string& result, const TaskMove& move);
  Result<Task> cancel(const TaskId& id, const TaskMove& move);

  // Writes changed tasks as one change set and gives them with their new version; each carries the version it was read
  // with (`conflict` when it moved since). `what` starts the change's token.
  Result<std::vector<Task>> save(std::vector<Task> tasks, const std::string& what);

 private:
  Result<std::vector<Task>> with_action(std::initializer_list<ActionProgress> any_of);
  Result<Receipt> write(const std::vector<Task>& tasks, const std::string& what);
  Result<Task> change(const TaskId& id, TaskEvent event, const TaskMove& move, const Assignment* to,
                      const std::string& result);
  EntityStore* store_;
};

// Moves a task in memory: checks the state table, writes the history, sets the state.
Status move_task(Task& task, TaskEvent event, const TaskMove& move);

}  // namespace staysail
