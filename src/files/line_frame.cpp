#include "staysail/files/line_frame.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace staysail {
namespace {

constexpr std::size_t kBlockBytes = 256 * 1024;
constexpr std::string_view kLineEnds = "\r\n";
constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

bool is_line_end(char c) { return c == '\n' || c == '\r'; }

}  // namespace

Result<std::unique_ptr<FramedSource>> FramedSource::over(std::unique_ptr<ByteSource> source, const std::string& name,
                                                         const LineFrame& frame) {
  std::unique_ptr<FramedSource> framed(new FramedSource(std::move(source), frame));
  STAYSAIL_CHECK(framed->read_head(name));
  framed->release();
  return framed;
}

Status FramedSource::fill() {
  const std::size_t size = buffer_.size();
  buffer_.resize(size + kBlockBytes);
  STAYSAIL_TRY(const std::size_t got, source_->read(buffer_.data() + size, kBlockBytes));
  buffer_.resize(size + got);
  if (got != 0) ends_with_line_end_ = is_line_end(buffer_.back());
  ended_ = got == 0;
  return ok();
}

Status FramedSource::read_head(const std::string& name) {
  while (head_.size() < frame_.head_lines) {
    const std::string_view rest = std::string_view(buffer_).substr(position_);
    const std::size_t end = rest.find_first_of(kLineEnds);
    if (std::min(end, rest.size()) > frame_.max_line_bytes)
      return Error::at({name, head_.size() + 1, 0}, Errc::malformed_file,
                       "a header record has at most " + std::to_string(frame_.max_line_bytes) + " bytes");
    // A CR at the edge may be the first half of a line end.
    const bool whole = end != std::string_view::npos && (end + 1 < rest.size() || rest[end] == '\n');
    if (!whole && !ended_) {
      STAYSAIL_CHECK(fill());
      continue;
    }
    if (rest.empty()) break;
    const std::size_t size = std::min(end, rest.size());
    head_.emplace_back(rest.substr(0, size));
    position_ += size;
    if (size < rest.size()) position_ += rest.substr(size, 2) == "\r\n" ? 2 : 1;
  }
  head_bytes_ = position_;
  if (!head_.empty() && head_.front().starts_with(kUtf8Mark)) head_.front().erase(0, kUtf8Mark.size());
  return ok();
}

// Where the last line that has any character starts, in the buffer; its end when there is none.
std::size_t FramedSource::last_line() const {
  const std::string_view rest = std::string_view(buffer_).substr(position_);
  const std::size_t last = rest.find_last_not_of(kLineEnds);
  if (last == std::string_view::npos) return buffer_.size();
  const std::size_t before = rest.find_last_of(kLineEnds, last);
  return position_ + (before == std::string_view::npos ? 0 : before + 1);
}

// The last line so far is held back: it is the trailer if nothing follows it.
void FramedSource::release() {
  released_ = buffer_.size();
  if (!frame_.trailer) return;
  const std::size_t start = last_line();
  const bool goes_on = in_long_line_ && start == position_;
  if (goes_on || buffer_.size() - start > frame_.max_line_bytes) {
    in_long_line_ = goes_on ? buffer_.empty() || !is_line_end(buffer_.back()) : !is_line_end(buffer_.back());
    return;
  }
  in_long_line_ = false;
  if (ended_) {
    const std::size_t end = std::min(buffer_.size(), buffer_.find_first_of(kLineEnds, start));
    trailer_ = buffer_.substr(start, end - start);
  }
  released_ = start;
}

Result<std::size_t> FramedSource::read(char* to, std::size_t capacity) {
  while (position_ == released_) {
    if (ended_) return std::size_t{0};
    buffer_.erase(0, position_);
    position_ = 0;
    STAYSAIL_CHECK(fill());
    release();
  }
  const std::size_t count = std::min(capacity, released_ - position_);
  std::memcpy(to, buffer_.data() + position_, count);
  position_ += count;
  return count;
}

}  // namespace staysail
