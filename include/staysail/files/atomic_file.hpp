// AtomicFile: a file that appears under its name only when it is whole and on the disk.
#pragma once

#include <string>
#include <string_view>

#include "staysail/base/result.hpp"

namespace staysail {

// Writes beside the target and renames on commit(). Without commit() nothing of it remains. A symbolic link stays, and
// what it points to is replaced; a device or a pipe is written to as it is, at once; a folder is `io_failed`. Owned by
// one thread; two writers of one target are a mistake of the host: the later commit wins.
class AtomicFile {
 public:
  static Result<AtomicFile> create(const std::string& path);
  ~AtomicFile();
  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&&) = delete;

  // `io_failed` (disk full, ...) leaves the target as it was.
  Status write(std::string_view bytes);
  Status commit();

 private:
  static Result<AtomicFile> into(const std::string& path);
  static Result<AtomicFile> beside(const std::string& path);
  AtomicFile(std::string path, std::string temporary, int descriptor)
      : path_(std::move(path)), temporary_(std::move(temporary)), descriptor_(descriptor) {}
  Error failed(const char* doing) const;
  void close();

  std::string path_, temporary_;  // no temporary: the target itself is written to
  int descriptor_ = -1;
};

// The whole text at once.
Status write_file(const std::string& path, std::string_view text);

}  // namespace staysail
