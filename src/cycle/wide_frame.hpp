// Joining what rooms found to the frame that the next rooms read.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "staysail/columns/batch.hpp"

namespace staysail::cycle {

// `frame` with the columns of `found` beside its own; both have the same rows in the same order. A column that the
// frame has already (subscription_id, value ...) is taken once.
Result<Batch> joined(const Batch& frame, const Batch& found);

// How many rows have each text of a column, by text; nulls are left out.
std::map<std::string, std::uint64_t> counts_by(const Batch& frame, std::string_view column);

}  // namespace staysail::cycle
