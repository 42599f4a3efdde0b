// Effects and advice as the tables of a night's record.
#pragma once

#include <vector>

#include "staysail/columns/batch.hpp"
#include "staysail/evaluation/effect.hpp"
#include "staysail/knowledge/advice.hpp"

namespace staysail::cycle {

// One row an effect, in the order given: period, strategy, segment, stage (text; null = all), treated, treated_kept,
// contacted, accepted, held_out, held_out_kept (number), kept_difference, kept_low, kept_high, revenue_difference
// (real; null where it cannot be said), kept_customers (number), verdict, english, chinese.
Result<Batch> effects_table(const std::vector<EvaluationReport>& reports);

// What was advised for one group of customers.
struct GroupAdvice {
  std::string segment, stage;
  std::vector<Advice> advice;
};

// One row a strategy with evidence and group: segment, stage, rank, strategy, strength, scope, tried, kept, held_out,
// held_out_kept, periods (number), effect (real), items (parted by blanks), english, chinese.
Result<Batch> advice_table(const std::vector<GroupAdvice>& groups);

}  // namespace staysail::cycle
