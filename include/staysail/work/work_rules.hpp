// WorkRules: who is given tasks and by when they are due; work.toml of a playbook.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "staysail/strategy/playbook.hpp"
#include "staysail/work/business_calendar.hpp"
#include "staysail/work/roster.hpp"

namespace staysail {

// A plain value. docs/playbook.md gives the form of the file.
struct WorkRules {
  RosterRules roster;
  BusinessCalendar calendar;
  int due_days = 7;                                     // working days from the day of issue
  std::map<std::string, int, std::less<>> due_days_of;  // by strategy id, else by kind of strategy
  // A task that is open this many working days after it was due goes to the manager.
  int escalate_after_days = 3;
  // ... and is closed with what is known this many working days after it was due; without people, at
  // escalate_after_days.
  int give_up_after_days = 30;
  // So often a customer may be not reached before the task is closed.
  int attempts = 3;

  Day due(const Strategy& strategy, Day issued) const;

  // Errors: `playbook_invalid` with file, line and column, also for the name of an unknown strategy.
  static Result<WorkRules> of(const Playbook& playbook);
  static Result<WorkRules> parse(std::string_view toml, const std::string& name,
                                 const std::vector<Strategy>& strategies);
};

}  // namespace staysail
