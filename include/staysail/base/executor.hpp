// Executor: where work runs. The library starts no thread of its own; a host that wants threads hands one in.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace staysail {

// Plug point. Results never depend on which executor runs the work.
class Executor {
 public:
  virtual ~Executor() = default;
  // Calls work(0) .. work(count - 1), each exactly once, in any order and on any thread, and returns when all
  // have ended. `work` must not throw. Several runs may go on at once, and a piece of work may call run() itself: an
  // executor that cannot lend it a thread then runs it where it is called.
  virtual void run(std::size_t count, const std::function<void(std::size_t)>& work) = 0;
  // How many pieces of work may run at once; at least 1.
  virtual std::size_t concurrency() const = 0;
};

// Runs everything on the calling thread, in order.
class InlineExecutor final : public Executor {
 public:
  void run(std::size_t count, const std::function<void(std::size_t)>& work) override;
  std::size_t concurrency() const override { return 1; }
};

// `threads` - 1 workers and the callers; workers sleep while there is no work. A host makes it, a host ends it.
class ThreadPool final : public Executor {
 public:
  explicit ThreadPool(std::size_t threads);
  ~ThreadPool() override;
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;
  void run(std::size_t count, const std::function<void(std::size_t)>& work) override;
  std::size_t concurrency() const override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace staysail
