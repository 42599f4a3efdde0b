#include "staysail/work/task_claim.hpp"

#include <algorithm>

#include "staysail/base/digest.hpp"

namespace staysail {
namespace {

constexpr std::size_t kPageForEach = 32;  // keys are read for each task that is asked for
constexpr std::size_t kLeastPage = 256;

// Everybody sees the same page: each begins at another place of it, so that few reach for the same task.
std::vector<EntityKey> in_own_order(FindPage page, const StaffId& staff) {
  std::vector<EntityKey> keys;
  for (Record& record : page.records) keys.push_back(std::move(record.key));
  const std::size_t begin = keys.empty() ? 0 : hash_of(staff.text()) % keys.size();
  std::rotate(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(begin), keys.end());
  return keys;
}

bool is_free(const Task& task, const ClaimAsk& ask) {
  return task.state == TaskState::planned && (ask.unit.empty() || task.unit == ask.unit);
}

// Up to `ask.count` free tasks behind these keys.
Result<std::vector<Task>> free_tasks(EntityStore& store, const std::vector<EntityKey>& keys, const ClaimAsk& ask) {
  std::vector<Task> free;
  for (std::size_t begin = 0; begin < keys.size() && free.size() < ask.count; begin += ask.count) {
    const auto first = keys.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = keys.begin() + static_cast<std::ptrdiff_t>(std::min(keys.size(), begin + ask.count));
    STAYSAIL_TRY(const auto found, store.get({first, last}));
    for (const auto& record : found) {
      if (!record || free.size() == ask.count) continue;
      STAYSAIL_TRY(Task task, task_of(*record));
      if (is_free(task, ask)) free.push_back(std::move(task));
    }
  }
  return free;
}

Status take(Task& task, const StaffId& staff, const UnitId& unit, const TaskMove& move) {
  STAYSAIL_CHECK(move_task(task, TaskEvent::assign, move));
  task.assignee = staff;
  if (!unit.empty()) task.unit = unit;
  return ok();
}

// `conflict`: somebody was quicker with one of them.
Result<std::vector<Task>> claim_from(TaskDesk& desk, std::vector<Task> tasks, const ClaimAsk& ask, const UnitId& unit,
                                     const TaskMove& move) {
  for (Task& task : tasks) STAYSAIL_CHECK(take(task, ask.staff, unit, move));
  STAYSAIL_TRY(std::vector<Task> claimed, desk.save(std::move(tasks), "claim"));
  std::sort(claimed.begin(), claimed.end(), [](const Task& a, const Task& b) { return a.id < b.id; });
  return claimed;
}

std::vector<EntityKey> keys_of(const std::vector<Task>& tasks) {
  std::vector<EntityKey> keys;
  for (const Task& task : tasks) keys.push_back({std::string(Task::kKind), task.id.text()});
  return keys;
}

// Of tasks that were free a moment ago; where somebody was quicker with some of them, the others. Each time somebody
// took a task, so this comes to an end.
Result<std::vector<Task>> claim_what_is_left(TaskDesk& desk, std::vector<Task> free, const ClaimAsk& ask,
                                             const Roster& roster, const TaskMove& move) {
  while (!free.empty()) {
    const std::vector<EntityKey> keys = keys_of(free);
    auto claimed = claim_from(desk, std::move(free), ask, roster.unit_of(ask.staff), move);
    if (claimed || claimed.error().code() != Errc::conflict) return claimed;
    STAYSAIL_TRY(free, free_tasks(desk.store(), keys, ask));
  }
  return free;
}

FindRequest planned_tasks(std::size_t count) {
  FindRequest request = find_equal(std::string(Task::kKind), "state", std::string(name_of(TaskState::planned)));
  request.limit = std::max(kLeastPage, count * kPageForEach);
  request.parts = RecordParts::key;
  return request;
}

}  // namespace

Result<std::vector<Task>> claim_tasks(TaskDesk& desk, const ClaimAsk& ask, const Roster& roster, const TaskMove& move) {
  if (!roster.may_take(ask.staff))
    return Error(Errc::no_assignee,
                 "this person is not active in a role that is given tasks (see work.toml): " + ask.staff.text());
  if (ask.count == 0) return std::vector<Task>{};
  TaskMove noted = move;
  noted.note = move.note.empty() ? "claimed" : move.note;
  FindRequest request = planned_tasks(ask.count);
  while (true) {
    STAYSAIL_TRY(FindPage page, desk.store().find(request));
    const std::string next = page.next;
    STAYSAIL_TRY(std::vector<Task> free, free_tasks(desk.store(), in_own_order(std::move(page), ask.staff), ask));
    if (free.empty() && next.empty()) return free;
    request.after = free.empty() ? next : "";
    STAYSAIL_TRY(std::vector<Task> claimed, claim_what_is_left(desk, std::move(free), ask, roster, noted));
    if (!claimed.empty()) return claimed;
  }
}

}  // namespace staysail
