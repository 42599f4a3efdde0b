// What tasks ask of the BOSS: submitted once each, looked up when in doubt, never doubled.
//
// A batch of actions is written into the store with its token before the BOSS hears of it. Whatever happens then - a
// crash, a lost answer - the next call finds it there, asks status(), and submits again under the same token only what
// the BOSS does not know.
#pragma once

#include <cstdint>

#include "staysail/base/control.hpp"
#include "staysail/boss/boss_actions.hpp"
#include "staysail/work/task_desk.hpp"

namespace staysail {

struct ActionReport {
  std::uint64_t submitted = 0;                                                  // for the first time
  std::uint64_t accepted = 0, done = 0, refused = 0, failed = 0, in_doubt = 0;  // how those that were waiting stand now
};

// The strategy's parameters, and by which channel the customer is spoken to.
std::vector<std::pair<std::string, std::string>> action_parameters(const Task& task);

// Settles what is under way, then submits what is due. A done action closes a task that the customer had accepted, and
// one that needs no contact; a refused or failed one stays with its assignee, with the BOSS's words in the history.
// `day`: the day asked for. Errors of BossActions are returned; nothing is lost by calling again.
Result<ActionReport> carry_out_actions(TaskDesk& desk, BossActions& actions, Day day, const Control& control = {});
// Only submits what is due and was never submitted: for tasks that were issued after carry_out_actions() of the same
// night.
Result<ActionReport> submit_actions(TaskDesk& desk, BossActions& actions, Day day, const Control& control = {});

}  // namespace staysail
