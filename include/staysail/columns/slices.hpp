// Work on a batch in slices, each possibly on another thread, with the same result as on one.
#pragma once

#include <cstddef>
#include <functional>

#include "staysail/base/executor.hpp"
#include "staysail/columns/batch.hpp"

namespace staysail {

// Calls work(begin, count) for each run of at most `batch_rows` (0 counts as 1) of `rows` rows and puts the batches
// together in order; at least once, so that no rows still give a schema. `executor`: null = the calling thread. The
// first error in row order.
Result<Batch> map_slices(std::size_t rows, std::size_t batch_rows, Executor* executor,
                         const std::function<Result<Batch>(std::size_t begin, std::size_t count)>& work);

}  // namespace staysail
