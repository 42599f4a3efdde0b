#include "staysail/model/record.hpp"

#include <doctest/doctest.h>

namespace staysail {
namespace {

std::string three_attributes() {
  RecordWriter writer(3);
  writer.add_text("S1");
  writer.add_null();
  writer.add_integer(-7);
  writer.add_extension("colour", "red");
  return writer.finish();
}

// Reads three attributes and the extensions; the first error, if any.
Status read_whole(std::string_view bytes) {
  STAYSAIL_TRY(RecordReader reader, RecordReader::open(bytes));
  for (int i = 0; i < 2; ++i) STAYSAIL_CHECK(reader.next_text().and_then([](const auto&) { return ok(); }));
  STAYSAIL_CHECK(reader.next_integer().and_then([](const auto&) { return ok(); }));
  return extensions_of(bytes).and_then(
      [](const auto& pairs) { return pairs.size() == 1 ? ok() : Status(Error(Errc::not_found, "extension")); });
}

}  // namespace

TEST_CASE("a record reads back, and gives nulls for attributes that came later") {
  const std::string bytes = three_attributes();
  RecordReader reader = RecordReader::open(bytes).value();
  CHECK(reader.next_text().value() == "S1");
  CHECK_FALSE(reader.next_text().value());
  CHECK(reader.next_integer().value() == -7);
  CHECK_FALSE(reader.next_text().value());
  CHECK(extensions_of(bytes).value().front() == std::pair<std::string, std::string>{"colour", "red"});
}

TEST_CASE("a record goes into the place of another one") {
  RecordWriter writer(1);
  std::string place = "what was here";
  for (const char* text : {"S1", "S2"}) {
    writer.add_text(text);
    writer.finish_into(place);
    CHECK(RecordReader::open(place).value().next_text().value() == std::string_view(text));
  }
  CHECK(writer.finish() == RecordWriter(1).finish());
}

TEST_CASE("a record that is cut anywhere is noticed") {
  const std::string bytes = three_attributes();
  CHECK(read_whole(bytes));
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    CAPTURE(length);
    CHECK_FALSE(read_whole(std::string_view(bytes).substr(0, length)));
  }
}

TEST_CASE("a number that is no day and no month is refused, not cut to one") {
  constexpr std::int64_t kDay = 20000, kBeyond = (std::int64_t{1} << 32) + kDay;
  for (const std::int64_t number : {kDay, kBeyond, -kBeyond}) {
    CAPTURE(number);
    RecordWriter writer(2);
    writer.add_integer(number);
    writer.add_null();
    const std::string bytes = writer.finish();
    RecordReader days = RecordReader::open(bytes).value(), months = days;
    const auto day = days.next_day();
    const auto month = months.next_month();
    REQUIRE(day.has_value() == (number == kDay));
    REQUIRE(month.has_value() == (number == kDay));
    if (!day) CHECK((day.error().code() == Errc::malformed_record && month.error().code() == Errc::malformed_record));
    else CHECK((*day == Day::since_epoch(20000) && *month == Month::from_index(20000) && !days.next_day().value()));
  }
}

}  // namespace staysail
