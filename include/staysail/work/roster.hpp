// Roster: who works where, and who takes the next task.
//
// A customer's task goes, in this order, to
//   1. the customer's own account manager, when there is capacity left;
//   2. the account manager of the customer's region or unit with the lowest share of capacity in use;
//   3. the same in the units around it, one level of the organisation at a time;
//   4. the manager of the unit, or of the unit above: then the task is escalated;
//   5. nobody: the task is listed as `no_assignee`.
// What goes out by a gateway (unattended channels) is nobody's: it is with `system` and fills nobody's month.
// Ties go to the lower staff id, so the same tasks in the same order always reach the same people.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/id.hpp"
#include "staysail/columns/batch.hpp"

namespace staysail {

struct RosterRules {
  std::vector<std::string> roles = {"account_manager"};     // who is given tasks
  std::vector<std::string> escalation_roles = {"manager"};  // who is given what nobody else can take
  std::uint32_t capacity = 60;                              // tasks a month where the staff table names none
  std::vector<std::string> unattended_channels = {"sms", "app", "email"};

  bool is_unattended(std::string_view channel) const;
};

enum class AssignmentGround : std::uint8_t { relationship, region, neighbour, escalated, no_assignee, unattended };
std::string_view name_of(AssignmentGround ground) noexcept;

// Has the tasks that need nobody.
inline constexpr std::string_view kSystemStaff = "system";

struct Assignment {
  StaffId assignee;  // empty: no_assignee
  UnitId unit;
  AssignmentGround ground = AssignmentGround::no_assignee;
};

// Owned by one thread: each assignment changes the load.
class Roster {
 public:
  // `staff` and `units`: the entity frames of those names; either may be empty.
  static Result<Roster> of(const Batch& staff, const Batch& units, const RosterRules& rules);
  ~Roster();
  Roster(Roster&&) noexcept;
  Roster& operator=(Roster&&) noexcept;

  // `tasks` that somebody has already. Unknown staff are ignored.
  void add_load(const StaffId& staff, std::uint32_t tasks);
  // Chooses, and counts the task to who was chosen. `manager` and `region` are the customer's; either may be empty.
  Assignment assign(const StaffId& manager, std::string_view region);
  // The same for a task that its unit has to give to somebody else.
  Assignment replace(const UnitId& unit);
  // To `system`, in the unit where assign() would begin.
  Assignment leave_to_system(const StaffId& manager, std::string_view region) const;
  // The manager responsible for a unit; empty when there is none up to the top.
  Assignment escalate(const UnitId& unit);
  // In the staff table and neither away nor gone; `system` always is.
  bool is_active(const StaffId& staff) const;
  // Active, in a role that is given tasks.
  bool may_take(const StaffId& staff) const;
  // Empty when unknown.
  UnitId unit_of(const StaffId& staff) const;

 private:
  class State;
  explicit Roster(std::unique_ptr<State> state);
  Assignment give(std::size_t member, AssignmentGround ground);
  Assignment assign_from(const UnitId& home, std::string_view region);
  std::unique_ptr<State> state_;
};

}  // namespace staysail
