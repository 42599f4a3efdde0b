// Replay: the decisions of a past night made again from what was stored with it, and compared bit for bit.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "staysail/base/control.hpp"
#include "staysail/base/digest.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/cycle/night_record.hpp"
#include "staysail/strategy/playbook.hpp"

namespace staysail {

// The first cell of a table that came out otherwise.
struct ReplayDifference {
  std::string table;             // "rules", "conditions", "marks", "matches", "held_out", "funnel"
  std::string row;               // what the row is about: "0000000017 renewal", or its number
  std::string column;            // empty: the whole row is there on one side only
  std::string stored, replayed;  // the cells; empty for null, and for a row that is not there
};

struct PlanReplay {
  Day as_of;
  Digest stored_playbook, playbook;
  // Inputs whose stored values are not those that the night decided from: "decision.arpu_3m", "contacts".
  std::vector<std::string> changed_inputs;
  std::vector<ReplayDifference> differences;  // the first of each table, in the order above
  std::uint64_t decisions = 0;                // pairs of subscription and strategy that matched, as stored

  bool same_playbook() const { return stored_playbook == playbook; }
  bool same() const { return same_playbook() && changed_inputs.empty() && differences.empty(); }
};

// `night`: all tables of its record. `playbook`: as playbook_of() loads it; with another than the night's, which is
// told, the same inputs are decided by its rules. `not_found` for a night that kept no inputs; errors of make_plan().
Result<PlanReplay> replay_plan(const NightRecord& night, const Playbook& playbook, Executor* executor = nullptr,
                               const Control& control = {});

}  // namespace staysail
