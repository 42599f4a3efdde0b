#include "staysail/boss/file_set.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

namespace staysail {
namespace {

namespace fs = std::filesystem;

bool is_finished(const std::string& name) { return !name.starts_with('.') && !name.ends_with(".partial"); }

}  // namespace

Result<std::optional<FileStamp>> FileSet::stamp(const std::string&) const { return std::optional<FileStamp>(); }

Result<std::optional<FileStamp>> FolderFiles::stamp(const std::string& name) const {
  struct stat about {};
  if (::stat((folder_ + "/" + name).c_str(), &about) != 0) return std::optional<FileStamp>();
  const std::int64_t micros = about.st_mtim.tv_sec * std::int64_t{1'000'000} + about.st_mtim.tv_nsec / 1000;
  return std::optional(FileStamp{static_cast<std::uint64_t>(about.st_size), Instant::from_micros(micros)});
}

Result<std::vector<std::string>> FolderFiles::names() const { return list(true); }

Result<std::vector<std::string>> FolderFiles::irregular_names() const { return list(false); }

Result<std::vector<std::string>> FolderFiles::list(bool regular) const {
  std::vector<std::string> names;
  std::error_code failure;
  for (fs::recursive_directory_iterator entry(folder_, failure), end; !failure && entry != end;
       entry.increment(failure)) {
    std::error_code unreadable;
    const bool asked = entry->is_regular_file(unreadable) == regular;
    if (asked && is_finished(entry->path().filename().string()))
      names.push_back(entry->path().lexically_relative(folder_).generic_string());
  }
  if (failure) return Error(Errc::io_failed, "listing the folder failed (" + failure.message() + "): " + folder_);
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::unique_ptr<ByteSource>> FolderFiles::open(const std::string& name) const {
  return open_file(folder_ + "/" + name);
}

Result<std::vector<std::string>> TextFiles::names() const {
  std::vector<std::string> names;
  for (const auto& entry : texts_) names.push_back(entry.first);
  return names;
}

Result<std::unique_ptr<ByteSource>> TextFiles::open(const std::string& name) const {
  const auto found = texts_.find(name);
  if (found == texts_.end()) return Error(Errc::not_found, "there is no such text: " + name);
  return text_source(found->second);
}

}  // namespace staysail
