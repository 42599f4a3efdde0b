#include "store/sqlite_vfs_file.hpp"

#include <cstdlib>

#include "store/sqlite_connection.hpp"

namespace staysail::store {

sqlite3_vfs* vfs_named(const std::string& name) { return sqlite3_vfs_find(name.empty() ? nullptr : name.c_str()); }

Result<bool> file_exists(sqlite3_vfs& vfs, const std::string& path) {
  int answer = 0;
  const int code = vfs.xAccess(&vfs, path.c_str(), SQLITE_ACCESS_EXISTS, &answer);
  if (code != SQLITE_OK) return sqlite_error(code, path, "looking for the file");
  return answer != 0;
}

void VfsFile::Free::operator()(sqlite3_file* file) const { std::free(file); }

VfsFile::VfsFile(int size, const std::string& path)
    : file_(static_cast<sqlite3_file*>(std::calloc(1, static_cast<std::size_t>(size)))), path_(&path) {}

VfsFile::~VfsFile() {
  if (file_ != nullptr && file_->pMethods != nullptr) file_->pMethods->xClose(file_.get());
}

Status VfsFile::status(int code, const char* doing) const {
  return code == SQLITE_OK ? ok() : Status(sqlite_error(code, *path_, doing));
}

Result<VfsFile> VfsFile::open(sqlite3_vfs& vfs, const std::string& path, int flags) {
  VfsFile file(vfs.szOsFile, path);
  if (file.file_ == nullptr) return Error::out_of_memory();
  int given = 0;
  STAYSAIL_CHECK(file.status(vfs.xOpen(&vfs, path.c_str(), file.file_.get(), flags, &given), "opening the file"));
  return file;
}

Result<std::int64_t> VfsFile::size() {
  sqlite3_int64 bytes = 0;
  STAYSAIL_CHECK(status(file_->pMethods->xFileSize(file_.get(), &bytes), "asking for the size"));
  return std::int64_t{bytes};
}

Result<std::string> VfsFile::read(std::int64_t offset, std::size_t size) {
  std::string bytes(size, '\0');
  const int code = file_->pMethods->xRead(file_.get(), bytes.data(), static_cast<int>(size), offset);
  if (code != SQLITE_IOERR_SHORT_READ) STAYSAIL_CHECK(status(code, "reading the file"));
  return bytes;
}

Status VfsFile::write(std::int64_t offset, std::string_view bytes) {
  return status(file_->pMethods->xWrite(file_.get(), bytes.data(), static_cast<int>(bytes.size()), offset),
                "writing the file");
}

Status VfsFile::sync() { return status(file_->pMethods->xSync(file_.get(), SQLITE_SYNC_NORMAL), "syncing the file"); }

}  // namespace staysail::store
