#include "playbook_files.hpp"

#include <filesystem>
#include <system_error>

#include "staysail/files/byte_source.hpp"

namespace staysail::strategy {
namespace {

constexpr std::size_t kMostBytes = 64 * 1024 * 1024;

bool is_playbook_file(const std::filesystem::directory_entry& entry) {
  const auto extension = entry.path().extension();
  std::error_code ignored;
  return entry.is_regular_file(ignored) && (extension == ".toml" || extension == ".csv" || extension == ".dmn");
}

std::string canonical(std::string_view text) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool line_end = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (!line_end) result.push_back(text[i]);
  }
  return result;
}

}  // namespace

Result<PlaybookFiles> PlaybookFiles::read(const std::string& folder) {
  std::error_code failure;
  std::filesystem::directory_iterator entries(folder, failure);
  if (failure)
    return Error(Errc::not_found, "a playbook is a folder with playbook.toml in it; there is none at " + folder);
  PlaybookFiles files;
  files.folder_ = folder;
  for (; entries != std::filesystem::directory_iterator(); entries.increment(failure)) {
    if (failure) return Error(Errc::io_failed, "the folder of the playbook could not be read: " + folder);
    if (!is_playbook_file(*entries)) continue;
    STAYSAIL_TRY(std::string text, read_file(entries->path().string(), kMostBytes));
    files.texts_.emplace(entries->path().filename().string(), std::move(text));
  }
  return files;
}

std::string_view PlaybookFiles::text(std::string_view file) const {
  const auto found = texts_.find(file);
  return found == texts_.end() ? std::string_view{} : std::string_view(found->second);
}

Result<std::string_view> PlaybookFiles::require(std::string_view file) const {
  if (has(file)) return text(file);
  return Error(Errc::not_found, "the playbook lacks " + std::string(file) + " in the folder " + folder_);
}

Digest PlaybookFiles::digest() const {
  Digester digester;
  for (const auto& [name, text] : texts_) digester.add(name).add(canonical(text));
  return digester.finish();
}

}  // namespace staysail::strategy
