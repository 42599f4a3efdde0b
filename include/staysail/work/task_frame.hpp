// Tasks as a batch: tasks.csv, and what the digest of a run covers.
#pragma once

#include <span>

#include "staysail/columns/batch.hpp"
#include "staysail/work/task.hpp"

namespace staysail {

// One row a task, by id: task_id, period, customer_id, subscription_id, strategy_id, stage, segment, action ("renew
// months=12;discount_percent=10"), channel, tactic, assignee, unit, due (day), state, result, knowledge_refs (parted by
// blanks). What a task does not have is null.
Result<Batch> task_frame(std::span<const Task> tasks);

}  // namespace staysail
