// Jobs that are finished one by one, in their order, while others are prepared ahead: same result for any executor.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <vector>

#include "staysail/base/guard.hpp"

namespace staysail::view {

// `finish(i)` follows `prepare(i)` and `finish(i - 1)`. `meanwhile()` does a piece of other work and returns true, or
// finds none and returns false; it must not depend on jobs. The first error in the order of the jobs ends the line.
template <class Prepare, class Finish, class Meanwhile>
class AssemblyLine {
 public:
  AssemblyLine(std::size_t jobs, std::size_t ahead, const Prepare& prepare, const Finish& finish,
               const Meanwhile& meanwhile)
      : prepare_(prepare), finish_(finish), meanwhile_(meanwhile), ahead_(ahead), prepared_(jobs) {}

  Status run(Executor& executor) {
    return run_each(executor, executor.concurrency(), [this](std::size_t i) { return i == 0 ? lead() : help(); });
  }

 private:
  using Lock = std::unique_lock<std::mutex>;

  Status lead() {
    begin();
    const Status done = guarded([this] { return finish_all(); });
    const Lock lock(mutex_);
    over_ = true;
    changed_.notify_all();
    return done;
  }

  void begin() {
    const Lock lock(mutex_);
    led_ = true;
  }

  Status finish_all() {
    for (std::size_t i = 0; i < prepared_.size(); ++i) {
      STAYSAIL_CHECK(prepared(i));
      STAYSAIL_CHECK(finish_(i));
      const Lock lock(mutex_);
      finished_ = i + 1;
      changed_.notify_all();
    }
    return ok();
  }

  // Prepares the job itself when nobody has begun it.
  Status prepared(std::size_t job) {
    Lock lock(mutex_);
    if (next_ == job) {
      ++next_;
      lock.unlock();
      return prepare_(job);
    }
    changed_.wait(lock, [&] { return prepared_[job].has_value(); });
    return *prepared_[job];
  }

  // Waits only for a leader that is at work: with an executor of one thread there may be none yet.
  Status help() {
    Lock lock(mutex_);
    while (!over_) {
      if (may_begin()) {
        prepare_next(lock);
        continue;
      }
      lock.unlock();
      STAYSAIL_TRY(const bool was_busy, guarded([this] { return meanwhile_(); }));
      lock.lock();
      if (was_busy) continue;
      if (!led_) return ok();
      changed_.wait(lock, [this] { return over_ || may_begin(); });
    }
    return ok();
  }

  bool may_begin() const { return next_ < prepared_.size() && next_ < finished_ + ahead_; }

  void prepare_next(Lock& lock) {
    const std::size_t job = next_++;
    lock.unlock();
    Status done = guarded([&] { return prepare_(job); });
    lock.lock();
    prepared_[job].emplace(std::move(done));
    changed_.notify_all();
  }

  const Prepare& prepare_;
  const Finish& finish_;
  const Meanwhile& meanwhile_;
  const std::size_t ahead_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::optional<Status>> prepared_;  // what came of those that helpers have prepared
  std::size_t next_ = 0;                         // the first job that nobody has begun
  std::size_t finished_ = 0;
  bool led_ = false, over_ = false;
};

}  // namespace staysail::view
