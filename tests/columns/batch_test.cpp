#include "staysail/columns/batch.hpp"

#include <doctest/doctest.h>

#include <array>
#include <limits>

#include "staysail/base/decimal_text.hpp"
#include "staysail/columns/exact_sum.hpp"

using namespace staysail;

namespace {

Column column_of(const std::string& name, const std::vector<std::int64_t>& values) {
  ColumnBuilder builder({name, ColumnType::number, 0, {}});
  for (const std::int64_t value : values) builder.append_number(value);
  return builder.finish();
}

Batch two_columns() { return Batch::of({column_of("age", {1, 2, 3}), column_of("spend", {4, 5, 6})}).value(); }

}  // namespace

TEST_CASE("a batch refuses unequal lengths and repeated names") {
  CHECK(Batch::of({column_of("a", {1}), column_of("b", {1, 2})}).error().code() == Errc::schema_mismatch);
  CHECK(Batch::of({column_of("a", {1}), column_of("a", {2})}).error().code() == Errc::schema_mismatch);
  CHECK(Schema::of({{"a", ColumnType::number, 10, {}}}).error().code() == Errc::schema_mismatch);
}

TEST_CASE("an unknown column is answered with the nearest name") {
  CHECK(two_columns().require("spnd", ColumnType::number).error().message() ==
        "there is no column 'spnd'; did you mean 'spend'?");
  CHECK(two_columns().require("age", ColumnType::text).error().code() == Errc::schema_mismatch);
  CHECK(two_columns().require("age", ColumnType::number).value().size() == 3);
}

TEST_CASE("slices, selections and replacements") {
  const Batch batch = two_columns();
  CHECK(batch.slice(1, 2).find("spend")->numbers()[0] == 5);
  CHECK(batch.select({"spend"}).value().width() == 1);
  CHECK(batch.select({"nothing"}).error().code() == Errc::schema_mismatch);
  const Batch more = batch.with(column_of("visits", {7, 8, 9})).value().with(column_of("age", {0, 0, 0})).value();
  CHECK(more.width() == 3);
  CHECK(more.find("age")->numbers()[2] == 0);
  CHECK(batch.take(std::vector<std::uint32_t>{2}).find("age")->numbers()[0] == 3);
}

TEST_CASE("batches of equal schema become one") {
  const std::array parts = {two_columns(), two_columns().slice(0, 1)};
  const Batch all = concatenate(parts).value();
  CHECK(all.rows() == 4);
  CHECK(all.find("age")->numbers()[3] == 1);
  const std::array other = {two_columns(), two_columns().select({"age"}).value()};
  CHECK(concatenate(other).error().code() == Errc::schema_mismatch);
}

TEST_CASE("exact sums do not care about order, and overflow is an error, not a wrap") {
  ExactSum left, right;
  for (int i = 0; i < 4; ++i) (i % 2 == 0 ? left : right).add(std::numeric_limits<std::int64_t>::max());
  left.merge(right);
  CHECK(left.count() == 4);
  CHECK(left.total(0, 0).error().code() == Errc::amount_overflow);
  CHECK(left.mean(0, 0).value() == std::numeric_limits<std::int64_t>::max());
}

TEST_CASE("a mean is rounded once, half to even") {
  ExactSum sum;
  for (const std::int64_t value : {1, 2}) sum.add(value);
  CHECK(sum.mean(0, 0).value() == 2);
  CHECK(sum.mean(0, 1).value() == 15);
  CHECK(sum.mean(2, 0).value() == 0);
  CHECK(ExactSum().mean(0, 0).error().code() == Errc::degenerate_input);
}

TEST_CASE("a sum crosses machines as bytes") {
  ExactSum sum;
  for (const std::int64_t value : {-5, 3, -1}) sum.add(value);
  const auto bytes = sum.bytes();
  const ExactSum back = ExactSum::read(bytes).value();
  CHECK(back.count() == 3);
  CHECK(back.total(0, 0).value() == -3);
  CHECK(ExactSum::read(std::span(bytes).first(24)).error().code() == Errc::malformed_record);
}

TEST_CASE("bytes that no values sum to are refused, so that merging stays within 128 bits") {
  ExactSum sum;
  for (int i = 0; i < 2; ++i) sum.add(std::numeric_limits<std::int64_t>::min());
  auto bytes = sum.bytes();
  CHECK(ExactSum::read(bytes));
  bytes[17] = 1;  // the count
  CHECK(ExactSum::read(bytes).error().code() == Errc::malformed_record);
  auto many = ExactSum().bytes();
  many[23] = 1;
  CHECK(ExactSum::read(many));
  many[17] = 1;
  CHECK(ExactSum::read(many).error().code() == Errc::malformed_record);
}
