// Which file belongs to which feed of a mapping, and how its records are opened.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "staysail/boss/file_set.hpp"
#include "staysail/boss/mapping.hpp"
#include "staysail/files/text_record.hpp"

namespace staysail::boss {

struct FeedFile {
  std::string name;
  const FeedMapping* feed = nullptr;  // null: the file fits no feed
};

// All files in order of their names, and what fits a feed and is none: opening it says so. `mapping_invalid` when one
// fits two feeds. `mapping` outlives the result.
Result<std::vector<FeedFile>> assign_files(const FileSet& files, const Mapping& mapping);

// Feeds that are required and have no file.
std::vector<const FeedMapping*> missing_feeds(const std::vector<FeedFile>& files, const Mapping& mapping);

// The records of a file in the format of its feed.
Result<std::unique_ptr<TextRecordReader>> open_records(const FileSet& files, const FeedFile& file);

}  // namespace staysail::boss
