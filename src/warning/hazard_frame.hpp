// What a frame tells of customers' time with us.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "staysail/columns/batch.hpp"
#include "staysail/warning/hazard_model.hpp"
#include "warning/hazard_months.hpp"

namespace staysail {

struct ToldMonths {
  std::vector<CustomerMonths> customers;
  std::vector<std::string> kinds;   // most frequent first, then by name
  std::vector<std::uint64_t> left;  // customers of each kind
  std::uint64_t first_month = 0;    // customers seen in no whole month: they tell nothing
};

// Of all rows of `parts`. Kinds of fewer than ten customers are one, the last, called "other". Errors: those of
// HazardModel::fit for its columns.
Result<ToldMonths> told_months(std::span<const Batch> parts, const HazardTraining& training);

// Durations and months to the contract's end alone, as rows to be foretold have them.
struct MonthsSoFar {
  std::vector<std::uint32_t> duration;
  std::vector<std::optional<std::int32_t>> contract_end;
};
// A duration that is missing is 0 where it may be, else `schema_mismatch`.
Result<MonthsSoFar> months_so_far(const Batch& frame, const HazardTraining& training, bool may_lack_duration);

}  // namespace staysail
