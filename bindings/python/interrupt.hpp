// Interrupt: lets Ctrl-C stop a long call, and gives the call its threads.
//
// The core runs without the interpreter's lock. Between two pieces of work and at each report of progress, at most
// every 50 ms, the calling thread takes the lock and asks Python for signals; a pending KeyboardInterrupt stops the
// call.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>

#include "binding.hpp"
#include "staysail/base/control.hpp"
#include "staysail/base/executor.hpp"

namespace staysail::python {

class Interrupt final : public Executor {
 public:
  // staysail.Error unless 1 <= threads <= 256.
  explicit Interrupt(std::size_t threads, ProgressSink progress = {});

  void run(std::size_t count, const std::function<void(std::size_t)>& work) override;
  std::size_t concurrency() const override { return pool_.concurrency(); }
  Control control();
  // What Python raised while the call ran, if anything. Needs the lock.
  void rethrow() const;

 private:
  void ask();
  using Clock = std::chrono::steady_clock;

  ThreadPool pool_;
  ProgressSink progress_;
  std::atomic<bool> stop_{false};
  Clock::time_point asked_ = Clock::now();
  std::optional<py::error_already_set> raised_;
};

// call(executor, control) without the lock; the value of its Result, or staysail.Error or KeyboardInterrupt.
template <class Call>
auto interruptible(Interrupt& interrupt, const Call& call) {
  auto result = [&] {
    const py::gil_scoped_release release;
    return call(interrupt, interrupt.control());
  }();
  interrupt.rethrow();
  return std::move(result).value();
}

}  // namespace staysail::python
