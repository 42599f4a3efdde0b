// Early warning by rule: points for each signal, a level, and the reasons that weigh most.
//
// Two decision tables of the playbook: warning.csv (hit policy C: every rule that holds gives `points` and a `reason`
// code) and warning_levels.csv (points to level). A code counts once, with the most points it was given.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/decision/decision_table.hpp"
#include "staysail/decision/value.hpp"

namespace staysail {

struct WarningOptions {
  Executor* executor = nullptr;  // null: the calling thread
  std::size_t batch_rows = 65536;
};

struct EarlyWarning {
  std::int64_t points = 0;
  std::string level;                 // high, medium, low, none
  std::vector<std::string> reasons;  // all codes, most points first, then by code
};

// Immutable; safe to share between threads.
class WarningRules {
 public:
  // warning.csv and warning_levels.csv of `folder`, over the decision frame with stage, and as_of. Errors: those of
  // decision tables, placed; `playbook_invalid` when an output is missing.
  static Result<WarningRules> load(const std::string& folder, const Schema& frame);

  // Names of the frame that the signals look at, sorted.
  std::vector<std::string> inputs() const;
  // warning.csv and warning_levels.csv.
  std::vector<DecisionTable> tables() const;
  Result<EarlyWarning> warn(const Inputs& line, Day as_of) const;
  // subscription_id, warning_points, warning_level, reason_1, reason_2, reason_3 (null where there are fewer) and
  // warning_rank (1 = first: points, then value, both descending, then id; null without points); rows as in `frame`.
  // Lines in stage churned get no points.
  Result<Batch> warnings(const Batch& frame, Day as_of, const WarningOptions& options = {}) const;

 private:
  struct Tables;
  explicit WarningRules(std::shared_ptr<const Tables> tables) : tables_(std::move(tables)) {}
  std::shared_ptr<const Tables> tables_;
};

}  // namespace staysail
