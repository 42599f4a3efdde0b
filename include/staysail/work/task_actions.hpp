// What tasks ask of the BOSS: submitted once each, looked up when in doubt, never doubled.
//
// A batch of actions is written into the store with its token before the BOSS hears of it. Whatever happens then - a
// crash, a lost answer, a quota - the next call finds it there, asks status(), and submits again, each under the token
// it had, only what the BOSS does not know. What the BOSS once said that it took is never submitted again.
#pragma once

#include <cstdint>
#include <optional>

#include "staysail/base/control.hpp"
#include "staysail/boss/boss_actions.hpp"
#include "staysail/work/task_desk.hpp"

namespace staysail {

struct ActionReport {
  std::uint64_t submitted = 0;                                                  // for the first time
  std::uint64_t sent_again = 0;                                                 // those that the BOSS did not know
  std::uint64_t accepted = 0, done = 0, refused = 0, failed = 0, in_doubt = 0;  // how those that were waiting stand now
  std::uint64_t not_sent = 0;                                                   // the next call tries again
  std::uint64_t not_asked = 0;        // held back tonight: the BOSS did not say whether it would take them
  std::optional<Error> failure = {};  // the BOSS's, the first of them

  // Whether tonight lacks something: the BOSS did not answer, or some were not sent. What it refused, and what nobody
  // knows of, is told beside.
  bool has_findings() const { return failure.has_value() || not_sent + not_asked != 0; }
  ActionReport& operator+=(const ActionReport& other);
};

// The strategy's parameters, and by which channel the customer is spoken to.
std::vector<std::pair<std::string, std::string>> action_parameters(const Task& task);

// Settles what is under way, then submits what is due. A done action closes a task that the customer had accepted, and
// one that needs no contact; a refused or failed one stays with its assignee, with the BOSS's words in the history.
// `day`: the day asked for. Where BossActions answers with an error no more is asked of it: the error is in the report,
// and nothing is lost by calling again. Errors of the store and of `control` are returned.
Result<ActionReport> carry_out_actions(TaskDesk& desk, BossActions& actions, Day day, const Control& control = {});
// Only submits what is due and was never submitted: for tasks that were issued after carry_out_actions() of the same
// night.
Result<ActionReport> submit_actions(TaskDesk& desk, BossActions& actions, Day day, const Control& control = {});

}  // namespace staysail
