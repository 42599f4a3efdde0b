#include "staysail/files/byte_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace staysail {
namespace {

Error io_error(const std::string& doing, const std::string& path, int number) {
  const Errc code = number == ENOENT ? Errc::not_found : Errc::io_failed;
  return Error(code, doing + " failed (" + std::strerror(number) + "): " + path);
}

class FileSource final : public ByteSource {
 public:
  FileSource(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  ~FileSource() override { ::close(descriptor_); }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  Result<std::size_t> read(char* to, std::size_t capacity) override {
    while (true) {
      const ssize_t got = ::read(descriptor_, to, capacity);
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR) return io_error("reading", path_, errno);
    }
  }

 private:
  int descriptor_;
  std::string path_;
};

class TextSource final : public ByteSource {
 public:
  explicit TextSource(std::string text) : text_(std::move(text)) {}

  Result<std::size_t> read(char* to, std::size_t capacity) override {
    const std::size_t count = std::min(capacity, text_.size() - position_);
    std::memcpy(to, text_.data() + position_, count);
    position_ += count;
    return count;
  }

 private:
  std::string text_;
  std::size_t position_ = 0;
};

// Nothing for a regular file; else what it is.
const char* other_kind(int descriptor) {
  struct stat about {};
  if (::fstat(descriptor, &about) != 0) return "something that cannot be looked at";
  if (S_ISREG(about.st_mode)) return nullptr;
  if (S_ISDIR(about.st_mode)) return "a folder";
  return S_ISFIFO(about.st_mode) ? "a pipe" : "a device";
}

bool is_dangling(const std::string& path) {
  struct stat about {};
  return ::lstat(path.c_str(), &about) == 0 && S_ISLNK(about.st_mode) && ::stat(path.c_str(), &about) != 0;
}

}  // namespace

Result<std::unique_ptr<ByteSource>> open_file(const std::string& path) {
  // O_NONBLOCK: opening a pipe that nobody writes to must not hang; a regular file does not notice.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) {
    const int number = errno;
    if (number == ENOENT && is_dangling(path))
      return Error(Errc::io_failed,
                   "this link leads to a file that is not there; deliver it or remove the link: " + path);
    return io_error("opening", path, number);
  }
  if (const char* kind = other_kind(descriptor)) {
    ::close(descriptor);
    return Error(Errc::io_failed,
                 "a regular file was expected, and this is " + std::string(kind) + "; remove or rename it: " + path);
  }
  return std::unique_ptr<ByteSource>(std::make_unique<FileSource>(descriptor, path));
}

std::unique_ptr<ByteSource> text_source(std::string text) { return std::make_unique<TextSource>(std::move(text)); }

Result<std::string> read_all(ByteSource& source, std::size_t limit, const std::string& name) {
  constexpr std::size_t kBlock = 64 * 1024;
  std::string text;
  while (true) {
    const std::size_t size = text.size();
    text.resize(size + kBlock);
    STAYSAIL_TRY(const std::size_t got, source.read(text.data() + size, kBlock));
    text.resize(size + got);
    if (got == 0) return text;
    if (text.size() > limit)
      return Error(Errc::limit_exceeded,
                   "at most " + std::to_string(limit) + " bytes are read of one such file: " + name);
  }
}

Result<std::string> read_file(const std::string& path, std::size_t limit) {
  STAYSAIL_TRY(const auto source, open_file(path));
  return read_all(*source, limit, path);
}

}  // namespace staysail
