#include "staysail/files/fixed_width.hpp"

#include <doctest/doctest.h>

using namespace staysail;

namespace {

FixedWidthOptions layout() {
  FixedWidthOptions options;
  options.columns = {{"id", 1, 4}, {"name", 5, 6}, {"fee", 11, 5}};
  return options;
}

FixedWidthReader reader_of(std::string text, const FixedWidthOptions& options = layout()) {
  return FixedWidthReader::over(text_source(std::move(text)), "fixed.txt", options).value();
}

}  // namespace

TEST_CASE("columns are cut at bytes and then decoded") {
  auto reader = reader_of("0007\xC0\xEE\xCB\xC4  12.50\r\n0008ab      7\n");
  CHECK(reader.header() == std::vector<std::string>{"id", "name", "fee"});
  TextRecord record;
  REQUIRE(reader.next(record).value());
  CHECK((record.good() && record.fields[0] == "0007" && record.fields[1] == "李四  " && record.fields[2] == "12.50"));
  REQUIRE(reader.next(record).value());
  CHECK((record.line == 2 && record.byte_offset == 17 && record.fields[2] == "  7"));
  CHECK_FALSE(reader.next(record).value());
}

TEST_CASE("a short line and a character cut by a column are bad rows") {
  auto options = layout();
  options.encoding = Encoding::gb18030;
  auto reader = reader_of(
      "0007ab\n\n000\xD6\xD0"
      "bcdef12.50\n0009abcdef12.50",
      options);
  TextRecord record;
  REQUIRE(reader.next(record).value());
  CHECK(record.fault == RowFault::too_few_fields);
  REQUIRE(reader.next(record).value());
  CHECK((record.fault == RowFault::malformed_encoding && record.line == 3 && record.fault_offset == 11));
  REQUIRE(reader.next(record).value());
  CHECK((record.good() && record.line == 4));
  CHECK_FALSE(reader.next(record).value());
}

TEST_CASE("lines to skip, a byte order mark, and lines that are too long") {
  auto options = layout();
  options.skip_lines = 1;
  options.max_record_bytes = 20;
  auto reader = reader_of("\xEF\xBB\xBFHEADER\n" + std::string(600'000, 'x') + "\r\n0007abcdef12.50\n", options);
  TextRecord record;
  REQUIRE(reader.next(record).value());
  CHECK((record.fault == RowFault::too_long && record.line == 2 && record.byte_offset == 10));
  REQUIRE(reader.next(record).value());
  CHECK((record.good() && record.line == 3 && record.byte_offset == 600'012));
}

TEST_CASE("a layout that cannot be is refused") {
  FixedWidthOptions options;
  CHECK(options.validate().error().code() == Errc::invalid_argument);
  options.columns = {{"id", 0, 4}};
  CHECK_FALSE(options.validate());
  CHECK(FixedWidthReader::over(text_source(""), "fixed.txt", options).error().message().find("fixed.txt") == 0);
}

TEST_CASE("what is shown of a line that is too long does not depend on where the blocks of the file end") {
  auto options = layout();
  options.max_record_bytes = 2000;
  for (const std::size_t length : {std::size_t{2001}, std::size_t{600'000}}) {
    CAPTURE(length);
    auto reader = reader_of(std::string(length, 'x') + "\n", options);
    TextRecord record;
    REQUIRE(reader.next(record).value());
    CHECK((record.fault == RowFault::too_long && record.text == std::string(1024, 'x')));
  }
}
