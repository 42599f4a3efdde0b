#include "staysail/files/csv_writer.hpp"

#include <algorithm>

namespace staysail {
namespace {

void append_quoted(std::string& out, std::string_view cell) {
  out.push_back('"');
  for (const char c : cell) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
}

// At the start of a file these bytes are its mark and no text; between quotes they are what the cell says.
constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

bool must_be_quoted(char c) { return c == ',' || c == '"' || c == '\r' || c == '\n'; }

}  // namespace

void append_csv_cell(std::string& out, std::string_view cell, bool alone) {
  const bool blank_line = alone && cell.empty();
  const bool must_quote =
      blank_line || cell.starts_with(kUtf8Mark) || std::any_of(cell.begin(), cell.end(), must_be_quoted);
  must_quote ? append_quoted(out, cell) : static_cast<void>(out.append(cell));
}

void append_csv_row(std::string& out, std::span<const std::string_view> cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out.push_back(',');
    append_csv_cell(out, cells[i], cells.size() == 1);
  }
  out.push_back('\n');
}

}  // namespace staysail
