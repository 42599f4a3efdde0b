// Where a night may write: its tables must take the place of nobody else's files, and must not be read as a feed.
#pragma once

#include <string>
#include <vector>

#include "staysail/base/result.hpp"
#include "staysail/boss/mapping.hpp"

namespace staysail {

// What a night reads.
struct NightFolders {
  std::string boss, playbook;
  const Mapping* mapping = nullptr;  // null: no file is read by its name
};

// The files that write_night() puts into a folder.
std::vector<std::string> night_file_names();

// Looks, and changes nothing. `invalid_argument` when `out` is the folder of the export or of the playbook, when they
// lie in its outbox, when a pattern of the mapping fits one of its files, and when files of these names stand there
// without the receipt.json of an earlier run. Links are followed.
Status check_out_folder(const std::string& out, const NightFolders& folders);

}  // namespace staysail
