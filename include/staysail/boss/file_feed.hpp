// FileFeed: a BOSS export as files, read by a mapping. One split a file.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "staysail/boss/boss_feed.hpp"
#include "staysail/boss/file_set.hpp"
#include "staysail/boss/mapping.hpp"

namespace staysail {
namespace boss {
struct FeedFile;
}

// A column of a file that the mapping does not name.
struct UnknownColumn {
  std::string file, column;
  bool kept = false;  // as an extension attribute
};

// Safe to use from many threads.
class FileFeed final : public BossFeed {
 public:
  // `now`, in UTC, is when the host looks at the files: for feeds with quiet_seconds.
  FileFeed(std::shared_ptr<const FileSet> files, std::shared_ptr<const Mapping> mapping,
           std::optional<Instant> now = std::nullopt);
  // A folder and the mapping that reads it; of an exchange, the files that came in.
  static Result<std::unique_ptr<FileFeed>> open_folder(const std::string& folder, const std::string& mapping_path,
                                                       std::optional<Instant> now = std::nullopt);

  // Reads every file once for its digest, and for the totals that are declared for it: a file that is cut, damaged,
  // still growing or not as declared is a split that is withheld. `feed_incomplete` when no file of a required feed can
  // be read, `mapping_invalid` when a file fits two feeds. Files that fit none are left alone.
  Result<std::vector<FeedSplit>> plan(const FeedRequest& request) override;
  // `feed_incomplete` for a split that is withheld, `mapping_invalid` when the file lacks a column. The reader says
  // `conflict`, at its end, when the file is no longer as it was planned.
  Result<std::unique_ptr<FeedReader>> open(const FeedRequest& request, const FeedSplit& split) override;

  // What the headers tell, under the names by which they are kept. Errors as open().
  Result<std::optional<std::vector<std::string>>> extensions_of(const std::string& table) override;

  // Of all files that fit a feed.
  Result<std::vector<UnknownColumn>> unknown_columns() const;
  const Mapping& mapping() const { return *mapping_; }

 private:
  class Planned;
  Result<bool> is_withheld(const boss::FeedFile& file) const;
  Result<boss::FeedFile> file_of(const FeedSplit& split) const;

  std::shared_ptr<const FileSet> files_;
  std::shared_ptr<const Mapping> mapping_;
  std::optional<Instant> now_;
  std::shared_ptr<Planned> planned_;
};

}  // namespace staysail
