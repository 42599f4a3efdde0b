#include "staysail/model/task_state.hpp"

#include <algorithm>
#include <string>

namespace staysail {
namespace {

constexpr std::array<std::string_view, kTaskStates> kStateNames = {"planned", "assigned", "executing", "accepted", "escalated", "closed", "cancelled"};
constexpr std::array<std::string_view, kTaskEvents> kEventNames = {"assign", "start", "accept", "escalate", "close", "cancel"};

std::string legal_events(TaskState state) {
  std::string list;
  for (const auto& row : kTaskTransitions) {
    if (row.from == state) list.append(list.empty() ? "" : ", ").append(name_of(row.event));
  }
  return list.empty() ? "nothing more" : list;
}

}  // namespace

std::string_view name_of(TaskState state) noexcept { return kStateNames[static_cast<std::size_t>(state)]; }
std::string_view name_of(TaskEvent event) noexcept { return kEventNames[static_cast<std::size_t>(event)]; }

Result<TaskState> task_state_of(std::string_view name) {
  const auto found = std::find(kStateNames.begin(), kStateNames.end(), name);
  if (found == kStateNames.end()) return Error(Errc::not_found, "a task is planned, assigned, executing, accepted, escalated, closed or cancelled, not: " + std::string(name));
  return static_cast<TaskState>(found - kStateNames.begin());
}

Result<TaskState> next_state(TaskState state, TaskEvent event) {
  if (const auto next = find_next(kTaskTransitions, state, event)) return *next;
  return Error(Errc::illegal_transition, "a task that is " + std::string(name_of(state)) + " allows " + legal_events(state) + ", not: " + std::string(name_of(event)));
}

}  // namespace staysail
