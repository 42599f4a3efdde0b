// One look at a file of a feed from end to end: what its content is named, and whether its rows may be believed.
#pragma once

#include <optional>

#include "boss/feed_files.hpp"
#include "staysail/boss/boss_feed.hpp"

namespace staysail::boss {

struct FileContent {
  std::uint64_t bytes = 0;  // unpacked
  Digest digest;            // of the content, of the mapping and of what the name tells
  friend bool operator==(const FileContent&, const FileContent&) = default;
};

// Names the content of a file that passes in blocks of any size. Owned by one thread.
class ContentDigest {
 public:
  // `planned`: how many bytes will pass, where that is known. They are hashed where they lie, and the digest is another
  // one when more or fewer pass.
  ContentDigest(const FeedFile& file, const Digest& mapping, std::optional<std::uint64_t> planned = {});
  void add(std::string_view bytes);
  // Call once, when all of it passed.
  FileContent finish();

 private:
  void add_planned(std::string_view bytes);
  void add_unplanned(std::string_view bytes);
  void open_block();
  void close_block();

  Digester digester_;
  std::optional<std::uint64_t> planned_;
  std::uint64_t open_ = 0;  // bytes that the block at hand still lacks, of what was planned
  std::string block_;       // what is there of it, where nothing was
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
