#include "staysail/boss/csv_frame.hpp"

#include <doctest/doctest.h>

#include <random>

#include "main/scenario.hpp"
#include "store/temporary_folder.hpp"

using namespace staysail;

namespace {

std::vector<std::string> parts_of(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('/', at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

std::string type_of(const Column& column) {
  const std::string name(name_of(column.type()));
  return column.type() == ColumnType::number ? name + " " + std::to_string(column.field().scale) : name;
}

std::string values_of(const Column& column) {
  std::string values;
  for (std::size_t row = 0; row < column.size(); ++row)
    values += (row == 0 ? "" : "/") + (column.is_null(row) ? "-" : column.value_text(row));
  return values;
}

Error refused(const std::string& csv) { return parse_csv_frame(csv, "f.csv").error(); }

}  // namespace

TEST_CASE("a column has the type that all its cells have") {
  for (const auto& row : scenario::read_scenarios("csv_types.txt")) {
    CAPTURE(row.where);
    CAPTURE(row.name);
    std::string csv = "key,value\n";
    for (const std::string& cell : parts_of(row.given.at("cells"))) csv += "k," + cell + "\n";
    const auto frame = parse_csv_frame(csv, "f.csv", {Encoding::utf8, ',', {"NA"}, {}});
    REQUIRE_MESSAGE(frame.has_value(), frame.error().to_string());
    CHECK(type_of(frame->rows.column(1)) == row.expected.at("type"));
    CHECK(values_of(frame->rows.column(1)) == row.expected.at("values"));
  }
}

TEST_CASE("columns without any value are named") {
  CHECK(parse_csv_frame("a,b\n", "f.csv")->untold == std::vector<std::string>{"a", "b"});
  CHECK(parse_csv_frame("a,b\n1,\n2,\n", "f.csv")->untold == std::vector<std::string>{"b"});
}

TEST_CASE("a byte order mark, quotes, blanks in texts and a header without a name") {
  const auto frame = parse_csv_frame("\xEF\xBB\xBF,name ,\n1,\"a, \"\"b\"\"\", c\n2, x ,\n", "f.csv").value();
  REQUIRE(frame.rows.width() == 3);
  CHECK(frame.rows.column(0).field().name == "column_1");
  CHECK(frame.rows.column(1).field().name == "name");
  CHECK(values_of(frame.rows.column(1)) == "a, \"b\"/ x ");
  CHECK(values_of(frame.rows.column(2)) == " c/-");
}

TEST_CASE("a file is read as its text is, in its encoding") {
  const store::TemporaryFolder folder;
  const std::string path = folder.file("f.csv");
  store::write_file(path, "city,fee\n\xB1\xB1\xBE\xA9,9.5\n");  // 北京 in GB18030
  CsvFrameOptions options;
  CHECK(read_csv_frame(path, options).error().code() == Errc::malformed_encoding);
  options.encoding = Encoding::gb18030;
  const auto frame = read_csv_frame(path, options).value();
  CHECK(values_of(frame.rows.column(0)) == "北京");
  CHECK(type_of(frame.rows.column(1)) == "number 1");
  CHECK(read_csv_frame("no/such.csv").error().code() == Errc::not_found);
}

TEST_CASE("what cannot be read names file and line") {
  CHECK(refused("").to_string().find("f.csv:1") == 0);
  CHECK(refused("a,b\n1,2\n1\n").to_string().find("f.csv:3: malformed_file: this row cannot be read, 2 fields") == 0);
  CHECK(refused("a,b\n1,2,3\n").message().find("it has 3") != std::string::npos);
  CHECK(refused("a,b\n1,\xFF\n").code() == Errc::malformed_encoding);
  CHECK(refused("a,a\n1,2\n").message().find("one name; rename one of them: a") != std::string::npos);
}

TEST_CASE("why a column of values is a text is told, wherever the cell stands") {
  const auto frame = parse_csv_frame("fee,spend,name\n1,n/a,x\n2,2,y\nfree,3,z\n", "f.csv").value();
  REQUIRE(frame.mistyped.size() == 2);
  CHECK(frame.mistyped[0].column == "fee");
  CHECK(frame.mistyped[0].cell == "free");
  CHECK(frame.mistyped[0].line == 4);
  CHECK(frame.mistyped[1].cell == "n/a");
  CHECK(frame.mistyped[1].line == 2);
}

TEST_CASE("numbers that were written are read as they were, in every order of rows") {
  std::mt19937 random(20260101);
  std::uniform_int_distribution<std::int64_t> any(-999'999'999, 999'999'999);
  for (int scale = 0; scale <= 9; ++scale) {
    ColumnBuilder builder({"n", ColumnType::number, static_cast<std::uint8_t>(scale), ""});
    std::string csv = "n\n";
    for (int i = 0; i < 200; ++i) builder.append_number(any(random));
    const Column written = builder.finish();
    for (std::size_t row = 0; row < written.size(); ++row) csv += written.value_text(row) + "\n";
    const Column read = parse_csv_frame(csv, "f.csv").value().rows.column(0);
    CHECK(read.field().scale == scale);
    CHECK(std::equal(read.numbers().begin(), read.numbers().end(), written.numbers().begin()));
  }
}

TEST_CASE("a host may stop the reading") {
  const std::atomic<bool> stop{true};
  CsvFrameOptions options;
  options.control.stop = &stop;
  CHECK(parse_csv_frame("a\n1\n", "f.csv", options).error().code() == Errc::cancelled);
}
