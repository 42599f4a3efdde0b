// Grids of segments: value x loyalty x behaviour, or any few columns.
#pragma once

#include <string>
#include <vector>

#include "staysail/columns/batch.hpp"

namespace staysail {

// One row for each combination of the values of `columns` that some row of `frame` has, in order of the values, with
// `rows` and the sum of `measure` (a number column; empty: none). Each row is in one cell: a missing value is a value
// of its own, the first. `columns`: one or more of whole numbers, texts or booleans, each named once. Errors:
// `schema_mismatch` for a column that is not there or of another type, `invalid_argument` for no columns,
// `amount_overflow`.
Result<Batch> segment_grid(const Batch& frame, const std::vector<std::string>& columns, const std::string& measure);

}  // namespace staysail
