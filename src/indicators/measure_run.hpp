// One fact measure over the chunks of its table.
#pragma once

#include "catalogue_plan.hpp"
#include "fact_table.hpp"
#include "measure_partial.hpp"

namespace staysail::indicators {

// Everything outlives the run.
struct MeasureTask {
  const Indicator* indicator = nullptr;
  const FactTable* table = nullptr;
  const OwnerSlots* slots = nullptr;
  const Column* ids = nullptr;     // subscription_id
  const Column* ending = nullptr;  // the day that closes each line's window; null: as_of
  Day as_of;
};

const FactMeasure& measure_of(const Indicator& indicator);

// First and last month whose facts a measure may use; nullopt first: from the beginning. `ending`: the window of the
// indicator that closes it, if any.
std::optional<Month> first_month_of(const FactMeasure& measure, const FactMeasure* ending, Day as_of);

// The partial of chunks [begin, end): map.
void map_chunks(const MeasureTask& task, std::size_t begin, std::size_t end, MeasurePartial& partial);
// The indicator's column: finish and apply.
Result<Column> finish_measure(const MeasureTask& task, const MeasurePartial& partial);

}  // namespace staysail::indicators
