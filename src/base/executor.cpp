#include "staysail/base/executor.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace staysail {

void InlineExecutor::run(std::size_t count, const std::function<void(std::size_t)>& work) {
  for (std::size_t i = 0; i < count; ++i) work(i);
}

namespace {

// One call of run(); it lives with its caller until its last piece has ended.
struct Run {
  const std::function<void(std::size_t)>& work;
  const std::size_t count;
  std::size_t begun = 0;
  std::size_t ended = 0;
};

}  // namespace

// A caller works on its own run until every piece of it is begun, then waits for those that workers began. Since
// whoever begins a piece also ends it, runs may be nested.
struct ThreadPool::State {
  std::mutex mutex;
  std::condition_variable wake;      // there is something to begin, or the pool ends
  std::condition_variable finished;  // some run has ended
  std::vector<Run*> open;            // runs with pieces that nobody has begun
  bool ending = false;
  std::vector<std::thread> workers;

  // Begins and ends one piece; `lock` is open meanwhile.
  void do_one(Run& run, std::unique_lock<std::mutex>& lock) {
    const std::size_t piece = run.begun++;
    if (run.begun == run.count) std::erase(open, &run);
    lock.unlock();
    run.work(piece);
    lock.lock();
    if (++run.ended == run.count) finished.notify_all();
  }

  void serve() {
    std::unique_lock lock(mutex);
    while (true) {
      wake.wait(lock, [this] { return ending || !open.empty(); });
      if (ending) return;
      do_one(*open.back(), lock);  // the innermost run: its caller is the next to wait
    }
  }
};

ThreadPool::ThreadPool(std::size_t threads) : state_(std::make_unique<State>()) {
  for (std::size_t i = 1; i < threads; ++i) state_->workers.emplace_back([state = state_.get()] { state->serve(); });
}

ThreadPool::~ThreadPool() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->ending = true;
  }
  state_->wake.notify_all();
  for (auto& worker : state_->workers) worker.join();
}

void ThreadPool::run(std::size_t count, const std::function<void(std::size_t)>& work) {
  if (count == 0) return;
  Run run{work, count};
  std::unique_lock lock(state_->mutex);
  state_->open.push_back(&run);
  if (count > 1) state_->wake.notify_all();
  while (run.begun < run.count) state_->do_one(run, lock);
  state_->finished.wait(lock, [&run] { return run.ended == run.count; });
}

std::size_t ThreadPool::concurrency() const { return state_->workers.size() + 1; }

}  // namespace staysail
