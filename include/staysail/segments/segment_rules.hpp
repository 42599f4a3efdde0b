// SegmentRules: one segment a line, by value, loyalty and stage: a decision table of the playbook.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "staysail/base/calendar.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/decision/decision_table.hpp"
#include "staysail/decision/value.hpp"

namespace staysail {

struct SegmentOptions {
  Executor* executor = nullptr;  // null: the calling thread
  std::size_t batch_rows = 65536;
};

// Immutable; safe to share between threads.
class SegmentRules {
 public:
  // segments.csv over the decision frame with stage, and as_of. Errors: those of decision tables, placed.
  static Result<SegmentRules> load(const std::string& path, const Schema& frame);

  // The segments there are, in the order of the rules; empty when a rule computes its segment.
  std::vector<std::string> names() const;
  // Names of the frame that the rules look at, sorted.
  std::vector<std::string> inputs() const;
  const DecisionTable& table() const;
  // `table_gap` showing the inputs that no rule covers.
  Result<std::string> segment(const Inputs& line, Day as_of) const;
  // subscription_id, segment; rows as in `frame`.
  Result<Batch> segments(const Batch& frame, Day as_of, const SegmentOptions& options = {}) const;

 private:
  struct Table;
  explicit SegmentRules(std::shared_ptr<const Table> table) : table_(std::move(table)) {}
  std::shared_ptr<const Table> table_;
};

// Counts of the grid: value_band, loyalty_quartile (1 to 4 each, all 16 cells), lines, and the sum of `value`. Lines
// without either band, and lines that ended, are in no cell.
Result<Batch> value_loyalty_grid(const Batch& frame);

}  // namespace staysail
