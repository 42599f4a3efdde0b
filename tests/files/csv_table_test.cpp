#include "staysail/files/csv_table.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <rapidcheck.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "staysail/files/byte_source.hpp"
#include "staysail/files/csv_writer.hpp"

using namespace staysail;

namespace {

std::string folder() {
  const auto path = std::filesystem::temp_directory_path() / "staysail_files_test";
  std::filesystem::create_directories(path);
  return path.string() + "/";
}

// Shaped like a Batch, which this floor does not know.
struct TwoColumns {
  struct Field {
    std::string name;
  };
  struct Column {
    Field named;
    std::vector<std::string> values;
    const Field& field() const { return named; }
    std::string value_text(std::size_t row) const { return values[row]; }
  };
  std::vector<Column> columns{{{"name"}, {"plain", "with, comma", "with \"quote\"", "two\nlines", "=1+1"}},
                              {{"amount"}, {"12.50", "12.50", "12.50", "12.50", ""}}};
  std::size_t width() const { return columns.size(); }
  std::size_t rows() const { return 5; }
  const Column& column(std::size_t i) const { return columns[i]; }
};

}  // namespace

TEST_CASE("each cell knows its line and column in characters") {
  const auto table = read_csv_table("hit=F\n\"when: a\",客户,\"x\ny\",z\n\nlast", "stages.csv").value();
  REQUIRE(table.rows.size() == 3);
  CHECK(table.rows[0][0].text == "hit=F");
  const auto& header = table.rows[1];
  REQUIRE(header.size() == 4);
  CHECK((header[0].line == 2 && header[0].column == 1));
  CHECK((header[1].text == "客户" && header[1].column == 11));
  CHECK((header[2].line == 2 && header[2].column == 14));
  CHECK((header[3].line == 3 && header[3].column == 4));
  CHECK(table.rows[2][0].line == 5);
  CHECK(table.place(header[3]).file == "stages.csv");
}

TEST_CASE("a row that cannot be read is an error at its line") {
  const auto error = read_csv_table("a,b\n\"open\n", "t.csv").error();
  CHECK(error.code() == Errc::malformed_file);
  CHECK(error.place()->line == 2);
  CHECK(read_csv_table("a\n\xFF\n", "t.csv").error().code() == Errc::malformed_encoding);
}

TEST_CASE("a batch is written as CSV and read back") {
  const TwoColumns batch;
  const std::string path = folder() + "batch.csv";
  REQUIRE(write_csv_file(path, batch));
  const auto table = load_csv_table(path).value();
  REQUIRE(table.rows.size() == 6);
  CHECK(table.rows[0][1].text == "amount");
  for (std::size_t row = 0; row < batch.rows(); ++row)
    for (std::size_t i = 0; i < 2; ++i) CHECK(table.rows[row + 1][i].text == batch.column(i).value_text(row));
}

TEST_CASE("a file that is not committed leaves nothing behind and the old one as it was") {
  const std::string path = folder() + "atomic.txt";
  REQUIRE(write_file(path, "old"));
  {
    auto file = AtomicFile::create(path).value();
    REQUIRE(file.write("new"));
  }
  CHECK(read_file(path, 100).value() == "old");
  for (const auto& entry : std::filesystem::directory_iterator(folder())) CHECK(entry.path().extension() != ".partial");
  CHECK(write_file("/nonexistent/x", "y").error().code() == Errc::io_failed);
  CHECK(read_file(path, 2).error().code() == Errc::limit_exceeded);
}

TEST_CASE("a target that is no plain file keeps what it is") {
  namespace fs = std::filesystem;
  const fs::path place = fs::path(folder()) / "targets";
  fs::remove_all(place);
  fs::create_directories(place / "inner");
  fs::create_symlink("inner/real.txt", place / "link.txt");
  for (const char* text : {"made", "replaced"}) {
    REQUIRE(write_file((place / "link.txt").string(), text));
    CHECK(fs::is_symlink(place / "link.txt"));
    CHECK(read_file((place / "inner/real.txt").string(), 100).value() == text);
  }
  REQUIRE(write_file("/dev/null", "gone"));
  CHECK(fs::is_character_file("/dev/null"));
  const auto refused = write_file((place / "inner").string(), "text");
  CHECK(refused.error().code() == Errc::io_failed);
  CHECK(refused.error().message().find("folder") != std::string::npos);
  CHECK(fs::is_directory(place / "inner"));
}

TEST_CASE("a pipe takes the bytes and stays a pipe") {
  const std::string path = folder() + "pipe";
  std::filesystem::remove(path);
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  const int reader = ::open(path.c_str(), O_RDONLY | O_NONBLOCK);
  REQUIRE(reader >= 0);
  REQUIRE(write_file(path, "through"));
  std::string heard(10, ' ');
  heard.resize(static_cast<std::size_t>(std::max<ssize_t>(0, ::read(reader, heard.data(), heard.size()))));
  CHECK(heard == "through");
  CHECK(std::filesystem::is_fifo(path));
  ::close(reader);
}

TEST_CASE("property: whatever is written is read back cell by cell") {
  REQUIRE(rc::check([](const std::vector<std::string>& raw) {
    std::vector<std::string> cells{"first"};
    for (const auto& text : raw) {
      cells.emplace_back();
      for (const char c : text) cells.back().push_back(static_cast<char>(c & 0x7F));
    }
    std::string csv;
    append_csv_row(csv, std::vector<std::string_view>(cells.begin(), cells.end()));
    const auto table = read_csv_table(csv, "t").value();
    RC_ASSERT(table.rows.size() == 1u);
    RC_ASSERT(table.rows[0].size() == cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) RC_ASSERT(table.rows[0][i].text == cells[i]);
  }));
}

TEST_CASE("a cell that begins with a byte order mark keeps it, also at the start of a file") {
  const std::string cell =
      "\xEF\xBB\xBF"
      "fee";
  std::string text;
  append_csv_row(text, std::array<std::string_view, 2>{cell, "plan"});
  CHECK(read_csv_table(text, "marked.csv").value().rows.front().front().text == cell);
}
