#include "staysail/files/csv_writer.hpp"

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

}  // namespace

void append_csv_row(std::string& out, std::span<const std::string_view> cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out.push_back(',');
    const bool blank_line = cells.size() == 1 && cells[i].empty();
    const bool must_quote = blank_line || cells[i].find_first_of(",\"\r\n") != std::string_view::npos;
    must_quote ? append_quoted(out, cells[i]) : static_cast<void>(out.append(cells[i]));
  }
  out.push_back('\n');
}

}  // namespace staysail
