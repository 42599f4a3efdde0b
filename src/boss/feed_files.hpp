// Which file belongs to which feed of a mapping, and how its records are opened.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "staysail/boss/file_set.hpp"
#include "staysail/boss/mapping.hpp"
#include "staysail/files/line_frame.hpp"
#include "staysail/files/text_record.hpp"

namespace staysail::boss {

struct FeedFile {
  std::string name;
  const FeedMapping* feed = nullptr;  // null: the file fits no feed
  FileNameParts parts;
  std::string check_file;  // that belongs to it, whether it is there or not; empty: its feed has none
};

// All files in order of their names, and what fits a feed and is none: opening it says so. Check files are left out
// when a file is there that they belong to. `mapping_invalid` when one fits two feeds. `mapping` outlives the result.
Result<std::vector<FeedFile>> assign_files(const FileSet& files, const Mapping& mapping);

// The feeds that a file of this name fits: none or one; the same error.
Result<const FeedMapping*> feed_of(const std::string& name, const Mapping& mapping);

// Hears the bytes of a source as they pass, and remembers what went wrong.
struct Listener {
  std::function<void(std::string_view)> hear = {};
  std::optional<Error> failure = {};
};

// The bytes of a file: as they lie there, then as they were before packing. Listeners may be null and outlive the
// source.
Result<std::unique_ptr<ByteSource>> open_content(const FileSet& files, const FeedFile& file,
                                                 Listener* delivered = nullptr, Listener* content = nullptr);
// The same without the lines of its frame.
Result<std::unique_ptr<FramedSource>> open_framed(std::unique_ptr<ByteSource> content, const FeedFile& file);
// Its records, in the format of its feed, with their places in the file.
Result<std::unique_ptr<TextRecordReader>> framed_records(std::unique_ptr<FramedSource> framed, const FeedFile& file);
// All of it. The listener hears the content; by the last record it heard all of it.
Result<std::unique_ptr<TextRecordReader>> open_records(const FileSet& files, const FeedFile& file,
                                                       Listener* content = nullptr);

}  // namespace staysail::boss
