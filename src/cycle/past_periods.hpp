// What became of the customers of an earlier night: the evidence from which effects are estimated.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "staysail/cycle/night_record.hpp"
#include "staysail/evaluation/exposure.hpp"
#include "staysail/view/population.hpp"
#include "staysail/work/task.hpp"

namespace staysail::cycle {

// Billed amounts of one month by customer row of a population, at the bills' scale. A bill of a line or an account counts
// for its customer. `amount_overflow` past 64 bits.
Result<std::vector<std::int64_t>> billed_by_customer(const Population& population, Month month);

// Who was treated (tasks of that period) and who was held out (the record's list), each with what they were told.
std::vector<Exposure> exposures_of(const NightRecord& past, const std::vector<Task>& tasks);

// One outcome a customer among `exposures`: kept while every line it was about is alive in `decision`, and what was billed
// in the last closed cycle before that night and before this one.
Result<std::vector<Outcome>> outcomes_of(const NightRecord& past, const std::vector<Task>& tasks, const Batch& decision, const Population& population);

}  // namespace staysail::cycle
