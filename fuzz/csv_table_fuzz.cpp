// Small tables in memory: any text is a table whose cells stand one after the other, or an error with a place; a table
// that was read is written as one that reads the same.
#include "property.hpp"
#include "staysail/files/csv_table.hpp"
#include "staysail/files/csv_writer.hpp"

namespace {

using namespace staysail;

std::string written(const CsvTable& table) {
  std::string text;
  for (const auto& row : table.rows) {
    std::vector<std::string_view> cells;
    for (const auto& cell : row) cells.push_back(cell.text);
    append_csv_row(text, cells);
  }
  return text;
}

void in_order(const CsvTable& table) {
  std::uint64_t line = 0, column = 0;
  for (const auto& row : table.rows) {
    fuzz::require(!row.empty());
    for (const auto& cell : row) {
      fuzz::require(cell.line > line || (cell.line == line && cell.column > column));
      line = cell.line;
      column = cell.column;
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto table = read_csv_table({reinterpret_cast<const char*>(data), size}, "fuzz.csv");
  if (fuzz::refused(table)) {
    fuzz::require(table.error().place() != nullptr);
    return 0;
  }
  in_order(*table);
  const std::string text = written(*table);
  fuzz::require(written(read_csv_table(text, "again.csv").value()) == text);
  return 0;
}
