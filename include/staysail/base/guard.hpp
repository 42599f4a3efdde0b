// Code of the host - adapters, stores, executors - must not throw. Where it does all the same, the exception ends here
// as an Error: one that a Result<T>::value() threw as itself, std::bad_alloc as `out_of_memory`, any other as
// `adapter_failed` with what it says.
#pragma once

#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "staysail/base/executor.hpp"
#include "staysail/base/result.hpp"

namespace staysail {

// Of the exception that is being handled. Precondition: inside a catch block.
Error error_of_exception() noexcept;

// What `work` returns, a Result<T>.
template <class Work>
auto guarded(const Work& work) -> std::invoke_result_t<Work> {
  try {
    return work();
  } catch (...) {
    return error_of_exception();
  }
}

// The values of work(0) .. work(count - 1), each a Result<T>, in that order; else the first error in that order.
template <class Work>
auto collect(Executor& executor, std::size_t count, const Work& work)
    -> Result<std::vector<typename std::invoke_result_t<Work, std::size_t>::value_type>> {
  std::vector<std::optional<std::invoke_result_t<Work, std::size_t>>> results(count);
  executor.run(count, [&](std::size_t i) { results[i].emplace(guarded([&] { return work(i); })); });
  std::vector<typename std::invoke_result_t<Work, std::size_t>::value_type> values;
  values.reserve(count);
  for (auto& result : results) {
    if (!*result) return result->error();
    values.push_back(**std::move(result));
  }
  return values;
}

// The same for a `work` that returns a Status.
template <class Work>
Status run_each(Executor& executor, std::size_t count, const Work& work) {
  return collect(executor, count, work).and_then([](auto) { return ok(); });
}

}  // namespace staysail
