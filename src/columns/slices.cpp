#include "staysail/columns/slices.hpp"

#include <algorithm>

#include "staysail/base/guard.hpp"

namespace staysail {

Result<Batch> map_slices(std::size_t rows, std::size_t batch_rows, Executor* executor,
                         const std::function<Result<Batch>(std::size_t begin, std::size_t count)>& work) {
  const auto step = std::max<std::size_t>(batch_rows, 1);
  const auto count = std::max<std::size_t>((rows + step - 1) / step, 1);
  InlineExecutor here;
  STAYSAIL_TRY(const auto parts, collect(executor != nullptr ? *executor : here, count, [&](std::size_t i) {
                 return work(i * step, std::min(step, rows - i * step));
               }));
  return parts.size() == 1 ? parts.front() : concatenate(parts);
}

}  // namespace staysail
