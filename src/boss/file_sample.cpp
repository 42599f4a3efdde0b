#include "boss/file_sample.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "boss/name_hints.hpp"
#include "staysail/files/gzip.hpp"

namespace staysail::boss {
namespace {

using Row = std::vector<std::string>;

constexpr std::string_view kSeparators = ",|\t;^~\x01";
constexpr std::size_t kJudgedRows = 200;

// The first `bytes` of a file, cut at the last line end unless the file ends there.
Result<std::string> head_of(const FileSet& files, const std::string& name, std::size_t bytes, bool& cut) {
  STAYSAIL_TRY(auto source, files.open(name));
  if (name.ends_with(".gz")) {
    STAYSAIL_TRY(source, gzip_source(std::move(source), name));
  }
  std::string head(bytes + 1, '\0');
  std::size_t size = 0;
  while (size < head.size()) {
    STAYSAIL_TRY(const std::size_t got, source->read(head.data() + size, head.size() - size));
    if (got == 0) break;
    size += got;
  }
  cut = size > bytes;
  head.resize(std::min(size, bytes));
  const std::size_t last = head.find_last_of('\n');
  if (cut && last != std::string::npos) head.resize(last + 1);
  return head;
}

Result<std::vector<Row>> rows_of(const std::string& text, DelimitedOptions options, std::size_t most) {
  options.header = false;
  options.ragged = true;
  STAYSAIL_TRY(auto reader, DelimitedReader::over_text(text, "sample", options));
  std::vector<Row> rows;
  TextRecord record;
  while (rows.size() < most) {
    STAYSAIL_TRY(const bool more, reader.next(record));
    if (!more) break;
    if (!record.good()) continue;
    rows.emplace_back(record.fields.begin(), record.fields.end());
  }
  return rows;
}

struct Width {
  std::size_t fields = 0;
  double share = 0;  // of the rows
};

Width usual_width(const std::vector<Row>& rows) {
  std::map<std::size_t, std::size_t> counts;
  for (const Row& row : rows) ++counts[row.size()];
  Width usual;
  std::size_t most = 0;
  for (const auto& [fields, count] : counts)
    if (count >= most) usual.fields = fields, most = count;
  usual.share = rows.empty() ? 0 : static_cast<double>(most) / static_cast<double>(rows.size());
  return usual;
}

// The separator by which most rows have the same number of fields, at least two; ',' when none does.
Status find_separator(const std::string& text, FileSample& sample, Width& best) {
  for (const char separator : kSeparators) {
    DelimitedOptions options = sample.delimited;
    options.separator = separator;
    STAYSAIL_TRY(const auto rows, rows_of(text, options, kJudgedRows));
    const Width width = usual_width(rows);
    const bool better =
        width.share > best.share + 0.05 || (width.share > best.share - 0.05 && width.fields > best.fields);
    if (width.fields < 2 || width.share < 0.5 || !better) continue;
    best = width;
    sample.delimited.separator = separator;
  }
  return ok();
}

// Where a column starts in a file of fixed width: after bytes that are blank in every line, and before one that is not.
std::vector<FixedColumn> layout_of(const std::vector<std::string>& lines) {
  const std::size_t width = lines.front().size();
  std::vector<bool> blank(width, true);
  for (const auto& line : lines)
    for (std::size_t i = 0; i < width; ++i) blank[i] = blank[i] && line[i] == ' ';
  std::vector<FixedColumn> layout;
  for (std::size_t i = 0; i < width; ++i)
    if (!blank[i] && (i == 0 || blank[i - 1])) layout.push_back({"", i + 1, width - i});
  for (std::size_t i = 0; i + 1 < layout.size(); ++i) layout[i].width = layout[i + 1].start - layout[i].start;
  return layout;
}

// Lines of one length in bytes with columns of blanks between.
bool find_layout(const std::string& text, FileSample& sample) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size() && lines.size() < kJudgedRows;) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, end - at);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty()) lines.push_back(line);
    at = end + 1;
  }
  if (lines.size() < 3 || lines.front().size() < 8) return false;
  for (const auto& line : lines)
    if (line.size() != lines.front().size()) return false;
  sample.layout = layout_of(lines);
  if (sample.layout.size() < 2) return false;
  for (std::size_t i = 0; i < sample.layout.size(); ++i) sample.layout[i].name = "column_" + std::to_string(i + 1);
  sample.fixed_width = true;
  return true;
}

bool is_value(const std::string& cell) {
  ColumnProfile one;
  one.look_at(trimmed(cell));
  return one.values() > 0 && (one.numbers() > 0 || one.days().share > 0 || one.phones() > 0);
}

// A record of another form than the rows: it says what the file is, and names no columns. A header that lost or gained
// a separator has nearly as many names as there are columns.
bool is_head_record(const TextRecord& record, std::size_t fields) {
  if (record.fields.size() == fields) return false;
  return 2 * record.fields.size() <= fields ||
         std::any_of(record.fields.begin(), record.fields.end(), [](auto cell) { return is_value(std::string(cell)); });
}

// Takes the header records away from the text, as long as there are few of them and rows behind.
Status take_head_records(std::string& text, std::size_t fields, FileSample& sample) {
  constexpr std::size_t kMostHeadLines = 5;
  DelimitedOptions options = sample.delimited;
  options.header = false;
  options.ragged = true;
  STAYSAIL_TRY(auto reader, DelimitedReader::over_text(text, sample.file, options));
  TextRecord record;
  std::string first;
  while (true) {
    STAYSAIL_TRY(const bool more, reader.next(record));
    if (!more || record.line > kMostHeadLines + 1) return ok();
    if (!record.good() || !is_head_record(record, fields)) break;
    if (record.line == 1) first = record.text;
  }
  if (record.line == 1) return ok();
  sample.head_lines = static_cast<std::size_t>(record.line - 1);
  sample.head_record = first;
  text.erase(0, static_cast<std::size_t>(record.byte_offset));
  return ok();
}

// Whether the first row names the columns, and why.
void judge_header(const std::vector<Row>& rows, FileSample& sample) {
  const Row& first = rows.front();
  const auto known = std::count_if(first.begin(), first.end(), [](const auto& cell) { return is_known_name(cell); });
  const std::set<std::string> different(first.begin(), first.end());
  const bool has_value = std::any_of(first.begin(), first.end(), is_value);
  std::size_t values_below = 0;
  for (std::size_t i = 0; i < first.size() && rows.size() > 1; ++i)
    values_below += i < rows[1].size() && is_value(rows[1][i]) && !is_value(first[i]) ? 1 : 0;
  sample.delimited.header = !has_value && different.size() == first.size();
  if (has_value) sample.header_reason = "the first row holds values (numbers or days) itself";
  else if (known > 0) sample.header_reason = std::to_string(known) + " of its names are known";
  else if (values_below > 0)
    sample.header_reason = std::to_string(values_below) + " columns hold numbers or days below it";
  else sample.header_reason = "nothing speaks clearly for or against it";
  sample.header_sure = has_value || known > 0 || values_below > 0;
}

void name_columns(const std::vector<Row>& rows, std::size_t fields, FileSample& sample) {
  sample.columns.resize(fields);
  for (std::size_t i = 0; i < fields; ++i) {
    if (sample.fixed_width) sample.columns[i].name = sample.layout[i].name;
    else if (sample.delimited.header) sample.columns[i].name = rows.front()[i];
  }
}

void take_rows(const std::vector<Row>& rows, FileSample& sample) {
  const bool header = !sample.fixed_width && sample.delimited.header;
  for (std::size_t r = header ? 1 : 0; r < rows.size(); ++r) {
    ++sample.rows;
    if (rows[r].size() != sample.columns.size()) {
      ++sample.odd_rows;
      continue;
    }
    for (std::size_t i = 0; i < sample.columns.size(); ++i) sample.columns[i].look_at(trimmed(rows[r][i]));
  }
}

Result<std::vector<Row>> fixed_rows(const std::string& bytes, const FileSample& sample) {
  FixedWidthOptions options;
  options.columns = sample.layout;
  options.encoding = sample.delimited.encoding;
  STAYSAIL_TRY(auto reader, FixedWidthReader::over(text_source(bytes), sample.file, options));
  std::vector<Row> rows;
  TextRecord record;
  while (true) {
    STAYSAIL_TRY(const bool more, reader.next(record));
    if (!more) return rows;
    if (record.good()) rows.emplace_back(record.fields.begin(), record.fields.end());
  }
}

struct Decoded {
  std::size_t characters = 0, faults = 0;  // characters: of more than one byte
};

Result<Decoded> decode(const std::string& bytes, Encoding encoding) {
  STAYSAIL_TRY(const auto decoder, make_decoder(encoding));
  DecodedText text;
  decoder->decode(bytes, true, text);
  const auto leads = std::count_if(text.text.begin(), text.text.end(),
                                   [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0xC0; });
  return Decoded{static_cast<std::size_t>(leads) - text.faults.size(), text.faults.size()};
}

// A few bad bytes do not make a file of UTF-8 one of GB18030: few texts are UTF-8 by chance.
Status find_encoding(const std::string& bytes, FileSample& sample) {
  if (bytes.substr(0, 2) == "\xFF\xFE" || bytes.substr(0, 2) == "\xFE\xFF")
    return Error::at({sample.file, 1, 1}, Errc::malformed_encoding,
                     "this file is UTF-16; convert it to UTF-8 or GB18030 first");
  STAYSAIL_TRY(const Decoded utf8, decode(bytes, Encoding::utf8));
  STAYSAIL_TRY(const Decoded gb, decode(bytes, Encoding::gb18030));
  const bool is_utf8 = utf8.faults == 0 || utf8.characters >= 9 * utf8.faults || gb.faults >= utf8.faults;
  sample.delimited.encoding = is_utf8 ? Encoding::utf8 : Encoding::gb18030;
  sample.bad_bytes = is_utf8 ? utf8.faults : gb.faults;
  sample.all_ascii = utf8.faults == 0 && utf8.characters == 0;
  return ok();
}

// One file, with its rows in the order of its columns.
Result<std::vector<Row>> look_at(const FileSet& files, const std::string& name, std::size_t bytes, FileSample& sample) {
  sample.file = name;
  STAYSAIL_TRY(auto head, head_of(files, name, bytes, sample.cut));
  STAYSAIL_CHECK(find_encoding(head, sample));
  sample.quotes = head.find('"') != std::string::npos;
  Width width;
  STAYSAIL_CHECK(find_separator(head, sample, width));
  const bool fixed = width.fields < 2 && find_layout(head, sample);
  if (width.fields >= 2) STAYSAIL_CHECK(take_head_records(head, width.fields, sample));
  STAYSAIL_TRY(auto rows, fixed ? fixed_rows(head, sample) : rows_of(head, sample.delimited, ColumnProfile::kKept));
  if (rows.empty()) return Error::at({name, 1, 0}, Errc::malformed_file, "the file has no rows to learn from");
  if (!fixed) judge_header(rows, sample);
  return rows;
}

std::size_t width_of(const std::vector<Row>& rows, const FileSample& sample) {
  if (sample.fixed_width) return sample.layout.size();
  return sample.delimited.header ? rows.front().size() : usual_width(rows).fields;
}

// Whether the rows of another file go into the columns of the sample.
bool is_alike(const FileSample& sample, const FileSample& other, const std::vector<Row>& rows) {
  if (sample.fixed_width != other.fixed_width || sample.columns.size() != width_of(rows, other)) return false;
  if (sample.delimited.separator != other.delimited.separator || sample.head_lines != other.head_lines) return false;
  if (sample.delimited.header != other.delimited.header) return false;
  for (std::size_t i = 0; sample.delimited.header && !sample.fixed_width && i < sample.columns.size(); ++i)
    if (sample.columns[i].name != rows.front()[i]) return false;
  return true;
}

void add_file(const FileSet& files, const std::string& name, std::size_t bytes, FileSample& sample) {
  FileSample other;
  const auto rows = look_at(files, name, bytes, other);
  if (!rows) {
    sample.unreadable.push_back(rows.error().to_string());
    return;
  }
  if (!is_alike(sample, other, *rows)) {
    sample.other_columns.push_back(name);
    return;
  }
  if (other.delimited.encoding == Encoding::gb18030) sample.delimited.encoding = Encoding::gb18030;
  sample.all_ascii = sample.all_ascii && other.all_ascii;
  sample.cut = sample.cut || other.cut;
  sample.quotes = sample.quotes || other.quotes;
  sample.bad_bytes += other.bad_bytes;
  ++sample.files;
  take_rows(*rows, sample);
}

}  // namespace

Result<FileSample> sample_files(const FileSet& files, const std::vector<std::string>& names, std::size_t bytes) {
  FileSample sample;
  STAYSAIL_TRY(const auto rows, look_at(files, names.back(), bytes, sample));
  name_columns(rows, width_of(rows, sample), sample);
  take_rows(rows, sample);
  sample.files = 1;
  for (std::size_t i = 0; i + 1 < names.size(); ++i) add_file(files, names[i], bytes, sample);
  return sample;
}

}  // namespace staysail::boss
