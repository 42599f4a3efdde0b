// A batch with some of its rows replaced, without touching the others: what a correction of a few rows needs.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "staysail/columns/batch.hpp"

namespace staysail {

// `batch` with row rows[i] replaced by row i of `by`, a batch of the same schema; `rows` are different. Nothing where a
// text of `by` is not at hand: neither in the row that it replaces nor in a dictionary small enough to look through.
std::optional<Batch> with_rows_replaced(const Batch& batch, std::span<const std::uint32_t> rows, const Batch& by);

}  // namespace staysail
