#include "simulator/row_writer.hpp"

#include <iconv.h>

#include <algorithm>
#include <charconv>

namespace staysail::simulator {
namespace {

constexpr std::size_t kBufferBytes = 1 << 18;

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

class Converter {
 public:
  Converter() : handle_(iconv_open("GB18030", "UTF-8")) {}
  ~Converter() {
    if (handle_ != reinterpret_cast<iconv_t>(-1)) iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  std::string convert(std::string_view text) {
    std::string out(text.size() * 2 + 4, '\0');
    char* from = const_cast<char*>(text.data());
    char* to = out.data();
    std::size_t left = text.size(), room = out.size();
    if (iconv(handle_, &from, &left, &to, &room) == static_cast<std::size_t>(-1)) return std::string(text);
    out.resize(out.size() - room);
    return out;
  }

 private:
  iconv_t handle_;
};

void append_padded(std::string& out, int value, int width) {
  char digits[12];
  for (int i = width - 1; i >= 0; --i, value /= 10) digits[i] = static_cast<char>('0' + value % 10);
  out.append(digits, static_cast<std::size_t>(width));
}

// Days since 1970-01-01 as a civil date, by counting eras of 400 years from 1 March 0000.
void append_date(std::string& out, DayNumber number) {
  const int z = number + 719468;
  const int era = z / 146097;
  const int day_of_era = z - era * 146097;
  const int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int shifted = (5 * day_of_year + 2) / 153;
  const int month = shifted < 10 ? shifted + 3 : shifted - 9;
  append_padded(out, year_of_era + era * 400 + (month <= 2 ? 1 : 0), 4);
  append_padded(out, month, 2);
  append_padded(out, day_of_year - (153 * shifted + 2) / 5 + 1, 2);
}

}  // namespace

std::string encoded(std::string_view utf8, ExportEncoding encoding) {
  if (encoding == ExportEncoding::utf8 || is_ascii(utf8)) return std::string(utf8);
  thread_local Converter converter;
  return converter.convert(utf8);
}

std::string date_text(DayNumber day) {
  std::string text;
  append_date(text, day);
  return text;
}

Result<OutputFile> OutputFile::create(const std::string& path) {
  OutputFile file;
  file.path_ = path;
  file.file_.reset(std::fopen(path.c_str(), "wb"));
  if (!file.file_) return Error(Errc::io_failed, "this file cannot be written: " + path);
  file.buffer_.reserve(kBufferBytes + 4096);
  return file;
}

void OutputFile::write(std::string_view bytes) {
  buffer_.append(bytes);
  if (buffer_.size() >= kBufferBytes) flush();
}

void OutputFile::flush() {
  if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_.get()) != buffer_.size()) failed_ = true;
  buffer_.clear();
}

Status OutputFile::close() {
  flush();
  if (std::fclose(file_.release()) != 0) failed_ = true;
  if (failed_) return Error(Errc::io_failed, "this file could not be written whole; is the disk full? " + path_);
  return ok();
}

Result<RowWriter> RowWriter::create(const std::string& path, const FileDescription& file, ExportEncoding encoding,
                                    const DirtPlanter& planter) {
  STAYSAIL_TRY(OutputFile output, OutputFile::create(path));
  RowWriter writer(std::move(output), encoding, planter);
  std::string header;
  for (const ColumnDescription& column : file.columns)
    header += (header.empty() ? "" : ",") + encoded(column.header, encoding);
  writer.file_.write(header + "\n");
  return writer;
}

void RowWriter::begin_field() {
  if (!starts_.empty()) row_ += ',';
  starts_.push_back(static_cast<std::uint32_t>(row_.size()));
}

RowWriter& RowWriter::ascii(std::string_view plain) {
  begin_field();
  row_ += plain;
  return *this;
}

RowWriter& RowWriter::text(std::string_view utf8) {
  begin_field();
  const std::string bytes = encoded(utf8, encoding_);
  if (utf8.find_first_of(",\"\n") == std::string_view::npos) {
    row_ += bytes;
    return *this;
  }
  // A separator or quote inside UTF-8 is that character; in GB18030 no other character has these bytes (all are below
  // 0x30).
  row_ += '"';
  for (const char c : bytes) row_.append(c == '"' ? 2u : 1u, c);
  row_ += '"';
  return *this;
}

RowWriter& RowWriter::number(std::int64_t value) {
  begin_field();
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  row_.append(digits, end);
  return *this;
}

RowWriter& RowWriter::decimal(std::int64_t value, int scale) {
  std::int64_t unit = 1;
  for (int i = 0; i < scale; ++i) unit *= 10;
  number(value / unit);
  row_ += '.';
  append_padded(row_, static_cast<int>(value % unit), scale);
  return *this;
}

RowWriter& RowWriter::day(DayNumber day) {
  begin_field();
  if (day != 0) append_date(row_, day);
  return *this;
}

void RowWriter::end_row() {
  ++rows_;
  ++lines_;
  std::string spoilt;
  if (planter_.strikes(rows_)) {
    ++lines_;
    spoilt = planter_.spoil(row_, starts_, rows_, lines_) + "\n";
  }
  row_ += '\n';
  file_.write(row_);
  if (!spoilt.empty()) file_.write(spoilt);
  row_.clear();
  starts_.clear();
}

}  // namespace staysail::simulator
