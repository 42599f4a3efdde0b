#include "staysail/work/task_actions.hpp"

#include <algorithm>
#include <map>

#include "staysail/base/digest.hpp"

namespace staysail {
namespace {

constexpr std::size_t kActionsABatch = 5000;
constexpr const char* kNotTaken = "not taken";

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
    case ActionProgress::submitted: ++report.not_sent; break;
    default: ++report.in_doubt; break;
  }
}

bool is_due(const Task& task) { return task.action_progress == ActionProgress::none; }

bool ends_with_action(const Task& task) {
  return task.open() && (task.state == TaskState::accepted || task.channel.empty());
}

// The history says each thing once, however often it is heard.
void note(Task& task, const std::string& words, Instant at, const char* actor = "boss") {
  if (task.history.empty() || task.history.back().note != words) task.history.push_back({at, "action", actor, words});
}

// The BOSS took it earlier and says now that it does not know it: it is not sent again, and told each time.
bool is_lost(const Task& task, const ActionReceipt& receipt) {
  return receipt.status == ActionStatus::unknown && task.action_progress == ActionProgress::accepted;
}

// Returns whether the task changed.
Result<bool> take_receipt(Task& task, const ActionReceipt& receipt, Instant at, ActionReport& report) {
  const Task before = task;
  if (is_lost(task, receipt)) {
    count(ActionProgress::in_doubt, report);
    note(task, "accepted, and the BOSS does not know it now", at);
    return task != before;
  }
  const ActionProgress progress = progress_of(receipt.status);
  count(progress, report);
  if (!receipt.reference.empty()) task.action_reference = receipt.reference;
  const bool moved = progress != task.action_progress || receipt.action_token != task.action_token;
  const bool told = progress == ActionProgress::submitted && !receipt.note.empty();
  task.action_progress = progress;
  task.action_token = receipt.action_token;
  const std::string status = progress == ActionProgress::submitted ? kNotTaken : std::string(name_of(progress));
  if (moved || told) note(task, status + (receipt.note.empty() ? "" : ": " + receipt.note), at);
  if (progress == ActionProgress::done && ends_with_action(task)) {
    STAYSAIL_CHECK(move_task(task, TaskEvent::close, {at, "boss", std::string(name_of(*task.action))}));
    task.result = result_of(*task.action);
  }
  return task != before;
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

using Receipts = Result<std::vector<ActionReceipt>>;

Receipts as_many(Receipts receipts, std::size_t asked, std::string_view call) {
  if (receipts) STAYSAIL_CHECK(expect_as_many(receipts->size(), asked, call));
  return receipts;
}

// The BOSS does not answer: what is known of these stands.
void keep_unanswered(const std::vector<Task>& tasks, const Error& failure, ActionReport& report) {
  for (const Task& task : tasks) count(task.action_progress, report);
  if (!report.failure) report.failure = failure;
}

// What became of tasks that were handed in. After an error either nothing happened, and the history says so, or nobody
// knows, and it says no more than that they were handed in.
Status take_answer(TaskDesk& desk, std::vector<Task>& tasks, const Receipts& receipts, Day day, ActionReport& report) {
  if (receipts) return take_receipts(desk, tasks, *receipts, day, report);
  if (!report.failure) report.failure = receipts.error();
  report.in_doubt += receipts.error().in_doubt() ? tasks.size() : 0;
  if (receipts.error().in_doubt()) return ok();
  std::vector<ActionReceipt> nothing;
  for (const Task& task : tasks)
    nothing.push_back({task.action_token, ActionStatus::unknown, receipts.error().message()});
  return take_receipts(desk, tasks, nothing, day, report);
}

std::vector<BossAction> actions_of(const std::vector<Task>& batch) {
  std::vector<BossAction> actions;
  for (const Task& task : batch) actions.push_back(action_of(task, task.action_day));
  return actions;
}

std::vector<std::string> tokens_of(const std::vector<Task>& tasks) {
  std::vector<std::string> tokens;
  for (const Task& task : tasks) tokens.push_back(task.action_token);
  return tokens;
}

// Under its own token and with its own day, a batch can be handed in again word for word.
Status submit_batch(TaskDesk& desk, BossActions& actions, std::vector<Task> batch, Day day, ActionReport& report) {
  const std::vector<BossAction> asked = actions_of(batch);
  const Receipts receipts = as_many(actions.submit(asked, batch.front().action_batch), asked.size(), "submit");
  return take_answer(desk, batch, receipts, day, report);
}

bool position_in_batch(const Task& a, const Task& b) { return a.action_position < b.action_position; }

bool may_go_again(const Task& task, const ActionReceipt& receipt) {
  return receipt.status == ActionStatus::unknown && !is_lost(task, receipt);
}

// Written down before the BOSS hears of it, as the first time. The whole of a batch that never arrived is handed in as
// it was, which every adapter can; else each by itself.
Status submit_again(TaskDesk& desk, BossActions& actions, std::vector<Task> tasks, bool is_whole, Day day,
                    ActionReport& report) {
  if (tasks.empty()) return ok();
  for (Task& task : tasks) note(task, "submitted again as " + task.action_token, Instant::at_start_of(day), "system");
  STAYSAIL_TRY(tasks, desk.save(std::move(tasks), "actions"));
  report.sent_again += tasks.size();
  if (is_whole && static_cast<std::size_t>(tasks.back().action_position) + 1 == tasks.size())
    return submit_batch(desk, actions, std::move(tasks), day, report);
  const std::vector<BossAction> asked = actions_of(tasks);
  const Receipts receipts = as_many(actions.submit_again(asked, tokens_of(tasks)), asked.size(), "submit_again");
  return take_answer(desk, tasks, receipts, day, report);
}

// One batch that was written down: what the BOSS does not know of it never arrived and is handed in again.
Status settle_batch(TaskDesk& desk, BossActions& actions, std::vector<Task> batch, Day day, ActionReport& report) {
  std::sort(batch.begin(), batch.end(), position_in_batch);
  const Receipts receipts = as_many(actions.status(tokens_of(batch)), batch.size(), "status");
  if (!receipts) {
    keep_unanswered(batch, receipts.error(), report);
    return ok();
  }
  std::vector<Task> known, unknown;
  std::vector<ActionReceipt> heard;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const bool again = may_go_again(batch[i], (*receipts)[i]);
    if (!again) heard.push_back((*receipts)[i]);
    (again ? unknown : known).push_back(std::move(batch[i]));
  }
  STAYSAIL_CHECK(take_receipts(desk, known, heard, day, report));
  return submit_again(desk, actions, std::move(unknown), known.empty(), day, report);
}

// What was heard of it so far: of one that was handed in without an answer nobody knows whether the BOSS has it.
ActionStatus heard_of(const Task& task) {
  if (task.action_progress == ActionProgress::accepted) return ActionStatus::accepted;
  const bool surely_not = task.action_progress == ActionProgress::submitted && !task.history.empty() &&
                          task.history.back().note.rfind(kNotTaken, 0) == 0;
  return surely_not ? ActionStatus::unknown : ActionStatus::in_doubt;
}

void recall(BossActions& actions, const std::vector<Task>& waiting) {
  std::vector<ActionReceipt> heard;
  for (const Task& task : waiting)
    if (!is_due(task)) heard.push_back({task.action_token, heard_of(task), {}, task.action_reference});
  actions.recall(heard);
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
    if (report.failure) {
      report.not_sent += due.size() - begin;
      break;
    }
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

ActionReport& ActionReport::operator+=(const ActionReport& other) {
  submitted += other.submitted;
  sent_again += other.sent_again;
  accepted += other.accepted;
  done += other.done;
  refused += other.refused;
  failed += other.failed;
  in_doubt += other.in_doubt;
  not_sent += other.not_sent;
  not_asked += other.not_asked;
  if (!failure) failure = other.failure;
  return *this;
}

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
  recall(actions, waiting);
  std::map<std::string, std::vector<Task>> under_way;
  std::vector<Task> due;
  for (Task& task : waiting) (is_due(task) ? due : under_way[task.action_batch]).push_back(std::move(task));
  ActionReport report;
  for (auto& [token, batch] : under_way) {
    STAYSAIL_CHECK(control.check());
    if (report.failure) keep_unanswered(batch, *report.failure, report);
    else STAYSAIL_CHECK(settle_batch(desk, actions, std::move(batch), day, report));
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
