#include "staysail/files/csv_table.hpp"

#include "staysail/files/delimited.hpp"

namespace staysail {
namespace {

// Walks through the text of a row once, from cell to cell.
class PlaceCounter {
 public:
  PlaceCounter(std::string_view text, std::uint64_t line) : text_(text), line_(line) {}

  void advance_to(std::size_t offset) {
    for (; at_ < offset; ++at_) {
      const bool second_of_two = text_[at_] == '\n' && at_ > 0 && text_[at_ - 1] == '\r';
      if ((text_[at_] == '\n' || text_[at_] == '\r') && !second_of_two) {
        ++line_;
        column_ = 1;
      } else if (!second_of_two && (static_cast<unsigned char>(text_[at_]) & 0xC0) != 0x80) {
        ++column_;
      }
    }
  }
  std::uint64_t line() const { return line_; }
  std::uint64_t column() const { return column_; }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::uint64_t line_, column_ = 1;
};

std::vector<CsvCell> cells_of(const TextRecord& record) {
  std::vector<CsvCell> cells;
  PlaceCounter counter(record.text, record.line);
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    counter.advance_to(record.starts[i]);
    cells.push_back({std::string(record.fields[i]), counter.line(), counter.column()});
  }
  return cells;
}

Error unreadable(const TextRecord& record, const std::string& name) {
  const bool encoding = record.fault == RowFault::malformed_encoding;
  return Error::at({name, record.line, 1}, encoding ? Errc::malformed_encoding : Errc::malformed_file,
                   "this row of the table cannot be read; mend it: " + std::string(name_of(record.fault)));
}

}  // namespace

Result<CsvTable> read_csv_table(std::string_view text, std::string name) {
  if (text.size() > kMaxCsvTableBytes) return Error(Errc::limit_exceeded, "a table may have 64 MiB: " + name);
  DelimitedOptions options;
  options.encoding = Encoding::utf8;
  options.header = false;
  options.ragged = true;
  CsvTable table{std::move(name), {}};
  STAYSAIL_TRY(auto reader, DelimitedReader::over_text(std::string(text), table.name, options));
  TextRecord record;
  while (true) {
    STAYSAIL_TRY(const bool more, reader.next(record));
    if (!more) return table;
    if (!record.good()) return unreadable(record, table.name);
    table.rows.push_back(cells_of(record));
  }
}

Result<CsvTable> load_csv_table(const std::string& path) {
  STAYSAIL_TRY(const auto source, open_file(path));
  STAYSAIL_TRY(const auto text, read_all(*source, kMaxCsvTableBytes, path));
  return read_csv_table(text, path);
}

}  // namespace staysail
