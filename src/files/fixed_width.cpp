#include "staysail/files/fixed_width.hpp"

#include <algorithm>
#include <utility>

namespace staysail {
namespace {

constexpr std::size_t kBlockBytes = 256 * 1024;
constexpr std::size_t kShownBytes = 1024;  // of a line that is too long, wherever the blocks of the file end
constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

}  // namespace

Status FixedWidthOptions::validate() const {
  if (columns.empty()) return Error(Errc::invalid_argument, "a fixed-width layout has at least one column");
  for (const auto& column : columns)
    if (column.start == 0 || column.width == 0 || column.start + column.width > max_record_bytes)
      return Error(
          Errc::invalid_argument,
          "a column starts at byte 1 or later, is at least one byte wide and ends within a record: " + column.name);
  return ok();
}

class FixedWidthReader::State {
 public:
  State(std::unique_ptr<ByteSource> source, const FixedWidthOptions& options)
      : source_(std::move(source)), options_(options) {
    for (const auto& column : options.columns) header_.push_back(column.name);
  }

  Status prepare();
  Result<bool> next(TextRecord& out);
  const std::vector<std::string>& header() const { return header_; }

 private:
  // A line in the buffer; `cut`: longer than a record may be, the rest was read past.
  struct Line {
    std::string_view bytes;
    std::uint64_t number = 0, offset = 0;
    bool cut = false;
  };
  Status fill();
  Result<bool> next_line(Line& out);
  Status skip_long_line(Line& out);
  void end_line(std::size_t size);
  void split_fields(const Line& line, TextRecord& out);
  void keep_text(const Line& line, TextRecord& out);
  void split(const Line& line, TextRecord& out);
  bool decode(std::string_view bytes, std::uint64_t offset, TextRecord& out);

  std::unique_ptr<ByteSource> source_;
  FixedWidthOptions options_;
  std::vector<std::string> header_;
  std::string buffer_, long_line_;
  std::size_t position_ = 0;  // in buffer_
  std::uint64_t offset_ = 0;  // of position_ in the source
  std::uint64_t line_ = 1;
  bool ended_ = false;

  std::unique_ptr<Decoder> decoder_;  // each column is a text of its own to it
  std::uint64_t decoded_bytes_ = 0;   // that it has seen
  DecodedText decoded_;
  std::vector<std::string> texts_;
  std::vector<std::string_view> fields_;
  std::vector<std::uint32_t> starts_;
};

Status FixedWidthReader::State::fill() {
  buffer_.erase(0, std::exchange(position_, 0));
  const std::size_t size = buffer_.size();
  buffer_.resize(size + kBlockBytes);
  STAYSAIL_TRY(const std::size_t got, source_->read(buffer_.data() + size, kBlockBytes));
  buffer_.resize(size + got);
  ended_ = got == 0;
  return ok();
}

Status FixedWidthReader::State::prepare() {
  while (buffer_.size() < kSniffedBytes && !ended_) STAYSAIL_CHECK(fill());
  if (options_.encoding == Encoding::sniffed) options_.encoding = sniff(buffer_);
  if (buffer_.starts_with(kUtf8Mark)) offset_ = position_ = kUtf8Mark.size();
  Line line;
  for (std::size_t i = 0; i < options_.skip_lines; ++i) {
    STAYSAIL_TRY(const bool more, next_line(line));
    if (!more) break;
  }
  STAYSAIL_TRY(decoder_, make_decoder(options_.encoding));
  return ok();
}

// Lines are found in bytes: no byte of a multi-byte character is a line end in any of our encodings.
Result<bool> FixedWidthReader::State::next_line(Line& out) {
  while (true) {
    const std::string_view rest = std::string_view(buffer_).substr(position_);
    const std::size_t end = rest.find_first_of("\r\n");
    const bool cr_at_edge = end != std::string_view::npos && rest[end] == '\r' && end + 1 == rest.size() && !ended_;
    if (end == std::string_view::npos && rest.size() > options_.max_record_bytes) {
      STAYSAIL_CHECK(skip_long_line(out));
      return true;
    }
    if ((end == std::string_view::npos || cr_at_edge) && !ended_) {
      STAYSAIL_CHECK(fill());
      continue;
    }
    if (rest.empty()) return false;
    const std::size_t size = std::min(end, rest.size());
    out = Line{rest.substr(0, size), line_, offset_, size > options_.max_record_bytes};
    end_line(size);
    return true;
  }
}

// Moves past a line of `size` bytes and its line end.
void FixedWidthReader::State::end_line(std::size_t size) {
  std::size_t taken = size;
  const std::string_view rest = std::string_view(buffer_).substr(position_);
  if (taken < rest.size()) taken += rest.substr(taken, 2) == "\r\n" ? 2 : 1;
  position_ += taken;
  offset_ += taken;
  ++line_;
}

Status FixedWidthReader::State::skip_long_line(Line& out) {
  long_line_.assign(buffer_, position_, kShownBytes);
  out = Line{long_line_, line_, offset_, true};
  while (true) {
    const std::size_t end = std::string_view(buffer_).substr(position_).find_first_of("\r\n");
    const std::size_t taken = std::min(end, buffer_.size() - position_);
    position_ += taken;
    offset_ += taken;
    const bool found = end != std::string_view::npos && (position_ + 1 < buffer_.size() || ended_);
    if (found || ended_) break;
    STAYSAIL_CHECK(fill());
  }
  end_line(0);
  return ok();
}

bool FixedWidthReader::State::decode(std::string_view bytes, std::uint64_t offset, TextRecord& out) {
  decoded_.text.clear();
  decoded_.runs.clear();
  decoded_.faults.clear();
  const std::uint64_t before = std::exchange(decoded_bytes_, decoded_bytes_ + bytes.size());
  decoder_->decode(bytes, true, decoded_);
  if (decoded_.faults.empty()) return true;
  if (out.fault == RowFault::none) out.fault_offset = offset + decoded_.faults.front().source_offset - before;
  out.fault = RowFault::malformed_encoding;
  return false;
}

void FixedWidthReader::State::split_fields(const Line& line, TextRecord& out) {
  fields_.clear();
  starts_.clear();
  for (std::size_t i = 0; i < header_.size() && out.fault != RowFault::too_long; ++i) {
    const FixedColumn& column = options_.columns[i];
    if (column.start > line.bytes.size()) {
      if (out.fault == RowFault::none) out.fault = RowFault::too_few_fields;
      break;
    }
    decode(line.bytes.substr(column.start - 1, column.width), line.offset + column.start - 1, out);
    texts_[i] = decoded_.text;
    fields_.push_back(texts_[i]);
    starts_.push_back(static_cast<std::uint32_t>(column.start - 1));
  }
}

// The line as it is shown beside a fault; what it holds beyond its columns is no fault.
void FixedWidthReader::State::keep_text(const Line& line, TextRecord& out) {
  const RowFault fault = out.fault;
  const std::uint64_t fault_offset = out.fault_offset;
  decode(line.bytes.substr(0, line.cut ? std::min(kShownBytes, options_.max_record_bytes) : line.bytes.size()),
         line.offset, out);
  out.fault = fault;
  out.fault_offset = fault_offset;
  texts_.back() = decoded_.text;
  out.text = texts_.back();
}

void FixedWidthReader::State::split(const Line& line, TextRecord& out) {
  texts_.resize(header_.size() + 1);
  out = TextRecord{};
  out.line = line.number;
  out.byte_offset = line.offset;
  out.fault = line.cut ? RowFault::too_long : RowFault::none;
  split_fields(line, out);
  keep_text(line, out);
  out.fields = fields_;
  out.starts = starts_;
}

Result<bool> FixedWidthReader::State::next(TextRecord& out) {
  Line line;
  do {
    STAYSAIL_TRY(const bool more, next_line(line));
    if (!more) {
      out = TextRecord{};
      return false;
    }
  } while (line.bytes.empty());
  split(line, out);
  return true;
}

FixedWidthReader::FixedWidthReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
FixedWidthReader::~FixedWidthReader() = default;
FixedWidthReader::FixedWidthReader(FixedWidthReader&&) noexcept = default;
FixedWidthReader& FixedWidthReader::operator=(FixedWidthReader&&) noexcept = default;

Result<FixedWidthReader> FixedWidthReader::over(std::unique_ptr<ByteSource> source, std::string name,
                                                const FixedWidthOptions& options) {
  if (const auto valid = options.validate(); !valid) return valid.error().within(name);
  auto state = std::make_unique<State>(std::move(source), options);
  if (const auto prepared = state->prepare(); !prepared) return prepared.error().within(name);
  return FixedWidthReader(std::move(state));
}

const std::vector<std::string>& FixedWidthReader::header() const { return state_->header(); }
Result<bool> FixedWidthReader::next(TextRecord& out) { return state_->next(out); }

}  // namespace staysail
