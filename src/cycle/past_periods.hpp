// What became of the customers of an earlier night: the evidence from which effects are estimated.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "staysail/cycle/night_record.hpp"
#include "staysail/evaluation/exposure.hpp"
#include "staysail/view/population.hpp"
#include "staysail/work/task.hpp"

namespace staysail::cycle {

// Billed amounts by customer row of a population, at the bills' scale; each month is read once. A bill of a line or an
// account counts for its customer. Owned by one thread.
class BilledMonths {
 public:
  explicit BilledMonths(const Population& population) : population_(population) {}
  // `amount_overflow` past 64 bits.
  Result<std::span<const std::int64_t>> of(Month month);
  const Population& population() const { return population_; }

 private:
  const Population& population_;
  std::map<Month, std::vector<std::int64_t>> known_;
};

// Who was treated (tasks of that period) and who was held out (the record's list), each with what they were told.
std::vector<Exposure> exposures_of(const NightRecord& past, const std::vector<Task>& tasks);

// Of whom: of those who were customers that night, or of those who had left before it.
enum class Whom { customers, leavers };
bool concerns(const Exposure& exposure, Whom whom);

// One outcome a customer, and what was billed in the last closed cycle before that night and before this one. A
// customer is kept while every line that the strategies were about is alive in `decision`; of leavers those who came
// back: with that line, or with one that began since.
Result<std::vector<Outcome>> outcomes_of(const NightRecord& past, const std::vector<Task>& tasks, const Batch& decision,
                                         BilledMonths& bills, Whom whom);

}  // namespace staysail::cycle
