#include "staysail/model/task_state.hpp"

namespace staysail {

std::string_view name_of(TaskState state) noexcept { return kTaskLife.states[static_cast<std::size_t>(state)]; }
std::string_view name_of(TaskEvent event) noexcept { return kTaskLife.events[static_cast<std::size_t>(event)]; }

Result<TaskState> task_state_of(std::string_view name) { return state_of(kTaskLife, name); }

Result<TaskState> next_state(TaskState state, TaskEvent event) { return advance(kTaskLife, state, event); }

}  // namespace staysail
