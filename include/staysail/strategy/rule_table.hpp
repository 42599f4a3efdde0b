// The rules of a plan at rest, so that it can be explained when the playbook has changed: what was asked of every
// customer, and how each of its conditions came out.
#pragma once

#include <cstdint>
#include <vector>

#include "staysail/base/control.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/model/readable_names.hpp"
#include "staysail/strategy/matcher.hpp"
#include "staysail/strategy/strategy.hpp"

namespace staysail {

// One row a strategy, in the playbook's order: strategy_id, version, priority, title_zh, title_en, when, file, line,
// column.
Result<Batch> rules_frame(const std::vector<Strategy>& strategies);
// Its strategies, compiled again for the columns of a decision frame and as_of. `schema_mismatch` for another table;
// else the errors of Matcher::compile().
Result<Matcher> matcher_of(const Batch& rules, const Schema& frame);
// What its strategies are called.
Result<ReadableNames> titles_of(const Batch& rules);

// Three-valued bits: how every condition came out for every row of the frame.
struct ConditionMarks {
  // A row for each rule (its position is null), then one a condition of it, in the order they were written:
  // strategy_id, position (from 0), condition (its text), mark (a column of `marks`; null where a condition means
  // nothing outside its rule, as within a function).
  Batch conditions;
  // A boolean column for each distinct text; rows as in the frame, null where the condition is neither true nor false.
  Batch marks;
};
// `matcher` as compiled for the columns of `frame`. Errors of Expression::evaluate(); `cancelled`.
Result<ConditionMarks> mark_conditions(const Matcher& matcher, const Batch& frame, const Inputs& constants,
                                       Executor& executor, const Control& control = {});

// One row a condition, as in `conditions`: strategy_id, position, condition, holds, fails, unknown (rows), and
// stops_alone: the rows that the rule leaves out and would take if this condition were true, all others being as they
// are; 0 for a condition that stands negated, as within `not(a and b)`: it only keeps out by being true. Conditions
// without a mark are left out. `matcher`: the rules of which the marks are; else `schema_mismatch`.
Result<Batch> condition_counts(const Matcher& matcher, const ConditionMarks& marks);

}  // namespace staysail
