#include "staysail/base/guard.hpp"

#include <doctest/doctest.h>

#include <new>
#include <stdexcept>

using namespace staysail;

TEST_CASE("an exception of the host becomes an error, one of ours stays what it was") {
  const auto thrown_by = [](auto thrower) {
    return guarded([&]() -> Status {
             thrower();
             return ok();
           })
        .error();
  };
  const Error stray = thrown_by([] { throw std::runtime_error("no network"); });
  CHECK(stray.code() == Errc::adapter_failed);
  CHECK(stray.message().find("no network") != std::string::npos);
  CHECK(thrown_by([] { throw 7; }).code() == Errc::adapter_failed);
  CHECK(thrown_by([] { throw std::bad_alloc(); }).code() == Errc::out_of_memory);
  CHECK(thrown_by([] { Result<int>(Error(Errc::not_found, "gone")).value(); }).code() == Errc::not_found);
  CHECK(guarded([]() -> Result<int> { return 7; }).value() == 7);
}

TEST_CASE("values come in order, and of several errors the first [threads]") {
  ThreadPool pool(4);
  const auto squares = collect(pool, 100, [](std::size_t i) -> Result<std::size_t> { return i * i; }).value();
  REQUIRE(squares.size() == 100);
  for (std::size_t i = 0; i < squares.size(); ++i) CHECK(squares[i] == i * i);
  const auto failing = [](std::size_t i) -> Status {
    if (i == 90) throw std::runtime_error("late");
    if (i >= 40) return Error(Errc::not_found, std::to_string(i));
    return ok();
  };
  CHECK(run_each(pool, 100, failing).error().message() == "40");
  CHECK(run_each(pool, 40, failing));
  CHECK(run_each(pool, 0, failing));
}
