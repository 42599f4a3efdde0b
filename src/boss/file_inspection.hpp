// One look at a file of a feed from end to end: what its content is named, and whether its rows may be believed.
#pragma once

#include <optional>

#include "boss/feed_files.hpp"
#include "staysail/boss/boss_feed.hpp"

namespace staysail::boss {

struct FileContent {
  std::uint64_t bytes = 0;  // unpacked
  Digest digest;            // of the content, of the mapping and of what the name tells
};

// Names the content of a file that passes in blocks of any size. Owned by one thread.
class ContentDigest {
 public:
  ContentDigest(const FeedFile& file, const Digest& mapping);
  void add(std::string_view bytes);
  // Call once, when all of it passed.
  FileContent finish();

 private:
  void close_block();

  Digester digester_;
  std::string block_;
  std::uint64_t bytes_ = 0;
};

struct FileInspection {
  FileContent content;  // as far as it could be read
  std::optional<WithheldSplit> withheld;
  std::optional<FileStamp> stamp;
};

// `now`: when the host looks, in UTC; without it nothing is too young. A file that is damaged is withheld; errors are
// those of reading what lies there and of a mapping that does not fit.
Result<FileInspection> inspect_file(const FileSet& files, const FeedFile& file, const Digest& mapping,
                                    std::optional<Instant> now);

// The same answer for a file that looks otherwise than it did.
WithheldSplit still_growing(const std::string& file);
WithheldSplit empty_file(const std::string& file);

}  // namespace staysail::boss
