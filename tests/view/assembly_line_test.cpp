#include "view/assembly_line.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <string>

using namespace staysail;
using namespace staysail::view;

namespace {

// What a line of five jobs did, when job `fails` cannot be prepared.
struct Told {
  std::string finished;
  int prepared = 0;
  Status status;
};

Told run_line(Executor& executor, int fails) {
  std::atomic<int> prepared{0};
  std::atomic<int> others{0};
  std::string finished;
  const auto prepare = [&](std::size_t i) -> Status {
    ++prepared;
    if (static_cast<int>(i) == fails) return Error(Errc::io_failed, "job " + std::to_string(i));
    return ok();
  };
  const auto finish = [&](std::size_t i) -> Status {
    finished += std::to_string(i);
    return ok();
  };
  const auto meanwhile = [&]() -> Result<bool> { return others++ < 3; };
  Status status = AssemblyLine(5, 2, prepare, finish, meanwhile).run(executor);
  return {finished, prepared, std::move(status)};
}

}  // namespace

TEST_CASE("a line finishes its jobs in order, each prepared once, on any executor [threads]") {
  InlineExecutor one;
  ThreadPool two(2), many(6);
  for (int round = 0; round < 50; ++round)
    for (Executor* executor :
         {static_cast<Executor*>(&one), static_cast<Executor*>(&two), static_cast<Executor*>(&many)}) {
      const Told told = run_line(*executor, -1);
      CHECK(told.status);
      CHECK(told.finished == "01234");
      CHECK(told.prepared == 5);
    }
}

TEST_CASE("a line ends with the error of its first job that fails [threads]") {
  InlineExecutor one;
  ThreadPool two(2), many(6);
  for (int round = 0; round < 50; ++round)
    for (Executor* executor :
         {static_cast<Executor*>(&one), static_cast<Executor*>(&two), static_cast<Executor*>(&many)}) {
      const Told told = run_line(*executor, 2);
      REQUIRE_FALSE(told.status);
      CHECK(told.status.error().message() == "job 2");
      CHECK(told.finished == "01");
    }
}
