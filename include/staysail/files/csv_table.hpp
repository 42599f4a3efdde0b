// A small CSV table in memory whose cells know their place: decision tables, rosters, code tables.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail {

struct CsvCell {
  std::string text;
  std::uint64_t line = 0;    // 1-based
  std::uint64_t column = 0;  // 1-based, in characters
};

// Rows may have different numbers of cells; rows without any character are left out.
struct CsvTable {
  std::string name;
  std::vector<std::vector<CsvCell>> rows;

  Place place(const CsvCell& cell) const { return {name, cell.line, cell.column}; }
};

inline constexpr std::size_t kMaxCsvTableBytes = 64 * 1024 * 1024;

// UTF-8, comma, quotes doubled. A row that cannot be read is an error at its place (`malformed_file`,
// `malformed_encoding`); `limit_exceeded` past 64 MiB.
Result<CsvTable> read_csv_table(std::string_view text, std::string name);
Result<CsvTable> load_csv_table(const std::string& path);

}  // namespace staysail
