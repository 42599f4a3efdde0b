#include "printing.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <nlohmann/json.hpp>

#include "staysail/files/csv_writer.hpp"

namespace staysail::program {
namespace {

constexpr std::size_t kWidest = 60;  // a longer cell of a table is cut, but for the last, which ends the line

char32_t character_at(std::string_view text, std::size_t& at) {
  const auto byte = static_cast<unsigned char>(text[at++]);
  if (byte < 0x80) return byte;
  const int more = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
  char32_t character = byte & (0x3F >> more);
  for (int i = 0; i < more && at < text.size(); ++i)
    character = character << 6 | (static_cast<unsigned char>(text[at++]) & 0x3F);
  return character;
}

struct CharacterRange {
  char32_t first, last;
};

// East Asian wide and full-width forms (Unicode Standard Annex 11), as far as names and sentences use them.
constexpr std::array kWide = {CharacterRange{0x1100, 0x115F},  CharacterRange{0x2E80, 0xA4CF},
                              CharacterRange{0xAC00, 0xD7A3},  CharacterRange{0xF900, 0xFAFF},
                              CharacterRange{0xFE30, 0xFE6F},  CharacterRange{0xFF00, 0xFF60},
                              CharacterRange{0x20000, 0x3FFFD}};

bool is_wide(char32_t character) {
  return std::any_of(kWide.begin(), kWide.end(),
                     [&](const CharacterRange& range) { return range.first <= character && character <= range.last; });
}

// At most `width` columns of the text, on one line.
std::string cut(std::string_view text, std::size_t width) {
  std::string kept;
  std::size_t used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t character = character_at(text, at);
    used += is_wide(character) ? 2 : 1;
    if (used > width) return kept + "…";
    kept += character < 0x20 ? std::string(" ") : std::string(text.substr(begin, at - begin));
  }
  return kept;
}

void print_cell(std::ostream& out, std::string_view text, std::size_t width, bool to_the_right) {
  const std::string blanks(width - std::min(width, display_width(text)), ' ');
  if (to_the_right) out << blanks << text;
  else out << text << blanks;
}

bool is_numeric(const Column& column) {
  return column.type() == ColumnType::number || column.type() == ColumnType::real;
}

void print_table(std::ostream& out, const Batch& rows) {
  std::vector<std::vector<std::string>> cells(rows.width());
  std::vector<std::size_t> widths(rows.width());
  for (std::size_t c = 0; c < rows.width(); ++c) {
    cells[c].push_back(rows.column(c).field().name);
    const std::size_t widest = c + 1 == rows.width() ? std::numeric_limits<std::size_t>::max() : kWidest;
    for (std::size_t r = 0; r < rows.rows(); ++r) cells[c].push_back(cut(rows.column(c).value_text(r), widest));
    for (const auto& cell : cells[c]) widths[c] = std::max(widths[c], display_width(cell));
  }
  for (std::size_t r = 0; r <= rows.rows(); ++r) {
    for (std::size_t c = 0; c < rows.width(); ++c) {
      if (c != 0) out << "  ";
      const bool ends_line = c + 1 == rows.width() && !is_numeric(rows.column(c));
      print_cell(out, cells[c][r], ends_line ? 0 : widths[c], is_numeric(rows.column(c)));
    }
    out << "\n";
  }
}

nlohmann::ordered_json json_value(const Column& column, std::size_t row) {
  if (column.is_null(row)) return nullptr;
  switch (column.type()) {
    case ColumnType::boolean: return column.booleans()[row] != 0;
    case ColumnType::real: return column.reals()[row];
    case ColumnType::number:
      if (column.field().scale == 0) return column.numbers()[row];
      return nlohmann::ordered_json::parse(column.value_text(row));
    default: return column.value_text(row);
  }
}

nlohmann::ordered_json json_row(const Batch& rows, std::size_t row) {
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (const auto& column : rows.columns()) object[column.field().name] = json_value(column, row);
  return object;
}

void print_csv(std::ostream& out, const Batch& rows) {
  std::string text;
  append_csv_header(text, rows);
  for (std::size_t row = 0; row < rows.rows(); ++row) append_csv_row(text, rows, row);
  out << text;
}

void print_object_csv(const nlohmann::ordered_json& object) {
  std::vector<std::string> names, values;
  for (const auto& [name, value] : object.items()) {
    if (value.is_structured()) continue;
    names.push_back(name);
    values.push_back(value.is_string() ? value.get<std::string>() : value.dump());
  }
  std::string text;
  for (const auto* cells : {&names, &values})
    append_csv_row(text, std::vector<std::string_view>(cells->begin(), cells->end()));
  std::cout << text;
}

// A number that is not known is null.
void append_cell(ColumnBuilder& builder, const std::string& text, bool number) {
  if (!number) return builder.append_text(text);
  if (text.empty()) return builder.append_null();
  builder.append_number(std::strtoll(text.c_str(), nullptr, 10));
}

}  // namespace

std::size_t display_width(std::string_view utf8) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < utf8.size();) width += is_wide(character_at(utf8, at)) ? 2 : 1;
  return width;
}

std::string json_of(const Batch& rows) {
  nlohmann::ordered_json array = nlohmann::ordered_json::array();
  for (std::size_t row = 0; row < rows.rows(); ++row) array.push_back(json_row(rows, row));
  return array.dump(2) + "\n";
}

void print(const Batch& rows, std::string_view format) { print(rows, format, std::cout); }

void print(const Batch& rows, std::string_view format, std::ostream& out) {
  if (format == "csv") return print_csv(out, rows);
  if (format == "json") {
    out << json_of(rows);
    return;
  }
  if (format == "ndjson") {
    for (std::size_t row = 0; row < rows.rows(); ++row) out << json_row(rows, row).dump() << "\n";
    return;
  }
  print_table(out, rows);
}

void print_object(std::string_view json, std::string_view format) {
  const auto object = nlohmann::ordered_json::parse(json);
  if (format == "csv") print_object_csv(object);
  else if (format == "ndjson") std::cout << object.dump() << "\n";
  else std::cout << json;
}

Result<Batch> text_rows(const std::vector<std::string>& names, const std::vector<std::vector<std::string>>& rows,
                        const std::vector<std::string>& numbers) {
  std::vector<Column> columns;
  for (std::size_t c = 0; c < names.size(); ++c) {
    const bool number = std::find(numbers.begin(), numbers.end(), names[c]) != numbers.end();
    ColumnBuilder builder({names[c], number ? ColumnType::number : ColumnType::text, 0, {}});
    for (const auto& row : rows) append_cell(builder, row[c], number);
    columns.push_back(builder.finish());
  }
  return Batch::of(std::move(columns));
}

}  // namespace staysail::program
