#include "staysail/work/task.hpp"

#include <array>

#include "staysail/base/digest.hpp"

namespace staysail {
namespace {

constexpr std::array<std::string_view, 7> kProgressNames = {"none", "submitted", "accepted", "in_doubt",
                                                            "done", "refused",   "failed"};

std::string cell(const Batch& frame, std::string_view name, std::uint32_t row) {
  const Column* column = frame.find(name);
  return column == nullptr ? std::string() : column->value_text(row);
}

Task task_from(const Plan& plan, const Candidate& candidate, std::string_view language) {
  const Strategy& strategy = plan.strategy_of(candidate);
  Task task;
  task.customer = CustomerId::of(cell(plan.frame, "customer_id", candidate.row));
  task.subscription = SubscriptionId::of(cell(plan.frame, "subscription_id", candidate.row));
  task.account = AccountId::of(cell(plan.frame, "account_id", candidate.row));
  task.period = plan.as_of.month_of();
  task.id = task_id_of(task.customer, strategy.id, task.period);
  task.strategy = strategy.id;
  task.strategy_version = strategy.version;
  task.kind = std::string(name_of(strategy.kind));
  task.stage = cell(plan.frame, "stage", candidate.row);
  task.segment = cell(plan.frame, "segment", candidate.row);
  task.channel = std::string(plan.channel_of(candidate));
  task.time_zone = cell(plan.frame, plan.zone_column, candidate.row);
  task.tactic = plan.tactic_of(candidate, language);
  task.knowledge = strategy.knowledge;
  if (strategy.action) {
    task.action = strategy.action->kind;
    task.parameters = plan.parameters_of(candidate);
    task.moment = strategy.action->moment;
  }
  task.issued = plan.as_of;
  task.due = plan.as_of;
  return task;
}

}  // namespace

std::string_view name_of(ActionProgress progress) noexcept {
  return kProgressNames[static_cast<std::size_t>(progress)];
}

TaskId task_id_of(const CustomerId& customer, const StrategyId& strategy, Month period) {
  Digester digester;
  digester.add(customer.source()).add(customer.text()).add(strategy.text()).add(period.to_string());
  return TaskId::of("T" + period.to_string() + "-" + digester.finish().to_string().substr(0, 20));
}

bool waits_for_boss(const Task& task) {
  if (!task.action || task.state == TaskState::cancelled) return false;
  if (task.action_progress == ActionProgress::none) {
    return task.moment == ActionMoment::issue || task.state == TaskState::accepted;
  }
  return task.action_progress < ActionProgress::done;
}

std::vector<Task> tasks_of(const Plan& plan, std::string_view language) {
  std::vector<Task> tasks;
  for (const std::uint32_t index : plan.ranked(Verdict::task)) {
    tasks.push_back(task_from(plan, plan.candidates[index], language));
    tasks.back().rank = static_cast<std::int64_t>(tasks.size());
  }
  return tasks;
}

}  // namespace staysail
