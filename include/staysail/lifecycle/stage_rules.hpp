// StageRules: the stage tables of a playbook, and the memory a stage needs from one cycle to the next.
//
// Decision tables over the decision frame (indicators/compute.hpp), `as_of` and what this room adds to it:
//   lifecycle_decline.csv           decline_cause: which decline condition holds, null when none
//   lifecycle_with_contract.csv     stage and stage_cause of lines under a contract of six months or more
//   lifecycle_without_contract.csv  the same for all others
// Added: line_ended (booleans from here), renewed (a renewal is on file, or began since the last cycle), under_contract
// (binding, and the line is not released from it), and decline_cause. The frame must have the booleans binding_contract
// and outlived_contract (ended, and used steadily since: the line is released). A line leaves decline after two quiet
// cycles, in which no decline condition held; RENEWED as the cause overrides that. A file lifecycle.toml beside them
// declares families of lines with tables of their own, other numbers of quiet cycles, and minimum stays
// (lifecycle/stage_policy.hpp). docs/indicators.md shows the tables.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/decision/decision_table.hpp"
#include "staysail/decision/value.hpp"
#include "staysail/lifecycle/stage_policy.hpp"

namespace staysail {

struct StageOptions {
  Executor* executor = nullptr;  // null: the calling thread
  std::size_t batch_rows = 65536;
};

// What a stage frame holds of one subscription. A plain value.
struct StageState {
  std::string stage;                 // onboarding, growth, maturity, decline, churned, unknown
  std::string cause;                 // PORT_OUT, RENEWED, SILENT, ... (the tables say)
  Month since;                       // the month of `as_of` when the stage was entered
  int quiet_cycles = 0;              // cycles in a row without a decline condition, while in decline
  std::optional<Day> contract_end;   // of the contract then in force
  std::optional<Day> released_from;  // end of the contract that steady use has released the line from
};

// Immutable; safe to share between threads.
class StageRules {
 public:
  // Reads the tables of `folder`, and lifecycle.toml where it is there. `frame`: the schema of the decision frame.
  // Errors: those of decision tables, placed; `table_gap` for a table that leaves a case open, `unknown_name` for a
  // column the frame lacks.
  static Result<StageRules> load(const std::string& folder, const Schema& frame);

  // The three common tables, in the order above, then those that families have of their own.
  std::vector<DecisionTable> tables() const;
  // What lifecycle.toml says; the defaults without it.
  const StagePolicy& policy() const;

  // One customer. `previous`: null when the line was not known a cycle ago.
  // `table_gap` showing the inputs that no rule covers.
  Result<StageState> stage(const Inputs& line, const StageState* previous, Day as_of) const;

  // A column of them: one row a row of `frame`, in its order: subscription_id, stage, stage_cause, stage_since (number:
  // Month::index()), quiet_cycles, stage_contract_end, released_from. `previous`: the frame this call gave a cycle ago,
  // or an empty batch; each call is one cycle, so a night that is repeated hands in the frame of the month before, not
  // its own.
  Result<Batch> stages(const Batch& frame, const Batch& previous, Day as_of, const StageOptions& options = {}) const;

 private:
  struct Tables;
  explicit StageRules(std::shared_ptr<const Tables> tables) : tables_(std::move(tables)) {}
  std::shared_ptr<const Tables> tables_;
};

}  // namespace staysail
