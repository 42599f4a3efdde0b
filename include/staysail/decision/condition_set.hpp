// ConditionSet: many conditions evaluated together over the rows of a frame, at the speed of memory.
//
// All conditions are one graph in which equal parts stand once. Tied to a frame's columns (BoundConditions), each
// question to a column becomes a set of codes, each row a code a column (RowCodes), and each condition a mask of rows,
// computed for some thousand rows at a time. The results are Expression::matches()' exactly, nulls included,
// whatever the instruction set.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "staysail/base/control.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/base/instruction_set.hpp"
#include "staysail/decision/expression.hpp"
#include "staysail/decision/row_codes.hpp"

namespace staysail {

// Rows [begin, begin + count) of a frame; `begin` is a multiple of 64.
struct RowRange {
  std::size_t begin = 0, count = 0;
};

// The rows that conditions hold for, in runs.
struct ConditionRows {
  struct Run {
    std::uint32_t condition = 0, count = 0;
  };
  std::vector<Run> runs;
  std::vector<std::uint32_t> rows;  // of the runs one after the other; within a run ascending
};

// Immutable, cheap to copy; any thread.
class BoundConditions {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  std::size_t size() const;
  // What was found to be one: distinct questions to columns, groups of them, columns computed beforehand.
  struct Shape {
    std::size_t predicates = 0, groups = 0, columns = 0, computed_columns = 0;
  };
  Shape shape() const;

  // The frame has the columns the conditions are bound to, each of the same kind (schema_mismatch). `previous` may be
  // codes of an earlier frame or of other conditions: what has the same values and the same cut points is taken from
  // there. `cancelled` when the control says so.
  Result<RowCodes> encode(const Batch& frame, Executor& executor, const RowCodes* previous = nullptr,
                          const Control& control = {}) const;

  // Rows that are computed together: ranges that begin at a multiple of these are the cheapest, and only over them does
  // list() put one after the other what it lists of them together.
  std::size_t block_rows() const;

  // Each of these looks at a range of rows, so that ranges can be shared out among threads; `codes` are of these
  // conditions, `with` is one of instruction_sets(). All stop early when the control says so.
  // Adds to counts[condition].
  void count(const RowCodes& codes, RowRange range, InstructionSet with, const Control& control,
             std::span<std::uint64_t> counts) const;
  // Bit `row` of the `stride` words from words[condition * stride] on; all zero before.
  void mark(const RowCodes& codes, RowRange range, InstructionSet with, const Control& control, std::uint64_t* words,
            std::size_t stride) const;
  // found[row * k ...]: the first k conditions, in the given order, that hold for the row; kNone past the last.
  void first(const RowCodes& codes, RowRange range, InstructionSet with, const Control& control,
             std::span<const std::uint32_t> order, std::size_t k, std::span<std::uint32_t> found) const;
  // Appends every match: by block of rows, within it in the given order, within that by row.
  void list(const RowCodes& codes, RowRange range, InstructionSet with, const Control& control,
            std::span<const std::uint32_t> order, ConditionRows& matches) const;

 private:
  friend class ConditionSet;
  friend class ConditionIndex;
  struct State;
  Status check_frame(const Schema& schema) const;
  template <class Visit>
  void for_each_block(const RowCodes& codes, RowRange range, InstructionSet with, const Control& control,
                      Visit visit) const;
  explicit BoundConditions(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

// Immutable, cheap to copy; any thread.
class ConditionSet {
 public:
  // Expressions compiled against one scope. What is no boolean never holds.
  static ConditionSet of(std::vector<Expression> conditions);

  std::size_t size() const;
  const Expression& condition(std::size_t index) const;

  // Names that are no column are taken from `constants`. schema_mismatch when a name is in neither, or a column's type
  // is not the scope's; placed as the condition is. `at_fault` is then the condition that needs the name.
  Result<BoundConditions> bind(const Schema& columns, const Inputs& constants, std::size_t* at_fault = nullptr) const;

 private:
  friend class BoundConditions;
  struct State;
  explicit ConditionSet(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

}  // namespace staysail
