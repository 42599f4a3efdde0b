// A file beside a store, or its header, through the VFS of the store: so that whoever puts a VFS below sees every byte,
// and closing it does not end the locks that this process holds on the same file.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>
#include <string_view>

#include "staysail/base/result.hpp"

namespace staysail::store {

// Empty: the default one. Null when SQLite knows none of this name.
sqlite3_vfs* vfs_named(const std::string& name);
Result<bool> file_exists(sqlite3_vfs& vfs, const std::string& path);

// Closed when it goes. Owned by one thread.
class VfsFile {
 public:
  // `flags`: SQLITE_OPEN_... with the kind of the file. `path` lives as long as the file.
  static Result<VfsFile> open(sqlite3_vfs& vfs, const std::string& path, int flags);
  VfsFile(VfsFile&&) = default;
  VfsFile& operator=(VfsFile&&) = delete;
  ~VfsFile();

  Result<std::int64_t> size();
  // Zeros where the file ends.
  Result<std::string> read(std::int64_t offset, std::size_t size);
  Status write(std::int64_t offset, std::string_view bytes);
  Status sync();

 private:
  struct Free {
    void operator()(sqlite3_file* file) const;
  };
  VfsFile(int size, const std::string& path);
  Status status(int code, const char* doing) const;

  std::unique_ptr<sqlite3_file, Free> file_;
  const std::string* path_;
};

}  // namespace staysail::store
