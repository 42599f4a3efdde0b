#include "staysail/files/delimited.hpp"

#include <algorithm>

#include "files/decoded_window.hpp"
#include "files/row_splitter.hpp"

namespace staysail {
namespace {

using files::DecodedWindow;
using files::RowEnd;
using files::RowSplitter;

constexpr std::size_t kShownBytes = 1024;

Error invalid(const std::string& message) { return Error(Errc::invalid_argument, message); }

// `text` cut to at most `size` bytes, never inside a character.
std::string_view cut(std::string_view text, std::size_t size) {
  if (text.size() <= size) return text;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return text.substr(0, size);
}

}  // namespace

Status DelimitedOptions::validate() const {
  const auto is_plain = [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != '\n' && c != '\r'; };
  if (!is_plain(separator) || separator == '\0') return invalid("a separator is one ASCII character and no line end");
  if (!is_plain(quote) || quote == separator)
    return invalid("a quote is one ASCII character other than the separator, or 0 for none");
  if (max_record_bytes == 0 || max_record_bytes > (std::size_t{1} << 30))
    return invalid("a record may have 1 byte to 1 GiB");
  if (block_bytes == 0 || max_fields == 0) return invalid("blocks and records have at least one byte and one field");
  return ok();
}

class DelimitedReader::State {
 public:
  State(DecodedWindow window, std::string name, const DelimitedOptions& options)
      : window_(std::move(window)),
        name_(std::move(name)),
        options_(options),
        splitter_({options.separator, options.quote, options.max_fields}),
        expected_(options.fields) {}

  Status read_header();
  Result<bool> next(TextRecord& out);
  const std::vector<std::string>& header() const { return header_; }
  Encoding encoding() const { return window_.encoding(); }

 private:
  Result<bool> next_row(TextRecord& out);
  bool split_at_hand();
  Status read_on();
  Status grow();
  bool is_runaway() const;
  Status give_up_row(TextRecord& out);
  Status skip_line(TextRecord& out);
  void take_row(TextRecord& out);
  void describe(TextRecord& out, std::uint64_t end);
  RowFault fault_of_row() const;
  void restart();

  DecodedWindow window_;
  std::string name_;
  DelimitedOptions options_;
  RowSplitter splitter_;
  std::size_t expected_;
  std::vector<std::string> header_;
  RowEnd end_ = RowEnd::unfinished;
  bool started_ = false;        // the splitter looks at the window as it is
  std::uint64_t position_ = 0;  // of the row at hand, in decoded text
  std::uint64_t line_ = 1;
  std::uint64_t one_line_until_ = 0;  // rows that start before it may not span lines
  std::string shown_;                 // what is told of a row that was skipped
};

Status DelimitedReader::State::read_header() {
  if (!options_.header) return ok();
  TextRecord record;
  STAYSAIL_TRY(const bool found, next_row(record));
  if (!found)
    return Error::at(
        {name_, 1, 0}, Errc::malformed_file,
        "a header was expected, and the file is empty; deliver it whole, or take it away when it tells nothing");
  if (record.fault == RowFault::malformed_encoding)
    return Error::at({name_, record.line, 0}, Errc::malformed_encoding,
                     "the header is not " + std::string(name_of(encoding())) + "; declare the encoding; byte offset " +
                         std::to_string(record.fault_offset));
  if (!record.good())
    return Error::at({name_, record.line, 0}, Errc::malformed_file,
                     "the header cannot be read: " + std::string(name_of(record.fault)));
  header_.assign(record.fields.begin(), record.fields.end());
  if (expected_ == 0) expected_ = header_.size();
  return ok();
}

Result<bool> DelimitedReader::State::next(TextRecord& out) {
  STAYSAIL_TRY(const bool found, next_row(out));
  if (!found || !out.good() || options_.ragged) return found;
  if (expected_ == 0 && out.fields.size() >= options_.least_fields) expected_ = out.fields.size();
  if (out.fields.size() < std::max(expected_, options_.least_fields)) out.fault = RowFault::too_few_fields;
  if (expected_ > 0 && out.fields.size() > expected_) out.fault = RowFault::too_many_fields;
  return true;
}

// The next row that has any character.
Result<bool> DelimitedReader::State::next_row(TextRecord& out) {
  while (true) {
    if (!split_at_hand()) STAYSAIL_CHECK(read_on());
    if (position_ == window_.end()) {
      out = TextRecord{};
      return false;
    }
    if (is_runaway()) {
      STAYSAIL_CHECK(give_up_row(out));
      return true;
    }
    take_row(out);
    if (!out.text.empty()) return true;
  }
}

// Splits the row at position_; false when the window ends before it.
inline bool DelimitedReader::State::split_at_hand() {
  if (!started_) restart();
  end_ = splitter_.split(window_.at_end_of_source(), position_ < one_line_until_);
  return end_ == RowEnd::complete;
}

// Reads on until the row is complete, longer than the limit, or the source has ended.
Status DelimitedReader::State::read_on() {
  while (!window_.at_end_of_source() && window_.end() - position_ < options_.max_record_bytes + 2) {
    STAYSAIL_CHECK(grow());
    if (split_at_hand()) break;
  }
  return ok();
}

Status DelimitedReader::State::grow() {
  window_.forget_before(position_);
  started_ = false;
  // At least doubling keeps the rows that are split again linear in their length.
  return window_.grow(std::max<std::size_t>(options_.block_bytes, static_cast<std::size_t>(window_.end() - position_)));
}

void DelimitedReader::State::restart() {
  splitter_.start(window_.from(window_.begin()), static_cast<std::size_t>(position_ - window_.begin()));
  started_ = true;
}

bool DelimitedReader::State::is_runaway() const {
  return end_ != RowEnd::complete || splitter_.row().size() > options_.max_record_bytes;
}

void DelimitedReader::State::take_row(TextRecord& out) {
  out.text = splitter_.row();
  out.fields = splitter_.fields();
  out.starts = splitter_.starts();
  describe(out, position_ + out.text.size());
  if (out.fault == RowFault::none) out.fault = fault_of_row();
  line_ += splitter_.line_ends();
  position_ = window_.begin() + splitter_.begin();
}

RowFault DelimitedReader::State::fault_of_row() const {
  if (splitter_.cut_quote()) return RowFault::unterminated_quote;
  if (splitter_.malformed_quote()) return RowFault::malformed_quote;
  return splitter_.too_many_fields() ? RowFault::too_many_fields : RowFault::none;
}

// Place and bad bytes of the row [position_, end).
void DelimitedReader::State::describe(TextRecord& out, std::uint64_t end) {
  out.line = line_;
  out.byte_offset = window_.source_offset(position_);
  const auto bad_byte = window_.fault_in(position_, end);
  out.fault = bad_byte ? RowFault::malformed_encoding : RowFault::none;
  out.fault_offset = bad_byte.value_or(0);
}

// A row without an end costs its first line.
Status DelimitedReader::State::give_up_row(TextRecord& out) {
  // Judged on the same bytes however much was read ahead.
  const std::size_t looked_at = options_.max_record_bytes + 2;
  const std::string_view ahead = window_.from(position_).substr(0, looked_at);
  const bool whole = ahead.size() < looked_at;  // split() stops earlier only at the end of the source
  splitter_.start(ahead, 0);
  const bool open_quote = splitter_.split(whole, position_ < one_line_until_) == RowEnd::unfinished_quote;
  started_ = false;
  const std::size_t line_end = ahead.substr(0, options_.max_record_bytes).find_first_of("\r\n");
  const bool in_one_line = line_end == std::string_view::npos;
  out.fields = {};
  out.starts = {};
  if (in_one_line && !whole) return skip_line(out);
  one_line_until_ = std::max(one_line_until_, position_ + ahead.size());
  const std::size_t size = in_one_line ? ahead.size() : line_end;
  const RowFault fault = open_quote ? RowFault::unterminated_quote : RowFault::too_long;
  out.text = cut(ahead.substr(0, size), kShownBytes);
  describe(out, position_ + size);
  if (out.fault == RowFault::none) out.fault = fault;
  position_ += size;
  return ok();
}

// A line longer than the limit is read past without being kept.
Status DelimitedReader::State::skip_line(TextRecord& out) {
  const std::string_view ahead = window_.from(position_).substr(0, options_.max_record_bytes);
  shown_ = cut(ahead, kShownBytes);
  describe(out, position_ + ahead.size());
  if (out.fault == RowFault::none) out.fault = RowFault::too_long;
  out.text = shown_;
  std::size_t line_end = 0;
  while ((line_end = window_.from(position_).find_first_of("\r\n")) == std::string_view::npos) {
    position_ = window_.end();
    window_.source_offset(position_);
    window_.fault_in(position_, position_);
    window_.forget_before(position_);
    if (window_.at_end_of_source()) return ok();
    STAYSAIL_CHECK(window_.grow(options_.block_bytes));
  }
  position_ += line_end;
  return ok();
}

DelimitedReader::DelimitedReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
DelimitedReader::~DelimitedReader() = default;
DelimitedReader::DelimitedReader(DelimitedReader&&) noexcept = default;
DelimitedReader& DelimitedReader::operator=(DelimitedReader&&) noexcept = default;

Result<DelimitedReader> DelimitedReader::open(const std::string& path, const DelimitedOptions& options) {
  STAYSAIL_TRY(auto source, open_file(path));
  return over(std::move(source), path, options);
}

Result<DelimitedReader> DelimitedReader::over(std::unique_ptr<ByteSource> source, std::string name,
                                              const DelimitedOptions& options) {
  STAYSAIL_CHECK(options.validate());
  STAYSAIL_TRY(auto window, DecodedWindow::over(std::move(source), name, options.encoding, options.block_bytes));
  auto state = std::make_unique<State>(std::move(window), std::move(name), options);
  STAYSAIL_CHECK(state->read_header());
  return DelimitedReader(std::move(state));
}

Result<DelimitedReader> DelimitedReader::over_text(std::string text, std::string name,
                                                   const DelimitedOptions& options) {
  return over(text_source(std::move(text)), std::move(name), options);
}

const std::vector<std::string>& DelimitedReader::header() const { return state_->header(); }
Result<bool> DelimitedReader::next(TextRecord& out) { return state_->next(out); }
Encoding DelimitedReader::encoding() const { return state_->encoding(); }

}  // namespace staysail
