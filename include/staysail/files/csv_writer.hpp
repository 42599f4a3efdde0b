// Writing CSV (RFC 4180, LF ends, UTF-8): canonical texts of values, null and empty text alike empty.
//
// Cells are written as they are. A spreadsheet may take a text that starts with = + - or @ for a formula: files for
// people are opened there by import, not by a double click.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/files/atomic_file.hpp"

namespace staysail {

// Appends one cell without a separator; `alone`: it is the only one of its row.
void append_csv_cell(std::string& out, std::string_view cell, bool alone);

// Appends one row; cells with a comma, quote or line end are quoted, and so is a lone empty cell.
void append_csv_row(std::string& out, std::span<const std::string_view> cells);

// Appends row `row` of anything shaped like a Batch: width(), column(i).value_text(row).
template <class Table>
void append_csv_row(std::string& out, const Table& table, std::size_t row) {
  for (std::size_t i = 0; i < table.width(); ++i) {
    if (i > 0) out.push_back(',');
    append_csv_cell(out, table.column(i).value_text(row), table.width() == 1);
  }
  out.push_back('\n');
}

// Appends the names of the columns of anything shaped like a Batch: column(i).field().name.
template <class Table>
void append_csv_header(std::string& out, const Table& table) {
  std::vector<std::string_view> cells;
  for (std::size_t i = 0; i < table.width(); ++i) cells.push_back(table.column(i).field().name);
  append_csv_row(out, cells);
}

// The whole of anything shaped like a Batch, to a file that appears when it is whole.
template <class Table>
Status write_csv_file(const std::string& path, const Table& table) {
  constexpr std::size_t kBlock = 256 * 1024;
  STAYSAIL_TRY(auto file, AtomicFile::create(path));
  std::string text;
  append_csv_header(text, table);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    append_csv_row(text, table, row);
    if (text.size() < kBlock) continue;
    STAYSAIL_CHECK(file.write(text));
    text.clear();
  }
  STAYSAIL_CHECK(file.write(text));
  return file.commit();
}

}  // namespace staysail
