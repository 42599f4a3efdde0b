#include "staysail/boss/csv_frame.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <set>

#include "boss/column_guess.hpp"
#include "staysail/base/decimal_text.hpp"
#include "staysail/files/delimited.hpp"
#include "staysail/files/value_text.hpp"

namespace staysail {
namespace {

using boss::ColumnGuess;
using Open = std::function<Result<DelimitedReader>()>;

constexpr std::uint64_t kRowsAReport = 65536;

DelimitedOptions delimited(const CsvFrameOptions& options) {
  DelimitedOptions read;
  read.separator = options.separator;
  read.encoding = options.encoding;
  return read;
}

// Column 3 without a name is column_3, as the index that pandas writes is.
Result<std::vector<std::string>> names_of(const std::vector<std::string>& header, const std::string& file) {
  std::vector<std::string> names;
  std::set<std::string> known;
  for (const std::string& cell : header) {
    const std::string name(trimmed(cell));
    names.push_back(name.empty() ? "column_" + std::to_string(names.size() + 1) : name);
    if (known.insert(names.back()).second) continue;
    return Error::at({file, 1, 0}, Errc::malformed_file,
                     "two columns have one name; rename one of them: " + names.back());
  }
  return names;
}

Error unreadable(const TextRecord& row, std::size_t columns, const std::string& file) {
  if (row.fault == RowFault::malformed_encoding)
    return Error::at({file, row.line, 0}, Errc::malformed_encoding,
                     "these bytes are no character; save the file as UTF-8, or name its encoding; byte offset " +
                         std::to_string(row.fault_offset));
  const std::string count = row.fields.empty() ? "" : ", it has " + std::to_string(row.fields.size());
  return Error::at({file, row.line, 0}, Errc::malformed_file,
                   "this row cannot be read, " + std::to_string(columns) + " fields were expected" + count + ": " +
                       std::string(name_of(row.fault)));
}

class FrameReader {
 public:
  FrameReader(Open open, std::string file, const CsvFrameOptions& options)
      : open_(std::move(open)), file_(std::move(file)), options_(options) {}

  Result<CsvFrame> read() {
    STAYSAIL_CHECK(guess());
    STAYSAIL_CHECK(build());
    std::vector<Column> columns;
    for (ColumnBuilder& builder : builders_) columns.push_back(builder.finish());
    CsvFrame frame;
    STAYSAIL_TRY(frame.rows, Batch::of(std::move(columns)));
    for (std::size_t c = 0; c < guesses_.size(); ++c)
      if (!guesses_[c].has_seen()) frame.untold.push_back(names_[c]);
      else if (guesses_[c].cause_line() != 0)
        frame.mistyped.push_back({names_[c], guesses_[c].cause(), guesses_[c].cause_line()});
    return frame;
  }

 private:
  // The first walk through the file.
  Status guess() {
    STAYSAIL_TRY(auto reader, open_());
    STAYSAIL_TRY(names_, names_of(reader.header(), file_));
    guesses_.resize(names_.size());
    return for_each_row(reader, 0, [this](const TextRecord& row) {
      for (std::size_t c = 0; c < guesses_.size(); ++c) {
        const std::string_view cell = trimmed(row.fields[c]);
        if (!is_null(cell)) guesses_[c].look_at(cell, row.line);
      }
      ++rows_;
      return ok();
    });
  }
  // The second.
  Status build() {
    for (std::size_t c = 0; c < names_.size(); ++c) {
      const ColumnType type = guesses_[c].type();
      const int scale = type == ColumnType::number ? guesses_[c].scale() : 0;
      builders_.emplace_back(Field{names_[c], type, static_cast<std::uint8_t>(scale), ""});
      builders_.back().reserve(rows_);
    }
    STAYSAIL_TRY(auto reader, open_());
    return for_each_row(reader, rows_, [this](const TextRecord& row) {
      if (row.fields.size() != builders_.size()) return Status(changed(row.line));
      for (std::size_t c = 0; c < builders_.size(); ++c)
        if (!append(builders_[c], row.fields[c])) return Status(changed(row.line));
      return ok();
    });
  }

  template <class Take>
  Status for_each_row(DelimitedReader& reader, std::uint64_t before, Take take) const {
    TextRecord row;
    for (std::uint64_t rows = 0;; ++rows) {
      if (rows % kRowsAReport == 0) {
        STAYSAIL_CHECK(options_.control.check());
        options_.control.report("read", before + rows, 2 * before);
      }
      STAYSAIL_TRY(const bool more, reader.next(row));
      if (!more) return ok();
      if (!row.good()) return unreadable(row, names_.size(), file_);
      STAYSAIL_CHECK(take(row));
    }
  }
  Error changed(std::uint64_t line) const {
    return Error::at({file_, line, 0}, Errc::io_failed, "the file was changed while it was read; read it again");
  }

  bool is_null(std::string_view cell) const {
    return cell.empty() || std::find(options_.nulls.begin(), options_.nulls.end(), cell) != options_.nulls.end();
  }
  // False for a cell that is not of the column's type.
  bool append(ColumnBuilder& builder, std::string_view raw) const {
    const std::string_view cell = trimmed(raw);
    const bool null = is_null(cell), text = builder.field().type == ColumnType::text;
    if (null) builder.append_null();
    else if (text) builder.append_text(raw);
    return null || text || append_value(builder, cell);
  }
  static bool append_value(ColumnBuilder& builder, std::string_view cell) {
    switch (builder.field().type) {
      case ColumnType::number: return append_number(builder, cell);
      case ColumnType::real: return append_real(builder, cell);
      case ColumnType::boolean: return append_truth(builder, cell);
      default: return append_time(builder, cell);
    }
  }
  static bool append_number(ColumnBuilder& builder, std::string_view cell) {
    const auto value = parse_decimal(cell, builder.field().scale);
    if (value) builder.append_number(*value);
    return value.has_value();
  }
  static bool append_real(ColumnBuilder& builder, std::string_view cell) {
    double value = 0;
    const auto end = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (end.ec != std::errc() || end.ptr != cell.data() + cell.size()) return false;
    builder.append_real(value);
    return true;
  }
  static bool append_truth(ColumnBuilder& builder, std::string_view cell) {
    const int truth = boss::truth_of(cell);
    if (truth >= 0) builder.append_boolean(truth == 1);
    return truth >= 0;
  }
  static bool append_time(ColumnBuilder& builder, std::string_view cell) {
    const auto moment = Instant::parse(cell);
    if (!moment) return false;
    if (builder.field().type == ColumnType::day) builder.append_day(moment->day());
    else builder.append_instant(moment->micros());
    return true;
  }

  Open open_;
  std::string file_;
  const CsvFrameOptions& options_;
  std::vector<std::string> names_;
  std::vector<ColumnGuess> guesses_;
  std::vector<ColumnBuilder> builders_;
  std::uint64_t rows_ = 0;
};

}  // namespace

Result<CsvFrame> read_csv_frame(const std::string& path, const CsvFrameOptions& options) {
  const auto open = [&] { return DelimitedReader::open(path, delimited(options)); };
  return FrameReader(open, path, options).read();
}

Result<CsvFrame> parse_csv_frame(std::string_view csv, const std::string& name, const CsvFrameOptions& options) {
  const auto open = [&] { return DelimitedReader::over_text(std::string(csv), name, delimited(options)); };
  return FrameReader(open, name, options).read();
}

}  // namespace staysail
