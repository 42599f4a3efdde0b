// Control: how a host stops a long call and hears of its progress.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string_view>

#include "staysail/base/result.hpp"

namespace staysail {

// `step`: the name of the step ("indicators"); `done` of `total` units; total 0 = unknown.
// Called from the thread that made the long call, at most a few times a second of work.
using ProgressSink = std::function<void(std::string_view step, std::uint64_t done, std::uint64_t total)>;

// A plain value handed down by const reference. The host owns the flag and may set it from any thread.
struct Control {
  const std::atomic<bool>* stop = nullptr;
  ProgressSink progress;

  bool stop_requested() const noexcept { return stop != nullptr && stop->load(std::memory_order_relaxed); }
  void report(std::string_view step, std::uint64_t done, std::uint64_t total) const {
    if (progress) progress(step, done, total);
  }
  // `cancelled` once the host asked to stop; called between batches.
  Status check() const {
    if (stop_requested())
      return Error(Errc::cancelled, "stopped as the host asked; nothing of the unfinished step was kept");
    return ok();
  }
};

}  // namespace staysail
