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

TEST_CASE("callers of one pool wait for each other [threads]") {
  ThreadPool pool(3);
  std::atomic<int> sum{0};
  std::vector<std::thread> callers;
  for (int c = 0; c < 4; ++c) callers.emplace_back([&] { pool.run(100, [&](std::size_t) { ++sum; }); });
  for (auto& caller : callers) caller.join();
  CHECK(sum == 400);
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
