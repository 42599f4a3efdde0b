// Task (工单): one thing an account manager does for one customer in one period, and everything that happened to it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/id.hpp"
#include "staysail/boss/boss_actions.hpp"
#include "staysail/model/task_state.hpp"
#include "staysail/store/entity_store.hpp"
#include "staysail/strategy/plan.hpp"

namespace staysail {

// How far the BOSS is with a task's action.
enum class ActionProgress : std::uint8_t {
  none,       // the task has no action, or its moment has not come
  submitted,  // the batch is written down; the BOSS may or may not have it yet
  accepted,   // the BOSS has taken it and is not done
  in_doubt,
  done,
  refused,
  failed,
};
std::string_view name_of(ActionProgress progress) noexcept;

// One line of a task's history.
struct TaskEntry {
  Instant at;
  std::string event;  // of the state table, or "issue", "outcome", "action"
  std::string actor;  // staff id, "system" or "boss"
  std::string note;
  friend bool operator==(const TaskEntry&, const TaskEntry&) = default;
};

struct Task {
  static constexpr std::string_view kKind = "task";  // of its records in a store

  TaskId id;
  Month period;
  CustomerId customer;
  SubscriptionId subscription;
  AccountId account;
  StrategyId strategy;
  std::int64_t strategy_version = 0;
  std::string kind;  // of the strategy: "renewal", ...
  std::string stage, segment;
  std::int64_t rank = 0;  // within its plan, 1 = first
  std::string channel;
  std::string time_zone;  // of who is contacted; empty = the operator's
  std::string tactic;
  std::vector<std::string> knowledge;
  std::optional<ActionKind> action;
  std::vector<std::pair<std::string, std::string>> parameters;  // of the action, sorted by name
  ActionMoment moment = ActionMoment::acceptance;
  StaffId assignee;  // empty: nobody yet
  UnitId unit;
  Day issued, due;
  TaskState state = TaskState::planned;
  std::string result;  // an outcome: "accepted", "refused", "renewed", ...
  ActionProgress action_progress = ActionProgress::none;
  std::string action_batch;          // token of the submit() that carries it
  std::string action_token;          // of this action within it
  std::int64_t action_position = 0;  // within the batch
  Day action_day;                    // as it was asked for
  std::string action_reference;      // by which the BOSS names it; empty where it gave nothing
  std::vector<TaskEntry> history;
  std::uint64_t version = 0;  // of its record, as read

  bool open() const { return !is_final(state); }
  // The last day anything happened to it.
  Day last_day() const { return history.empty() ? issued : history.back().at.day(); }
  friend bool operator==(const Task&, const Task&) = default;
};

// Follows from customer, strategy and period alone: the same plan issued twice gives the same tasks.
TaskId task_id_of(const CustomerId& customer, const StrategyId& strategy, Month period);

// One task for each of the plan's candidates that became one, in the order of rank; without assignee and due day.
std::vector<Task> tasks_of(const Plan& plan, std::string_view language);

// True while the BOSS has still to do something for it: its action is due and not done, refused or failed.
bool waits_for_boss(const Task& task);

// Its record, found by customer_id, subscription_id, assignee, unit, period, strategy_id, state and, while it waits for
// the BOSS, action (the progress); and back
// (`malformed_record`).
Record to_record(const Task& task);
Result<Task> task_of(const Record& record);

}  // namespace staysail
