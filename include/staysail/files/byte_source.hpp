// ByteSource: where the bytes of an input come from. Files are read in blocks; nothing is mapped, so that a file cut
// short by somebody else is a short read and not a signal.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "staysail/base/result.hpp"

namespace staysail {

// Owned by one thread at a time.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Writes at most `capacity` (> 0) bytes to `to` and says how many; 0 only at the end. `io_failed` otherwise.
  virtual Result<std::size_t> read(char* to, std::size_t capacity) = 0;
};

// A regular file, or a link to one. `not_found` when there is none; `io_failed` for a link that leads nowhere and for
// folders, pipes and devices, which would not end and are never waited for.
Result<std::unique_ptr<ByteSource>> open_file(const std::string& path);
// A text in memory.
std::unique_ptr<ByteSource> text_source(std::string text);

// The whole of a source; `limit_exceeded` past `limit` bytes. `name` is for the message.
Result<std::string> read_all(ByteSource& source, std::size_t limit, const std::string& name);
Result<std::string> read_file(const std::string& path, std::size_t limit);

}  // namespace staysail
