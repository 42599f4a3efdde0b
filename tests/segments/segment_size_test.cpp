#include "staysail/segments/segment_size.hpp"

#include <doctest/doctest.h>

using namespace staysail;

namespace {

// C0, C1, ...; `arpu` 0 to 99 in turn, every tenth without one.
Batch customers(int count) {
  ColumnBuilder ids(Field{"id", ColumnType::text, 0, {}}), arpu(Field{"arpu", ColumnType::number, 0, "CNY"});
  for (int i = 0; i < count; ++i) {
    ids.append_text("C" + std::to_string(i));
    i % 10 == 9 ? arpu.append_null() : arpu.append_number(i % 100);
  }
  return Batch::of({ids.finish(), arpu.finish()}).value();
}

SegmentSizeOptions sampled(std::uint32_t sample) {
  SegmentSizeOptions options;
  options.sample = sample;
  options.id = "id";
  return options;
}

Errc code_of(const Batch& frame, std::string_view when, const SegmentSizeOptions& options) {
  return segment_size(frame, when, options).error().code();
}

}  // namespace

TEST_CASE("all rows asked, the size is exact, and what is not known is not in") {
  const auto size = segment_size(customers(1000), "arpu >= 50").value();
  CHECK(size.asked == 1000);
  CHECK(size.held == 450);
  CHECK(size.interval.low == 450);
  CHECK(size.interval.high == 450);
}

TEST_CASE("a sample by id gives an interval, the same for any order of rows") {
  const Batch frame = customers(20000);
  const auto size = segment_size(frame, "arpu >= 50", sampled(500)).value();
  CHECK(size.asked < 1200);
  CHECK(size.interval.low < 9000);
  CHECK(size.interval.high > 9000);
  CHECK(size.customers == doctest::Approx(9000).epsilon(0.1));
  std::vector<std::uint32_t> turned;
  for (std::uint32_t row = 20000; row > 0; --row) turned.push_back(row - 1);
  const auto again = segment_size(frame.take(turned), "arpu >= 50", sampled(500)).value();
  CHECK(again.held == size.held);
  CHECK(again.asked == size.asked);
}

TEST_CASE("sizes that cannot be told are refused") {
  const Batch frame = customers(10);
  CHECK(code_of(frame, "arpus > 1", sampled(10000)) == Errc::unknown_name);
  CHECK(code_of(frame, "arpu > 1", sampled(0)) == Errc::invalid_argument);
  CHECK(code_of(frame, "arpu > 1", sampled(10001)) == Errc::invalid_argument);
  CHECK(code_of(frame, "arpu > 1", sampled(1)) == Errc::degenerate_input);
  auto unnamed = sampled(500);
  unnamed.id = "ids";
  CHECK(code_of(frame, "arpu > 1", unnamed) == Errc::schema_mismatch);
}
