#include "staysail/work/task_outcomes.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace staysail {
namespace {

// What an outcome does to an open task.
enum class Effect : std::uint8_t { note, attempt, answer, accept, close };

struct ResultRule {
  std::string_view result;
  Effect effect;
};

// In the order in which outcomes of one day are taken.
constexpr std::array kResultRules = {
    ResultRule{"delivered", Effect::note},  ResultRule{"not_reached", Effect::attempt},
    ResultRule{"answered", Effect::answer}, ResultRule{"accepted", Effect::accept},
    ResultRule{"refused", Effect::close},   ResultRule{"opted_out", Effect::close},
    ResultRule{"done", Effect::close},      ResultRule{"renewed", Effect::close},
    ResultRule{"upgraded", Effect::close},  ResultRule{"left", Effect::close},
};

std::size_t weight_of(std::string_view result) {
  const auto found = std::find_if(kResultRules.begin(), kResultRules.end(),
                                  [result](const ResultRule& rule) { return rule.result == result; });
  return static_cast<std::size_t>(found - kResultRules.begin());
}

bool comes_before(const TaskOutcome& a, const TaskOutcome& b) {
  if (a.task != b.task) return a.task < b.task;
  if (a.day != b.day) return a.day < b.day;
  if (a.result != b.result) return weight_of(a.result) < weight_of(b.result);
  return a.note < b.note;
}

Instant moment_of(const TaskOutcome& outcome) { return Instant::at_start_of(outcome.day); }

bool is_known(const Task& task, const TaskOutcome& outcome) {
  return std::any_of(task.history.begin(), task.history.end(), [&outcome](const TaskEntry& entry) {
    return entry.event == "outcome" && entry.at == moment_of(outcome) && entry.note == outcome.result;
  });
}

std::int64_t attempts_of(const Task& task) {
  return std::count_if(task.history.begin(), task.history.end(),
                       [](const TaskEntry& entry) { return entry.event == "outcome" && entry.note == "not_reached"; });
}

TaskMove move_of(const TaskOutcome& outcome) {
  return {moment_of(outcome), "boss", outcome.note.empty() ? outcome.result : outcome.note};
}

Status close_with(Task& task, const TaskOutcome& outcome, OutcomeReport& report) {
  ++report.closed;
  task.result = outcome.result;
  return move_task(task, TaskEvent::close, move_of(outcome));
}

Status accept(Task& task, const TaskOutcome& outcome, OutcomeReport& report) {
  task.result = outcome.result;
  if (!task.action || task.action_progress != ActionProgress::none) return close_with(task, outcome, report);
  if (task.state == TaskState::accepted) return ok();
  ++report.accepted;
  return move_task(task, TaskEvent::accept, move_of(outcome));
}

Status keep_open(Task& task, const TaskOutcome& outcome, OutcomeReport& report) {
  ++report.noted;
  return task.state == TaskState::assigned ? move_task(task, TaskEvent::start, move_of(outcome)) : ok();
}

Status take(Task& task, const TaskOutcome& outcome, const WorkRules& rules, OutcomeReport& report) {
  task.history.push_back({moment_of(outcome), "outcome", "boss", outcome.result});
  switch (kResultRules[weight_of(outcome.result)].effect) {
    case Effect::close: return close_with(task, outcome, report);
    case Effect::accept: return accept(task, outcome, report);
    case Effect::attempt:
      if (attempts_of(task) >= rules.attempts) return close_with(task, outcome, report);
      return keep_open(task, outcome, report);
    case Effect::answer:
      if (!task.action) return close_with(task, outcome, report);
      break;
    case Effect::note: break;
  }
  return keep_open(task, outcome, report);
}

using OpenTasks = std::map<TaskId, Task>;

Result<OpenTasks> open_tasks(TaskDesk& desk) {
  TaskFilter open;
  open.only_open = true;
  STAYSAIL_TRY(std::vector<Task> tasks, desk.list(open));
  OpenTasks by_id;
  for (Task& task : tasks) by_id.emplace(task.id, std::move(task));
  return by_id;
}

Status collect(const Batch& rows, Day as_of, const OpenTasks& tasks, std::vector<TaskOutcome>& out) {
  STAYSAIL_TRY(const Column ids, rows.require("task_id", ColumnType::text));
  STAYSAIL_TRY(const Column days, rows.require("day", ColumnType::day));
  STAYSAIL_TRY(const Column results, rows.require("result", ColumnType::text));
  const Column* notes = rows.find("note");
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    auto id = TaskId::of(std::string(ids.text(row)));
    const Day day = Day::since_epoch(days.days()[row]);
    if (as_of < day || tasks.find(id) == tasks.end()) continue;
    out.push_back({std::move(id), day, std::string(results.text(row)),
                   notes == nullptr ? std::string() : std::string(notes->text(row))});
  }
  return ok();
}

Result<std::vector<TaskOutcome>> outcomes_for(const OpenTasks& tasks, const Population& population) {
  std::vector<TaskOutcome> outcomes;
  if (tasks.empty()) return outcomes;
  Day first = population.as_of();
  for (const auto& [id, task] : tasks) first = std::min(first, task.issued);
  STAYSAIL_TRY(const std::vector<FactBatch> chunks,
               population.facts("outcomes", first.month_of(), population.as_of().month_of()));
  for (const FactBatch& chunk : chunks) STAYSAIL_CHECK(collect(chunk.rows, population.as_of(), tasks, outcomes));
  std::sort(outcomes.begin(), outcomes.end(), comes_before);
  return outcomes;
}

Result<OutcomeReport> take(TaskDesk& desk, OpenTasks tasks, const WorkRules& rules, std::vector<TaskOutcome> outcomes) {
  std::sort(outcomes.begin(), outcomes.end(), comes_before);
  OutcomeReport report;
  std::set<TaskId> changed;
  for (const TaskOutcome& outcome : outcomes) {
    const auto found = tasks.find(outcome.task);
    if (weight_of(outcome.result) == kResultRules.size()) {
      return Error(Errc::invalid_argument, "this is no outcome of the model: " + outcome.result);
    }
    if (found == tasks.end() || !found->second.open()) {
      ++report.strangers;
    } else if (is_known(found->second, outcome)) {
      ++report.repeated;
    } else {
      STAYSAIL_CHECK(take(found->second, outcome, rules, report));
      changed.insert(outcome.task);
    }
  }
  std::vector<Task> moved;
  for (const TaskId& id : changed) moved.push_back(std::move(tasks.at(id)));
  STAYSAIL_TRY(const std::vector<Task> saved, desk.save(std::move(moved), "outcomes"));
  return report;
}

}  // namespace

Result<std::vector<TaskOutcome>> outcomes_of(const Population& population, TaskDesk& desk) {
  STAYSAIL_TRY(const auto tasks, open_tasks(desk));
  return outcomes_for(tasks, population);
}

Result<OutcomeReport> take_outcomes(TaskDesk& desk, const WorkRules& rules, std::vector<TaskOutcome> outcomes) {
  STAYSAIL_TRY(auto tasks, open_tasks(desk));
  return take(desk, std::move(tasks), rules, std::move(outcomes));
}

Result<OutcomeReport> hear_outcomes(TaskDesk& desk, const WorkRules& rules, const Population& population) {
  STAYSAIL_TRY(auto tasks, open_tasks(desk));
  STAYSAIL_TRY(auto outcomes, outcomes_for(tasks, population));
  return take(desk, std::move(tasks), rules, std::move(outcomes));
}

}  // namespace staysail
