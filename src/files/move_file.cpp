#include "staysail/files/move_file.hpp"

#include <fcntl.h>
#include <stdio.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "files/sync_folder.hpp"

namespace staysail {
namespace {

// Some file systems cannot be told to spare what stands there.
int rename_sparing(const std::string& from, const std::string& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  std::error_code failure;
  if (std::filesystem::exists(std::filesystem::symlink_status(to, failure))) return EEXIST;
  return ::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

}  // namespace

Status move_file(const std::string& from, const std::string& to) {
  std::error_code failure;
  std::filesystem::create_directories(files::folder_of(to), failure);
  if (failure)
    return Error(Errc::io_failed, "making a folder failed (" + failure.message() + "): " + files::folder_of(to));
  const int number = rename_sparing(from, to);
  if (number == EEXIST) return Error(Errc::conflict, "a file of this name is there already: " + to);
  if (number == EXDEV)
    return Error(Errc::io_failed, "a file moves whole only within one file system; put both folders on one: " + to);
  if (number != 0)
    return Error(number == ENOENT ? Errc::not_found : Errc::io_failed,
                 "moving to " + to + " failed (" + std::strerror(number) + "): " + from);
  files::sync_folder(files::folder_of(to));
  files::sync_folder(files::folder_of(from));
  return ok();
}

}  // namespace staysail
