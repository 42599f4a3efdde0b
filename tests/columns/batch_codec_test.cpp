#include "staysail/columns/batch_codec.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <array>

#include "columns/random_batch.hpp"

using namespace staysail;
using namespace staysail::columns_test;

namespace {

Column numbers(const std::vector<std::int64_t>& values) {
  ColumnBuilder builder(Field{"n", ColumnType::number, 0, ""});
  for (const auto value : values) builder.append_number(value);
  return builder.finish();
}

Column texts(const std::vector<std::string>& values) {
  ColumnBuilder builder(Field{"t", ColumnType::text, 0, ""});
  for (const auto& value : values) builder.append_text(value);
  return builder.finish();
}

Batch batch_of(Column column) { return Batch::of({std::move(column)}).value(); }

}  // namespace

TEST_CASE("a batch comes back from its bytes") {
  CHECK(rc::check("round trip", [] {
    const Batch batch = random_batch();
    const auto decoded = decode_batch(encode_batch(batch));
    RC_ASSERT(decoded.has_value());
    RC_ASSERT(decoded->schema() == batch.schema());
    RC_ASSERT(decoded->rows() == batch.rows());
    RC_ASSERT(text_of(*decoded) == text_of(batch));
    for (std::size_t c = 0; c < batch.width(); ++c)
      RC_ASSERT(decoded->column(c).null_count() == batch.column(c).null_count());
  }));
}

TEST_CASE("some columns of a batch come back as they do with all") {
  CHECK(rc::check("chosen columns", [] {
    const Batch batch = random_batch();
    std::vector<std::string> chosen;
    for (const Column& column : batch.columns())
      if (*rc::gen::arbitrary<bool>()) chosen.push_back(column.field().name);
    RC_PRE(!chosen.empty());
    const auto decoded = decode_batch(encode_batch(batch), chosen);
    RC_ASSERT(decoded.has_value());
    RC_ASSERT(text_of(*decoded) == text_of(batch.select(chosen).value()));
  }));
}

TEST_CASE("a batch cut into pieces and joined again is the same batch") {
  CHECK(rc::check("pieces", [] {
    const Batch batch = random_batch();
    const std::size_t cut = *rc::gen::inRange<std::size_t>(0, batch.rows() + 1);
    const Batch joined = concatenate(std::array{batch.slice(0, cut), batch.slice(cut, batch.rows() - cut)}).value();
    RC_ASSERT(encode_batch(joined) == encode_batch(batch));
    for (std::size_t c = 0; c < batch.width(); ++c)
      RC_ASSERT(joined.column(c).null_count() == batch.column(c).null_count());
  }));
}

TEST_CASE("equal rows have equal bytes, whatever they were cut from") {
  CHECK(rc::check("slices", [] {
    const Batch batch = random_batch();
    const std::size_t begin = *rc::gen::inRange<std::size_t>(0, batch.rows() + 1);
    const std::size_t count = *rc::gen::inRange<std::size_t>(0, batch.rows() - begin + 1);
    const Batch slice = batch.slice(begin, count);
    BatchBuilder fresh(batch.schema());
    fresh.append(slice);
    RC_ASSERT(encode_batch(slice) == encode_batch(fresh.finish().value()));
    RC_ASSERT(text_of(decode_batch(encode_batch(slice)).value()) == text_of(slice));
  }));
}

TEST_CASE("values at null rows are zero after decoding") {
  ColumnBuilder builder(Field{"n", ColumnType::number, 0, ""});
  builder.append_null();
  builder.append_number(1000);
  builder.append_null();
  const Batch decoded = decode_batch(encode_batch(batch_of(builder.finish()))).value();
  CHECK(decoded.column(0).numbers()[0] == 0);
  CHECK(decoded.column(0).numbers()[2] == 0);
}

TEST_CASE("bytes are few where values are close, constant or evenly spaced") {
  CHECK(encode_batch(batch_of(numbers(std::vector<std::int64_t>(10000, kHighest)))).size() < 32);
  std::vector<std::int64_t> even, near;
  for (std::int64_t i = 0; i < 10000; ++i) even.push_back(i * 1'000'000'007);
  for (std::int64_t i = 0; i < 10000; ++i) near.push_back(5'000'000'000 + i * 7919 % 250);
  CHECK(encode_batch(batch_of(numbers(even))).size() < 32);
  CHECK(encode_batch(batch_of(numbers(near))).size() < 10100);
  std::vector<std::string> ids;
  for (int i = 0; i < 10000; ++i) ids.push_back("S" + std::to_string(100000000 + i));
  CHECK(encode_batch(batch_of(texts(ids))).size() < 10000 * 4);
}

TEST_CASE("the bytes of version 1 stay as they are") {
  ColumnBuilder flag(Field{"f", ColumnType::boolean, 0, ""});
  flag.append_boolean(true);
  flag.append_null();
  flag.append_boolean(true);
  const Batch batch = Batch::of({numbers({300, 301, 302}), texts({"ab", "a", "ab"}), flag.finish()}).value();
  const std::string expected(
      "\x01\x03\x03"
      "\x01n\x00\x00\x00\x00\x01\xD8\x04\x02\x00"
      "\x01t\x00\x05\x00\x00\x02\x00\x02"
      "ab\x01\x00\x00\x00\x01\x00\x01\x00"
      "\x01"
      "f\x00\x02\x00\x01\x05\x05",
      41);
  CHECK(encode_batch(batch) == expected);
}

TEST_CASE("cut, longer or newer bytes are refused") {
  const Batch batch = Batch::of({numbers({1, 2, 300}), texts({"a", "b", "c"})}).value();
  const std::string bytes = encode_batch(batch);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto cut = decode_batch(std::string_view(bytes).substr(0, size));
    REQUIRE_FALSE(cut);
    CHECK(cut.error().code() == Errc::malformed_record);
    // Passing over a column looks for its end.
    const auto other = decode_batch(std::string_view(bytes).substr(0, size), {"n"});
    REQUIRE_FALSE(other);
    CHECK(other.error().code() == Errc::malformed_record);
  }
  CHECK_FALSE(decode_batch(bytes + "x"));
  std::string newer = bytes;
  newer[0] = 2;
  CHECK(decode_batch(newer).error().message().find("layout 2") != std::string::npos);
}

TEST_CASE("a few bytes cannot ask for all memory") {
  DecodeLimits limits;
  limits.bytes = 1 << 19;
  std::vector<std::int64_t> many(100'000, 7);
  const std::string constant = encode_batch(batch_of(numbers(many)));
  REQUIRE(constant.size() < 32);
  CHECK(decode_batch(constant, limits).error().code() == Errc::limit_exceeded);
  limits.rows = 99'999;
  CHECK(decode_batch(constant, limits).error().code() == Errc::limit_exceeded);
  std::vector<std::string> growing;
  for (int i = 1; i < 3000; ++i) growing.push_back(std::string(static_cast<std::size_t>(i), 'x'));
  const std::string shared_prefixes = encode_batch(batch_of(texts(growing)));
  REQUIRE(shared_prefixes.size() < 30'000);
  CHECK(decode_batch(shared_prefixes, limits).error().code() == Errc::limit_exceeded);
  CHECK(decode_batch(shared_prefixes).value().rows() == growing.size());
}

TEST_CASE("hostile bytes are refused or give a sound batch") {
  CHECK(rc::check("mutations", [] {
    std::string bytes = encode_batch(random_batch());
    const std::size_t at = *rc::gen::inRange<std::size_t>(0, bytes.size());
    bytes[at] = static_cast<char>(*rc::gen::inRange(0, 256));
    const auto decoded = decode_batch(bytes);
    if (!decoded) return;
    RC_ASSERT(text_of(decode_batch(encode_batch(*decoded)).value()) == text_of(*decoded));
  }));
}
