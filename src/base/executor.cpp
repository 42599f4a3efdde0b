#include "staysail/base/executor.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace staysail {

void InlineExecutor::run(std::size_t count, const std::function<void(std::size_t)>& work) {
  for (std::size_t i = 0; i < count; ++i) work(i);
}

struct ThreadPool::State {
  std::mutex one_run;  // serialises callers of run()
  std::mutex mutex;
  std::condition_variable wake;
  std::condition_variable finished;
  const std::function<void(std::size_t)>* work = nullptr;
  std::size_t count = 0;
  std::atomic<std::size_t> next{0};
  std::size_t busy = 0;
  std::size_t round = 0;
  bool ending = false;
  std::vector<std::thread> workers;

  void drain(const std::function<void(std::size_t)>& todo, std::size_t total) {
    for (std::size_t i = next.fetch_add(1); i < total; i = next.fetch_add(1)) todo(i);
  }

  void serve() {
    std::unique_lock lock(mutex);
    for (std::size_t seen = 0;;) {
      wake.wait(lock, [&] { return ending || round != seen; });
      if (ending) return;
      seen = round;
      const auto* todo = work;
      const std::size_t total = count;
      lock.unlock();
      drain(*todo, total);
      lock.lock();
      if (--busy == 0) finished.notify_one();
    }
  }

  void begin(std::size_t total, const std::function<void(std::size_t)>& todo) {
    const std::lock_guard lock(mutex);
    work = &todo;
    count = total;
    next.store(0);
    busy = workers.size();
    ++round;
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
  const std::lock_guard one(state_->one_run);
  state_->begin(count, work);
  state_->wake.notify_all();
  state_->drain(work, count);
  std::unique_lock lock(state_->mutex);
  state_->finished.wait(lock, [this] { return state_->busy == 0; });
}

std::size_t ThreadPool::concurrency() const { return state_->workers.size() + 1; }

}  // namespace staysail
