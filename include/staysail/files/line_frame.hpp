// LineFrame: the lines at the start and at the end of a file that are no data: header records, trailer records. They
// are cut off in bytes, before anything is decoded: no byte of a multi-byte character is a line end in any of our
// encodings.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "staysail/files/byte_source.hpp"

namespace staysail {

struct LineFrame {
  std::size_t head_lines = 0;
  bool trailer = false;  // the last line that has any character
  std::size_t max_line_bytes = 64 * 1024;
};

// What stands between the lines of a frame, as a source. Owned by one thread at a time.
class FramedSource final : public ByteSource {
 public:
  // Reads the head at once. `malformed_file` when a line of it is longer than the frame allows; a file may have fewer.
  static Result<std::unique_ptr<FramedSource>> over(std::unique_ptr<ByteSource> source, const std::string& name,
                                                    const LineFrame& frame);

  Result<std::size_t> read(char* to, std::size_t capacity) override;

  // Without their line ends; a UTF-8 byte order mark is left out.
  const std::vector<std::string>& head() const { return head_; }
  std::uint64_t head_bytes() const { return head_bytes_; }
  // Once read() has said that the end is reached: the last line, empty when the file has none or one too long for a
  // trailer, and whether a line end stood behind the last byte.
  const std::string& trailer() const { return trailer_; }
  bool ends_with_line_end() const { return ends_with_line_end_; }

 private:
  FramedSource(std::unique_ptr<ByteSource> source, const LineFrame& frame)
      : source_(std::move(source)), frame_(frame) {}
  Status read_head(const std::string& name);
  Status fill();
  std::size_t last_line() const;
  void release();

  std::unique_ptr<ByteSource> source_;
  LineFrame frame_;
  std::string buffer_;        // read, and not yet handed out
  std::size_t position_ = 0;  // what is handed out next
  std::size_t released_ = 0;  // what lies before it is data
  std::vector<std::string> head_;
  std::uint64_t head_bytes_ = 0;
  std::string trailer_;
  bool ended_ = false, ends_with_line_end_ = false;
  bool in_long_line_ = false;  // the start of the line at hand was handed out, so it is no trailer
};

}  // namespace staysail
