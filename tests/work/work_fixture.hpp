// Tasks, rosters and stores for the tests of this room.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "staysail/store/store.hpp"
#include "staysail/work/task_desk.hpp"
#include "strategy/plan_fixture.hpp"

namespace staysail::test {

inline Task task_of(const std::string& customer, const std::string& strategy = "renew") {
  Task task;
  task.customer = CustomerId::of(customer);
  task.subscription = SubscriptionId::of("S-" + customer);
  task.strategy = StrategyId::of(strategy);
  task.issued = day("2026-01-10");
  task.due = day("2026-01-20");
  task.period = task.issued.month_of();
  task.id = task_id_of(task.customer, task.strategy, task.period);
  task.channel = "call";
  task.tactic = "续约";
  return task;
}

inline Task assigned_task(const std::string& customer, bool with_action = false) {
  Task task = task_of(customer);
  if (with_action) {
    task.action = ActionKind::renew;
    task.parameters = {{"discount_percent", "10"}, {"months", "12"}};
  }
  REQUIRE(move_task(task, TaskEvent::assign, {Instant::at_start_of(task.issued), "system", "region a1"}));
  task.assignee = StaffId::of("a1");
  task.unit = UnitId::of("east");
  return task;
}

inline TaskMove move_on(const char* iso, const char* actor = "a1") { return {Instant::parse(iso).value(), actor, ""}; }

// staff_id, unit_id, region, role, status, capacity.
inline Batch staff_of(const std::vector<std::vector<std::string>>& rows) {
  return frame_of({"staff_id", "unit_id", "region", "role", "status", "#capacity"}, rows);
}
inline Batch units_of(const std::vector<std::vector<std::string>>& rows) {
  return frame_of({"unit_id", "name", "parent_unit_id"}, rows);
}

}  // namespace staysail::test
