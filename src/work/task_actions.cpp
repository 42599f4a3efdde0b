#include "staysail/work/task_actions.hpp"

#include <algorithm>
#include <map>

#include "staysail/base/digest.hpp"

namespace staysail {
namespace {

constexpr std::size_t kActionsABatch = 5000;

BossAction action_of(const Task& task, Day day) {
  BossAction action;
  action.kind = *task.action;
  action.subscription = task.subscription;
  action.customer = task.customer;
  action.account = task.account;
  action.parameters = action_parameters(task);
  action.requested = day;
  action.task = task.id;
  action.strategy = task.strategy;
  return action;
}

// What the customer's task comes to once the BOSS has done it.
std::string result_of(ActionKind kind) {
  switch (kind) {
    case ActionKind::renew: return "renewed";
    case ActionKind::change_plan: return "upgraded";
    default: return "done";
  }
}

ActionProgress progress_of(ActionStatus status) {
  switch (status) {
    case ActionStatus::accepted: return ActionProgress::accepted;
    case ActionStatus::refused: return ActionProgress::refused;
    case ActionStatus::done: return ActionProgress::done;
    case ActionStatus::failed: return ActionProgress::failed;
    case ActionStatus::in_doubt: return ActionProgress::in_doubt;
    case ActionStatus::unknown: return ActionProgress::submitted;
  }
  return ActionProgress::in_doubt;
}

void count(ActionProgress progress, ActionReport& report) {
  switch (progress) {
    case ActionProgress::accepted: ++report.accepted; break;
    case ActionProgress::done: ++report.done; break;
    case ActionProgress::refused: ++report.refused; break;
    case ActionProgress::failed: ++report.failed; break;
    default: ++report.in_doubt; break;
  }
}

bool is_due(const Task& task) { return task.action_progress == ActionProgress::none; }

bool ends_with_action(const Task& task) {
  return task.open() && (task.state == TaskState::accepted || task.channel.empty());
}

// Returns whether the task changed.
Result<bool> take_receipt(Task& task, const ActionReceipt& receipt, Instant at, ActionReport& report) {
  const ActionProgress progress = progress_of(receipt.status);
  count(progress, report);
  if (progress == task.action_progress && receipt.action_token == task.action_token) return false;
  task.action_progress = progress;
  task.action_token = receipt.action_token;
  task.history.push_back(
      {at, "action", "boss", std::string(name_of(progress)) + (receipt.note.empty() ? "" : ": " + receipt.note)});
  if (progress == ActionProgress::done && ends_with_action(task)) {
    STAYSAIL_CHECK(move_task(task, TaskEvent::close, {at, "boss", std::string(name_of(*task.action))}));
    task.result = result_of(*task.action);
  }
  return true;
}

Status expect_as_many(std::size_t receipts, std::size_t asked, std::string_view call) {
  if (receipts == asked) return ok();
  return Error(Errc::adapter_failed, std::string(call) + " must answer for each action; asked and answered: " +
                                         std::to_string(asked) + ", " + std::to_string(receipts));
}

Status take_receipts(TaskDesk& desk, std::vector<Task>& tasks, const std::vector<ActionReceipt>& receipts, Day day,
                     ActionReport& report) {
  std::vector<Task> changed;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    STAYSAIL_TRY(const bool moved, take_receipt(tasks[i], receipts[i], Instant::at_start_of(day), report));
    if (moved) changed.push_back(tasks[i]);
  }
  STAYSAIL_TRY(const std::vector<Task> saved, desk.save(std::move(changed), "receipts"));
  return ok();
}

// Under its own token and with its own day, a batch can be handed in again word for word.
Status submit_batch(TaskDesk& desk, BossActions& actions, std::vector<Task> batch, Day day, ActionReport& report) {
  std::vector<BossAction> asked;
  for (const Task& task : batch) asked.push_back(action_of(task, task.action_day));
  STAYSAIL_TRY(const std::vector<ActionReceipt> receipts, actions.submit(asked, batch.front().action_batch));
  STAYSAIL_CHECK(expect_as_many(receipts.size(), asked.size(), "submit"));
  return take_receipts(desk, batch, receipts, day, report);
}

Result<std::vector<ActionReceipt>> ask_status(BossActions& actions, const std::vector<Task>& tasks) {
  std::vector<std::string> tokens;
  for (const Task& task : tasks) tokens.push_back(task.action_token);
  STAYSAIL_TRY(std::vector<ActionReceipt> receipts, actions.status(tokens));
  STAYSAIL_CHECK(expect_as_many(receipts.size(), tokens.size(), "status"));
  return receipts;
}

bool position_in_batch(const Task& a, const Task& b) { return a.action_position < b.action_position; }

// One batch that was written down: where the BOSS knows none of it, it never arrived and is handed in again.
Status settle_batch(TaskDesk& desk, BossActions& actions, std::vector<Task> batch, Day day, ActionReport& report) {
  std::sort(batch.begin(), batch.end(), position_in_batch);
  STAYSAIL_TRY(const std::vector<ActionReceipt> receipts, ask_status(actions, batch));
  const bool never_arrived = std::all_of(receipts.begin(), receipts.end(),
                                         [](const ActionReceipt& r) { return r.status == ActionStatus::unknown; });
  if (never_arrived) return submit_batch(desk, actions, std::move(batch), day, report);
  return take_receipts(desk, batch, receipts, day, report);
}

// Writes down that these are about to be submitted, and under which tokens.
Result<std::vector<Task>> write_down(TaskDesk& desk, std::vector<Task> batch, Day day) {
  Digester digester;
  for (const Task& task : batch) digester.add(task.id.text()).add(static_cast<std::int64_t>(task.version));
  const std::string token = "actions-" + day.to_string() + "-" + digester.finish().to_string().substr(0, 16);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    batch[i].action_progress = ActionProgress::submitted;
    batch[i].action_batch = token;
    batch[i].action_token = action_token(token, i);
    batch[i].action_position = static_cast<std::int64_t>(i);
    batch[i].action_day = day;
    batch[i].history.push_back(
        {Instant::at_start_of(day), "action", "system", "submitted as " + batch[i].action_token});
  }
  return desk.save(std::move(batch), "actions");
}

Status submit_due(TaskDesk& desk, BossActions& actions, const std::vector<Task>& due, Day day, const Control& control,
                  ActionReport& report) {
  for (std::size_t begin = 0; begin < due.size(); begin += kActionsABatch) {
    STAYSAIL_CHECK(control.check());
    const std::size_t end = std::min(due.size(), begin + kActionsABatch);
    STAYSAIL_TRY(std::vector<Task> batch, write_down(desk,
                                                     std::vector<Task>(due.begin() + static_cast<std::ptrdiff_t>(begin),
                                                                       due.begin() + static_cast<std::ptrdiff_t>(end)),
                                                     day));
    report.submitted += batch.size();
    STAYSAIL_CHECK(submit_batch(desk, actions, std::move(batch), day, report));
  }
  return ok();
}

}  // namespace

std::vector<std::pair<std::string, std::string>> action_parameters(const Task& task) {
  auto parameters = task.parameters;
  const auto place =
      std::lower_bound(parameters.begin(), parameters.end(), std::pair<std::string, std::string>("channel", ""));
  const bool named = place != parameters.end() && place->first == "channel";
  if (!named && !task.channel.empty()) parameters.insert(place, {"channel", task.channel});
  return parameters;
}

Result<ActionReport> carry_out_actions(TaskDesk& desk, BossActions& actions, Day day, const Control& control) {
  STAYSAIL_TRY(std::vector<Task> waiting, desk.waiting_for_boss());
  std::map<std::string, std::vector<Task>> under_way;
  std::vector<Task> due;
  for (Task& task : waiting) (is_due(task) ? due : under_way[task.action_batch]).push_back(std::move(task));
  ActionReport report;
  for (auto& [token, batch] : under_way) {
    STAYSAIL_CHECK(control.check());
    STAYSAIL_CHECK(settle_batch(desk, actions, std::move(batch), day, report));
  }
  STAYSAIL_CHECK(submit_due(desk, actions, due, day, control, report));
  return report;
}

Result<ActionReport> submit_actions(TaskDesk& desk, BossActions& actions, Day day, const Control& control) {
  STAYSAIL_TRY(const std::vector<Task> due, desk.due_for_boss());
  ActionReport report;
  STAYSAIL_CHECK(submit_due(desk, actions, due, day, control, report));
  return report;
}

}  // namespace staysail
