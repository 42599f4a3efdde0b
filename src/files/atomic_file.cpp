#include "staysail/files/atomic_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "files/sync_folder.hpp"

namespace staysail {
namespace {

// Names of temporary files differ between processes and between writers of one process.
std::string temporary_name(const std::string& path) {
  static std::atomic<unsigned> serial{0};
  return path + "." + std::to_string(::getpid()) + "-" + std::to_string(serial++) + ".partial";
}

// Where the bytes belong: a rename onto a symbolic link would put the file in the place of the link.
std::string behind_links(const std::string& path) {
  constexpr int kMostLinks = 40;  // as many as Linux follows
  std::filesystem::path target = path;
  std::error_code failure;
  for (int links = 0; links < kMostLinks && std::filesystem::is_symlink(target, failure); ++links)
    target = target.parent_path() / std::filesystem::read_symlink(target, failure);
  return target.string();
}

Error refused(const char* doing, const std::string& path) {
  return Error(Errc::io_failed, std::string(doing) + " failed (" + std::strerror(errno) + "): " + path);
}

}  // namespace

Result<AtomicFile> AtomicFile::create(const std::string& path) {
  struct stat found {};
  const bool exists = ::stat(path.c_str(), &found) == 0;
  if (exists && S_ISDIR(found.st_mode)) return Error(Errc::io_failed, "this is a folder; name a file in it: " + path);
  return exists && !S_ISREG(found.st_mode) ? into(path) : beside(behind_links(path));
}

Result<AtomicFile> AtomicFile::into(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return refused("opening", path);
  return AtomicFile(path, {}, descriptor);
}

Result<AtomicFile> AtomicFile::beside(const std::string& path) {
  std::string temporary = temporary_name(path);
  const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (descriptor < 0) return refused("creating", temporary);
  return AtomicFile(path, std::move(temporary), descriptor);
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::move(other.temporary_)),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

AtomicFile::~AtomicFile() {
  if (descriptor_ < 0) return;
  close();
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void AtomicFile::close() { ::close(std::exchange(descriptor_, -1)); }

Error AtomicFile::failed(const char* doing) const { return refused(doing, path_); }

Status AtomicFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(descriptor_, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return failed("writing");
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  return ok();
}

Status AtomicFile::commit() {
  if (temporary_.empty()) {
    close();
    return ok();
  }
  if (::fsync(descriptor_) != 0) return failed("writing to the disk");
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) return failed("renaming");
  close();
  files::sync_folder(files::folder_of(path_));
  return ok();
}

Status write_file(const std::string& path, std::string_view text) {
  STAYSAIL_TRY(auto file, AtomicFile::create(path));
  STAYSAIL_CHECK(file.write(text));
  return file.commit();
}

}  // namespace staysail
