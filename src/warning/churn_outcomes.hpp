// The column that says who left.
#pragma once

#include <cstdint>
#include <vector>

#include "staysail/base/result.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/warning/churn_model.hpp"

namespace staysail {

// 1 where the outcome is churn, else 0; one a row. Of texts, `positive` means churn; without it Yes and No, true and
// false, 是 and 否 and the like are understood. `not_found` for a target that is not there, `type_mismatch` for one
// of other values, `invalid_argument` where it is empty.
Result<std::vector<std::uint8_t>> outcomes_of(const Batch& frame, const ChurnTraining& training);

}  // namespace staysail
