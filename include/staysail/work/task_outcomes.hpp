// Outcomes of a feed, brought to the tasks they answer.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "staysail/view/population.hpp"
#include "staysail/work/task_desk.hpp"
#include "staysail/work/work_rules.hpp"

namespace staysail {

struct TaskOutcome {
  TaskId task;
  Day day;
  std::string result;  // an outcome of the model
  std::string note;
  friend bool operator==(const TaskOutcome&, const TaskOutcome&) = default;
};

// The rows of the fact table `outcomes` up to the population's day that answer a task which is still open, by task, day
// and weight of the result.
Result<std::vector<TaskOutcome>> outcomes_of(const Population& population, TaskDesk& desk);

struct OutcomeReport {
  std::uint64_t closed = 0;
  std::uint64_t accepted = 0;   // the customer said yes; an action follows
  std::uint64_t noted = 0;      // delivered, answered, not reached: the task goes on
  std::uint64_t repeated = 0;   // known already
  std::uint64_t strangers = 0;  // of tasks that are closed or were never issued
};

// Moves the tasks: refused, opted_out, done, renewed, upgraded and left close a task; answered closes one that asks for
// a conversation only, accepted one that has no action still to carry out; not_reached closes it at the last of
// `rules.attempts`. The same outcomes again change nothing.
Result<OutcomeReport> take_outcomes(TaskDesk& desk, const WorkRules& rules, std::vector<TaskOutcome> outcomes);

// Takes the outcomes of the population's feed: outcomes_of() and take_outcomes() in one reading of the open tasks.
Result<OutcomeReport> hear_outcomes(TaskDesk& desk, const WorkRules& rules, const Population& population);

}  // namespace staysail
