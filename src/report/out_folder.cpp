#include "staysail/report/out_folder.hpp"

#include <algorithm>
#include <filesystem>

#include "staysail/files/byte_source.hpp"
#include "staysail/report/exports.hpp"

namespace staysail {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestReceipt = 16 * 1024 * 1024;

// The same folder has one name, links followed, whether it is there or not.
fs::path real(const std::string& folder) {
  std::error_code failure;
  fs::path path = fs::weakly_canonical(fs::absolute(folder, failure), failure);
  if (failure) path = fs::path(folder).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

bool is_within(const fs::path& inner, const fs::path& outer) {
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

Error refused(const std::string& why, const std::string& out) {
  return Error(Errc::invalid_argument, why + "; name another folder for results: " + out);
}

Status check_sources(const fs::path& out, const NightFolders& folders, const std::string& named) {
  const fs::path outbox = out / "outbox";
  const std::pair<std::string, std::string> sources[] = {{"the export", folders.boss},
                                                         {"the playbook", folders.playbook}};
  for (const auto& [what, folder] : sources) {
    if (folder.empty()) continue;
    const fs::path source = real(folder);
    if (source == out) return refused("this is the folder of " + what + ", whose files would be overwritten", named);
    if (is_within(source, outbox)) return refused(what + " lies in the outbox of this folder", named);
  }
  return ok();
}

// Tables inside the export are read with it the next time when a pattern fits them.
Status check_patterns(const fs::path& out, const NightFolders& folders, const std::string& named) {
  const fs::path boss = real(folders.boss);
  if (folders.mapping == nullptr || folders.boss.empty() || !is_within(out, boss)) return ok();
  for (const auto& file : night_file_names()) {
    const std::string name = (out.lexically_relative(boss) / file).generic_string();
    for (const auto& feed : folders.mapping->feeds)
      if (feed.files.match(name))
        return refused("feed '" + feed.name + "' would read the table " + name + " of this folder", named);
  }
  return ok();
}

bool has_receipt(const fs::path& out) {
  const auto receipt = read_file((out / "receipt.json").string(), kLargestReceipt);
  return receipt && receipt->find("\"playbook_digest\"") != std::string::npos;
}

Status check_foreign_files(const fs::path& out, const std::string& named) {
  std::error_code failure;
  for (const auto& file : night_file_names())
    if (fs::exists(fs::symlink_status(out / file, failure)) && !has_receipt(out))
      return refused("a file " + file + " stands there that no run has left (there is no receipt.json of one)", named);
  return ok();
}

}  // namespace

std::vector<std::string> night_file_names() {
  std::vector<std::string> names = table_file_names();
  names.insert(names.end(), {"actions.csv", "waiting.csv", "conflicts.csv", "report.html"});
  return names;
}

Status check_out_folder(const std::string& out, const NightFolders& folders) {
  const fs::path folder = real(out);
  STAYSAIL_CHECK(check_sources(folder, folders, out));
  STAYSAIL_CHECK(check_patterns(folder, folders, out));
  return check_foreign_files(folder, out);
}

}  // namespace staysail
