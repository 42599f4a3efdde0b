#include "staysail/files/delimited.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "main/shared_data.hpp"

using namespace staysail;

namespace {

struct Row {
  std::vector<std::string> fields;
  std::string fault;
  std::uint64_t line = 0, offset = 0;
  Digest digest;
  friend bool operator==(const Row&, const Row&) = default;
};

// Hands out at most `step` bytes a call, so that every way of cutting an input can be tried.
class SteppedSource final : public ByteSource {
 public:
  SteppedSource(std::string text, std::size_t step) : text_(std::move(text)), step_(step) {}
  Result<std::size_t> read(char* to, std::size_t capacity) override {
    const std::size_t count = std::min({capacity, step_, text_.size() - position_});
    text_.copy(to, count, position_);
    position_ += count;
    return count;
  }

 private:
  std::string text_;
  std::size_t step_, position_ = 0;
};

DelimitedOptions without_header() {
  DelimitedOptions options;
  options.header = false;
  options.ragged = true;
  return options;
}

std::vector<Row> drain(DelimitedReader& reader) {
  std::vector<Row> rows;
  TextRecord record;
  while (reader.next(record).value()) {
    Row row{{record.fields.begin(), record.fields.end()},
            std::string(name_of(record.fault)),
            record.line,
            record.byte_offset,
            digest_of(record)};
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<Row> rows_of(const std::string& text, const DelimitedOptions& options = without_header()) {
  auto reader = DelimitedReader::over_text(text, "text", options).value();
  return drain(reader);
}

std::vector<Row> stepped(const std::string& text, std::size_t step, DelimitedOptions options) {
  options.block_bytes = step;
  auto reader = DelimitedReader::over(std::make_unique<SteppedSource>(text, step), "text", options).value();
  return drain(reader);
}

using Fields = std::vector<std::string>;

std::vector<Fields> fields_of(const std::string& text, const DelimitedOptions& options = without_header()) {
  std::vector<Fields> all;
  for (auto& row : rows_of(text, options)) all.push_back(row.fields);
  return all;
}

}  // namespace

TEST_CASE("separators, quotes and every kind of line end") {
  CHECK(fields_of("a,b\nc,d\n") == std::vector<Fields>{{"a", "b"}, {"c", "d"}});
  CHECK(fields_of("a,b\r\nc,d\re,f") == std::vector<Fields>{{"a", "b"}, {"c", "d"}, {"e", "f"}});
  CHECK(fields_of("\"a,1\",\"say \"\"hi\"\"\",\"two\nlines\"\n") ==
        std::vector<Fields>{{"a,1", "say \"hi\"", "two\nlines"}});
  CHECK(fields_of("\"\"\"\",\"\"\"x\"\"\"\n") == std::vector<Fields>{{"\"", "\"x\""}});
  CHECK(fields_of("\"\",,\n") == std::vector<Fields>{{"", "", ""}});
  CHECK(fields_of("5\" pipe,b\n") == std::vector<Fields>{{"5\" pipe", "b"}});
  CHECK(fields_of("a,b,") == std::vector<Fields>{{"a", "b", ""}});
}

TEST_CASE("other separators, and quotes switched off") {
  auto options = without_header();
  options.separator = '|';
  CHECK(fields_of("a,1|\"b|c\"\n", options) == std::vector<Fields>{{"a,1", "b|c"}});
  options.separator = '\t';
  options.quote = '\0';
  CHECK(fields_of("\"a\t\"b\n", options) == std::vector<Fields>{{"\"a", "\"b"}});
}

TEST_CASE("rows without any character are skipped but counted as lines") {
  const auto rows = rows_of("\n\na\r\n\r\n\"\"\n");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].line == 3);
  CHECK(rows[1].line == 5);
  CHECK(rows[1].fields == Fields{""});
}

TEST_CASE("a row knows its line and the byte it starts at") {
  const auto rows = rows_of(
      "\xEF\xBB\xBF"
      "a,\"x\ny\"\nb,c\r\nd,e\n");
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].offset == 3);
  CHECK((rows[1].line == 3 && rows[1].offset == 11));
  CHECK((rows[2].line == 4 && rows[2].offset == 16));
}

TEST_CASE("the header names the columns and fixes how many fields a row has") {
  auto reader = DelimitedReader::over_text("id,name\n1,a\n2\n3,c,d\n", "text", {}).value();
  CHECK(reader.header() == std::vector<std::string>{"id", "name"});
  const auto rows = drain(reader);
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].fault == "none");
  CHECK(rows[1].fault == "too_few_fields");
  CHECK(rows[2].fault == "too_many_fields");
  CHECK(DelimitedReader::over_text("", "text", {}).error().code() == Errc::malformed_file);
}

TEST_CASE("without a header the first good row fixes the number of fields") {
  DelimitedOptions options;
  options.header = false;
  const auto rows = rows_of("a,b\nc\n", options);
  CHECK(rows[0].fault == "none");
  CHECK(rows[1].fault == "too_few_fields");
}

TEST_CASE("GB18030: a second byte that looks like a separator, backslash or digit splits nothing") {
  auto options = without_header();
  options.encoding = Encoding::gb18030;
  options.separator = '|';
  // 81 7C is a character whose second byte is '|'; 81 5C one with a backslash; 81 39 EE 39 is U+3400.
  const auto rows = rows_of("\x81\x7C|\x81\x5C|\x81\x39\xEE\x39\n\xD6\xD0|b|c\n", options);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].fields == Fields{"\xE4\xBA\x85", "\xE4\xB9\x97", "\xE3\x90\x80"});
  CHECK((rows[1].line == 2 && rows[1].offset == 11));
  CHECK(rows[1].fields.front() == "中");
}

TEST_CASE("a bad byte quarantines its row and no other") {
  auto options = without_header();
  options.encoding = Encoding::gb18030;
  const std::string text = "\xD6\xD0,1\n\xD6,2\n\"\xFF\",3\n\xD6\xD0,4\n";
  auto reader = DelimitedReader::over_text(text, "text", options).value();
  TextRecord record;
  CHECK((reader.next(record).value() && record.good()));
  CHECK((reader.next(record).value() && record.fault == RowFault::malformed_encoding));
  CHECK((record.line == 2 && record.byte_offset == 5 && record.fault_offset == 5));
  CHECK((reader.next(record).value() && record.fault == RowFault::malformed_encoding && record.fault_offset == 10));
  CHECK((reader.next(record).value() && record.good() && record.fields[1] == "4"));
  CHECK_FALSE(reader.next(record).value());
}

TEST_CASE("text in UTF-8 and in GB18030 gives the same fields and digests") {
  auto utf8 = rows_of("编号,姓名\n007,\"李,四\"\n");
  auto gb = rows_of("\xB1\xE0\xBA\xC5,\xD0\xD5\xC3\xFB\n\"007\",\"\xC0\xEE,\xCB\xC4\"\n");
  REQUIRE(utf8.size() == gb.size());
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    CHECK(utf8[i].fields == gb[i].fields);
    CHECK(utf8[i].digest == gb[i].digest);
  }
}

TEST_CASE("the digest tells where fields end") { CHECK(rows_of("ab,c\n")[0].digest != rows_of("a,bc\n")[0].digest); }

TEST_CASE("a quote that stays open costs its line, not the file") {
  const auto rows = rows_of("a,b\nc,\"d\ne,f\ng,h\n");
  REQUIRE(rows.size() == 4);
  CHECK((rows[1].fault == "unterminated_quote" && rows[1].line == 2));
  CHECK((rows[2].fields == Fields{"e", "f"} && rows[2].line == 3));
  CHECK(rows[3].fields == Fields{"g", "h"});
  CHECK(rows_of("\"")[0].fault == "unterminated_quote");
}

TEST_CASE("text after a closing quote makes a bad row") {
  const auto rows = rows_of("\"a\"x,b\nc,d\n");
  CHECK(rows[0].fault == "malformed_quote");
  CHECK(rows[1].fault == "none");
}

TEST_CASE("a row longer than the limit is read past and the next one is whole") {
  auto options = without_header();
  options.max_record_bytes = 32;
  const auto rows = rows_of("a,b\n" + std::string(5000, 'x') + "\nc,d\n\"" + std::string(40, 'y') + "\ne,f\n", options);
  REQUIRE(rows.size() == 5);
  CHECK((rows[1].fault == "too_long" && rows[1].line == 2));
  CHECK((rows[2].fields == Fields{"c", "d"} && rows[2].line == 3 && rows[2].offset == 5005));
  CHECK(rows[3].fault == "too_long");
  CHECK((rows[4].fields == Fields{"e", "f"} && rows[4].line == 5));
}

TEST_CASE("many stray quotes are read in linear time") {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "\"\"x\",\"\n";
  CHECK(rows_of(text).size() == 200'000);
}

TEST_CASE("options that cannot be are refused") {
  DelimitedOptions options;
  options.separator = '"';
  CHECK(options.validate().error().code() == Errc::invalid_argument);
  options.separator = '\n';
  CHECK_FALSE(options.validate());
  CHECK(DelimitedReader::over_text("\xFF\xFE"
                                   "a",
                                   "text", {})
            .error()
            .code() == Errc::malformed_encoding);
  CHECK(DelimitedReader::open("/nonexistent/file.csv", {}).error().code() == Errc::not_found);
  CHECK(DelimitedReader::open("/", {}).error().code() == Errc::io_failed);
}

TEST_CASE("however an input is cut into blocks, its rows are the same") {
  const std::string hostile[] = {
      "a,b\r\n\"c\"\"\",\"d\r\n\r\"\r\re,f",
      "\xEF\xBB\xBF\xE4\xB8\xAD,\xF0\x9F\x98\x80\n\xE4\xB8,\xC0\x80\n\xED\xA0\x80,x\n",
      "\x81\x7C,\x81\x39\xEE\x39\n\x81\x39\xEE,x\n\x81,\"\xD6\xD0\"\n\xD6",
      std::string(50, 'b'),  // the limit below and the two bytes looked at after it
      "x\n\"" + std::string(60, 'q') + "\ny,\"z\n" + std::string(90, 'l') + "\nend,\"\"\"",
  };
  auto options = without_header();
  options.max_record_bytes = 48;
  for (const auto& text : hostile) {
    const auto whole = rows_of(text, options);
    CHECK_FALSE(whole.empty());
    for (std::size_t step = 1; step <= text.size(); ++step) CHECK(stepped(text, step, options) == whole);
  }
}

TEST_CASE("property: blocks of any size give the same rows, and the lines add up") {
  const auto pieces = std::vector<std::string>{
      "a", ",", "\"", "\n", "\r", "\xD6\xD0", "\x81\x30\x81\x30", "\xE4\xB8\xAD", "\xFF", "bb", "\"\"", "\n\""};
  REQUIRE(rc::check([&] {
    std::string text;
    for (const auto& piece : *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces))) text += piece;
    auto options = without_header();
    options.max_record_bytes = *rc::gen::inRange<std::size_t>(4, 40);
    options.encoding = *rc::gen::element(Encoding::utf8, Encoding::gb18030, Encoding::gbk);
    const auto whole = rows_of(text, options);
    RC_ASSERT(stepped(text, *rc::gen::inRange<std::size_t>(1, 9), options) == whole);
    for (std::size_t i = 1; i < whole.size(); ++i) {
      RC_ASSERT(whole[i - 1].line < whole[i].line);
      RC_ASSERT(whole[i - 1].offset < whole[i].offset);
      RC_ASSERT(text[whole[i].offset - 1] == '\n' || text[whole[i].offset - 1] == '\r');
    }
  }));
}

TEST_CASE("the Chinese customer file reads the same in both encodings") {
  const std::string folder = STAYSAIL_SOURCE_DIR "/examples/telco_ibm/";
  auto utf8 = DelimitedReader::open(folder + "telco_zh.utf8.csv", {}).value();
  auto gb = DelimitedReader::open(folder + "telco_zh.gb18030.csv", {}).value();
  CHECK(gb.encoding() == Encoding::gb18030);
  CHECK(utf8.header() == gb.header());
  const auto left = drain(utf8), right = drain(gb);
  REQUIRE(left.size() == 7043);
  REQUIRE(right.size() == 7043);
  for (std::size_t i = 0; i < left.size(); ++i)
    CHECK((left[i].fields == right[i].fields && left[i].line == right[i].line));
}
