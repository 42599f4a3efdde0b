// BoundMatcher: a matcher tied to the columns of a frame and to the values that all rows share (as_of).
//
// Usage: bind once, encode a frame once, then ask as often as wanted. Results are the same bytes whatever the threads,
// the size of the pieces and the instruction set.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "staysail/decision/condition_index.hpp"
#include "staysail/strategy/matches.hpp"

namespace staysail {

struct MatchOptions {
  std::size_t batch_rows = 65536;  // rows a piece of work, up to whole blocks (BoundConditions::block_rows)
  // One of instruction_sets(); the best when empty.
  std::optional<InstructionSet> instructions{};
};

// Immutable, cheap to copy; any thread.
class BoundMatcher {
 public:
  const BoundConditions& conditions() const { return conditions_; }
  // Strategies by descending priority, then by id.
  const std::vector<std::uint32_t>& by_priority() const { return *by_priority_; }

  // Codes of an earlier frame, or of another matcher, spare the work for what has not changed. schema_mismatch,
  // cancelled.
  Result<RowCodes> encode(const Batch& frame, Executor& executor, const RowCodes* previous = nullptr,
                          const Control& control = {}) const;

  // For customers one by one, strategies by priority. Built anew with each call: keep it.
  ConditionIndex index() const { return ConditionIndex::of(conditions_, *by_priority_); }

  // Of each: `codes` are this matcher's. invalid_argument for an instruction set that this processor does not have;
  // cancelled.
  // How many rows each strategy holds for.
  Result<std::vector<std::uint64_t>> counts(const RowCodes& codes, Executor& executor, const MatchOptions& options = {},
                                            const Control& control = {}) const;
  Result<Matches> match(const RowCodes& codes, Executor& executor, const MatchOptions& options = {},
                        const Control& control = {}) const;
  // The first `ranks` strategies of each row by priority.
  Result<RankedMatches> top(const RowCodes& codes, std::size_t ranks, Executor& executor,
                            const MatchOptions& options = {}, const Control& control = {}) const;
  // Every match: in blocks of rows, within a block by priority, then by row.
  Result<ConditionRows> list(const RowCodes& codes, Executor& executor, const MatchOptions& options = {},
                             const Control& control = {}) const;

  // Columns row (number) and strategy (text) by row, then priority: of the first `ranks` a row, or of every match.
  Result<Batch> table(const RankedMatches& top) const;
  Result<Batch> table(const ConditionRows& matches, std::size_t rows) const;

 private:
  friend class Matcher;
  BoundMatcher(BoundConditions conditions, std::shared_ptr<const std::vector<std::uint32_t>> by_priority,
               std::shared_ptr<const std::vector<std::string>> ids)
      : conditions_(std::move(conditions)), by_priority_(std::move(by_priority)), ids_(std::move(ids)) {}
  template <class Work>
  Status for_each_piece(const RowCodes& codes, Executor& executor, const MatchOptions& options, const Control& control,
                        Work work) const;
  Result<Batch> pairs(std::vector<std::uint32_t> rows, const std::vector<std::uint32_t>& strategies) const;

  BoundConditions conditions_;
  std::shared_ptr<const std::vector<std::uint32_t>> by_priority_;
  std::shared_ptr<const std::vector<std::string>> ids_;
};

}  // namespace staysail
