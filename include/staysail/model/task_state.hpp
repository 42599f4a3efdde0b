// The life of a task (工单): what an account manager is asked to do for a customer.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "staysail/base/result.hpp"
#include "staysail/model/state_table.hpp"

namespace staysail {

enum class TaskState : std::uint8_t {
  planned,    // issued, nobody has it
  assigned,   // somebody has it
  executing,  // the customer is being contacted
  accepted,   // the customer said yes; what was promised is under way
  escalated,  // with the manager
  closed,
  cancelled,
};
inline constexpr std::size_t kTaskStates = 7;

enum class TaskEvent : std::uint8_t { assign, start, accept, escalate, close, cancel };
inline constexpr std::size_t kTaskEvents = 6;

inline constexpr StateTable<TaskState, TaskEvent, 25> kTaskTransitions = {{
    {TaskState::planned, TaskEvent::assign, TaskState::assigned},
    {TaskState::planned, TaskEvent::accept, TaskState::accepted},
    {TaskState::planned, TaskEvent::escalate, TaskState::escalated},
    {TaskState::planned, TaskEvent::close, TaskState::closed},
    {TaskState::planned, TaskEvent::cancel, TaskState::cancelled},
    {TaskState::assigned, TaskEvent::assign, TaskState::assigned},
    {TaskState::assigned, TaskEvent::start, TaskState::executing},
    {TaskState::assigned, TaskEvent::accept, TaskState::accepted},
    {TaskState::assigned, TaskEvent::escalate, TaskState::escalated},
    {TaskState::assigned, TaskEvent::close, TaskState::closed},
    {TaskState::assigned, TaskEvent::cancel, TaskState::cancelled},
    {TaskState::executing, TaskEvent::assign, TaskState::assigned},
    {TaskState::executing, TaskEvent::accept, TaskState::accepted},
    {TaskState::executing, TaskEvent::escalate, TaskState::escalated},
    {TaskState::executing, TaskEvent::close, TaskState::closed},
    {TaskState::executing, TaskEvent::cancel, TaskState::cancelled},
    {TaskState::accepted, TaskEvent::escalate, TaskState::escalated},
    {TaskState::accepted, TaskEvent::close, TaskState::closed},
    {TaskState::accepted, TaskEvent::cancel, TaskState::cancelled},
    {TaskState::accepted, TaskEvent::assign, TaskState::assigned},
    {TaskState::escalated, TaskEvent::assign, TaskState::assigned},
    {TaskState::escalated, TaskEvent::start, TaskState::executing},
    {TaskState::escalated, TaskEvent::accept, TaskState::accepted},
    {TaskState::escalated, TaskEvent::close, TaskState::closed},
    {TaskState::escalated, TaskEvent::cancel, TaskState::cancelled},
}};

inline constexpr LifeCycle<TaskState, TaskEvent, kTaskStates, kTaskEvents, 25> kTaskLife = {
    "a task",
    {"planned", "assigned", "executing", "accepted", "escalated", "closed", "cancelled"},
    {"assign", "start", "accept", "escalate", "close", "cancel"},
    TaskState::planned,
    {false, false, false, false, false, true, true},
    kTaskTransitions};

// "planned", "assigned", ...; `not_found` for any other name.
std::string_view name_of(TaskState state) noexcept;
std::string_view name_of(TaskEvent event) noexcept;
Result<TaskState> task_state_of(std::string_view name);

// `illegal_transition` that names the state, the event and what would be legal.
Result<TaskState> next_state(TaskState state, TaskEvent event);
constexpr bool is_final(TaskState state) { return is_final_in(kTaskTransitions, state); }

}  // namespace staysail
