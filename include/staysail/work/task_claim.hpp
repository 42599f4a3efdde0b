// Claims: who is free takes the next tasks that nobody has, and no task is taken twice.
#pragma once

#include <string>
#include <vector>

#include "staysail/work/task_desk.hpp"

namespace staysail {

struct ClaimAsk {
  StaffId staff;
  UnitId unit;             // only tasks of this unit; empty: of any
  std::size_t count = 10;  // at most
};

// Takes planned tasks: each as it is afterwards, by id; none when there are no more. Any number of people at once: who
// is later takes others; one person claims from one place at a time. `no_assignee` for who may not take tasks.
Result<std::vector<Task>> claim_tasks(TaskDesk& desk, const ClaimAsk& ask, const Roster& roster, const TaskMove& move);

}  // namespace staysail
