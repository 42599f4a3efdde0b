// Stage history: when a line entered and left each stage and why; and how many moved where in a month.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/columns/batch.hpp"

namespace staysail {

// One stay in one stage.
struct StageStay {
  std::string stage;
  Month entered;
  std::optional<Month> left;  // nullopt: still there
  std::string cause;          // why it was entered
  friend bool operator==(const StageStay&, const StageStay&) = default;
};

// The stays of one line, oldest first; at most the last is open. A plain value.
class StageHistory {
 public:
  static constexpr std::string_view kKind = "stage_history";  // of its records in a store

  const std::vector<StageStay>& stays() const { return stays_; }
  // The line is in `stage` in `month`. Changes nothing when it already was; else closes the open stay and opens a new
  // one. `conflict` for a month before that of the open stay; the same month again replaces what that month said.
  // Returns whether anything changed.
  Result<bool> enter(std::string_view stage, std::string_view cause, Month month);

  // The payload of a record, and back. `malformed_record` for bytes that are none.
  std::string to_record() const;
  static Result<StageHistory> from_record(std::string_view bytes);
  friend bool operator==(const StageHistory&, const StageHistory&) = default;

 private:
  std::vector<StageStay> stays_;
};

// Rows of `current` (a stage frame) whose stage is not that of `previous`: subscription_id, from_stage (null: not known
// before), to_stage, cause. Both frames are sorted by subscription_id.
Result<Batch> stage_changes(const Batch& previous, const Batch& current);

// How many lines moved from stage to stage between two stage frames, stays included: from_stage, to_stage, lines;
// sorted by both. A line that `previous` does not know comes from "new"; one that `current` does not know goes to
// "gone".
Result<Batch> stage_transitions(const Batch& previous, const Batch& current);

}  // namespace staysail
