#include "staysail/base/executor.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "staysail/base/control.hpp"

using namespace staysail;

TEST_CASE("every piece of work is done exactly once [threads]") {
  InlineExecutor one;
  ThreadPool two(2), eight(8);
  for (Executor* executor :
       {static_cast<Executor*>(&one), static_cast<Executor*>(&two), static_cast<Executor*>(&eight)}) {
    std::vector<std::atomic<int>> done(1000);
    executor->run(done.size(), [&](std::size_t i) { ++done[i]; });
    for (const auto& count : done) CHECK(count == 1);
    executor->run(0, [&](std::size_t) { FAIL("there was nothing to do"); });
  }
  CHECK(eight.concurrency() == 8);
}

TEST_CASE("several callers share one pool [threads]") {
  ThreadPool pool(3);
  std::atomic<int> sum{0};
  std::vector<std::thread> callers;
  for (int c = 0; c < 4; ++c) callers.emplace_back([&] { pool.run(100, [&](std::size_t) { ++sum; }); });
  for (auto& caller : callers) caller.join();
  CHECK(sum == 400);
}

TEST_CASE("a piece of work may run work of its own [threads]") {
  for (const std::size_t threads : {1, 2, 3, 8}) {
    ThreadPool pool(threads);
    std::atomic<int> sum{0};
    pool.run(5, [&](std::size_t) { pool.run(7, [&](std::size_t) { pool.run(11, [&](std::size_t) { ++sum; }); }); });
    CHECK(sum == 5 * 7 * 11);
  }
}

TEST_CASE("pieces of one run are done at once where there are threads for them [threads]") {
  ThreadPool pool(2);
  std::atomic<int> met{0};
  pool.run(2, [&](std::size_t) {
    ++met;
    while (met < 2) std::this_thread::yield();  // would never end if one waited for the other
  });
  CHECK(met == 2);
}

TEST_CASE("a host stops a long call through Control") {
  std::atomic<bool> stop{false};
  Control control;
  control.stop = &stop;
  CHECK(control.check());
  stop = true;
  CHECK(control.check().error().code() == Errc::cancelled);
  CHECK(Control().check());
}
