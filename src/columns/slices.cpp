#include "staysail/columns/slices.hpp"

#include <algorithm>
#include <optional>

namespace staysail {

Result<Batch> map_slices(std::size_t rows, std::size_t batch_rows, Executor* executor,
                         const std::function<Result<Batch>(std::size_t begin, std::size_t count)>& work) {
  const auto step = std::max<std::size_t>(batch_rows, 1);
  const auto count = std::max<std::size_t>((rows + step - 1) / step, 1);
  std::vector<std::optional<Result<Batch>>> results(count);
  InlineExecutor here;
  (executor != nullptr ? *executor : here).run(count, [&](std::size_t i) { results[i].emplace(work(i * step, std::min(step, rows - i * step))); });
  std::vector<Batch> parts;
  for (auto& result : results) {
    if (!*result) return result->error();
    parts.push_back(*std::move(*result));
  }
  return parts.size() == 1 ? parts.front() : concatenate(parts);
}

}  // namespace staysail
