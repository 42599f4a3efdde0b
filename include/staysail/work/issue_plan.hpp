// From a plan to tasks in the store, each with somebody who does it and a day by which it is due.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "staysail/work/task_desk.hpp"
#include "staysail/work/work_rules.hpp"

namespace staysail {

struct IssuedPlan {
  IssueReport report;
  std::uint64_t held_out = 0;  // new
  std::map<std::string, std::uint64_t, std::less<>>
      grounds;  // of the new tasks: "relationship", "region", ..., "no_assignee"
};

// Tasks that are there already keep their people; the same plan again issues nothing. Who is held out is written down
// (work/hold_out_log.hpp). The roster's load is what is open, and what else was issued in the period. Tasks for which
// there is nobody are issued all the same, as planned, and are offered again by every sweep.
Result<IssuedPlan> issue_plan(const Plan& plan, const WorkRules& rules, const Batch& staff, const Batch& units,
                              TaskDesk& desk, std::string_view language, const Control& control = {});
// The same for tasks made from a plan, in the order of rank, whose instruction somebody has added to; `frame` is the
// plan's.
Result<IssuedPlan> issue_tasks(std::vector<Task> tasks, const Plan& plan, const WorkRules& rules, const Batch& staff,
                               const Batch& units, TaskDesk& desk, const Control& control = {});

struct SweepReport {
  std::uint64_t assigned = 0;   // had nobody, or somebody who is no longer active
  std::uint64_t escalated = 0;  // too long after their due day
  std::uint64_t closed = 0;     // given up
  std::uint64_t without_anybody = 0;
};

// Looks through the open tasks, so that none strands. The same day again changes nothing.
Result<SweepReport> sweep_tasks(TaskDesk& desk, const WorkRules& rules, const Batch& staff, const Batch& units,
                                Day as_of);

}  // namespace staysail
