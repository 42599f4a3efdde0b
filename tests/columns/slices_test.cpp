#include "staysail/columns/slices.hpp"

#include <doctest/doctest.h>

using namespace staysail;

namespace {

Batch numbers(std::size_t begin, std::size_t count) {
  ColumnBuilder builder(Field{"n", ColumnType::number, 0, {}});
  for (std::size_t i = begin; i < begin + count; ++i) builder.append_number(static_cast<std::int64_t>(i));
  return Batch::of({builder.finish()}).value();
}

}  // namespace

TEST_CASE("slices come together in order for any size and executor [threads]") {
  ThreadPool pool(3);
  for (const std::size_t step : {0, 1, 7, 100, 1000})
    for (Executor* executor : {static_cast<Executor*>(nullptr), static_cast<Executor*>(&pool)}) {
      const auto batch = map_slices(100, step, executor, [](std::size_t begin, std::size_t count) -> Result<Batch> {
        return numbers(begin, count);
      });
      REQUIRE(batch);
      REQUIRE(batch->rows() == 100);
      for (std::size_t i = 0; i < 100; ++i) CHECK(batch->column(0).numbers()[i] == static_cast<std::int64_t>(i));
    }
}

TEST_CASE("no rows still give the schema, and the first error in row order is the one that is told") {
  const auto none = map_slices(
      0, 10, nullptr, [](std::size_t begin, std::size_t count) -> Result<Batch> { return numbers(begin, count); });
  REQUIRE(none);
  CHECK(none->rows() == 0);
  CHECK(none->find("n") != nullptr);
  const auto failed = map_slices(30, 10, nullptr, [](std::size_t begin, std::size_t count) -> Result<Batch> {
    if (begin > 0) return Error(Errc::invalid_argument, "slice at " + std::to_string(begin));
    return numbers(begin, count);
  });
  REQUIRE_FALSE(failed);
  CHECK(failed.error().message() == "slice at 10");
}
