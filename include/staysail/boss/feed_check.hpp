// Explains a feed before anything is loaded: what each file holds, what its mapping makes of it, and what to mend.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "staysail/base/control.hpp"
#include "staysail/boss/file_set.hpp"
#include "staysail/boss/mapping.hpp"
#include "staysail/boss/reject.hpp"

namespace staysail {

struct FileCheck {
  std::string file, feed;
  std::uint64_t rows = 0, good = 0, bad = 0;  // rows = good + bad
  std::map<std::string, std::uint64_t> bad_by_reason;
  std::map<std::string, std::uint64_t> rows_by_table;  // that good rows would give
  std::vector<std::string> unknown_columns;            // kept or ignored as the feed says
  bool keeps_unknown = false;
  struct Missing {
    std::string column, suggestion;  // the nearest column of the file; empty when none is near
  };
  std::vector<Missing> missing_columns;
  std::optional<Error> failure;           // why the file cannot be read at all
  std::optional<WithheldSplit> withheld;  // why a run would let none of its rows in
  std::vector<std::string> notices;       // gaps in a series of files ...
};

struct FeedCheck {
  std::vector<FileCheck> files;
  std::vector<std::string> unmatched_files;  // fit no feed
  std::vector<std::string> missing_feeds;    // required, and no file fits
  std::uint64_t rows() const;
  std::uint64_t bad() const;
  // Nothing is missing or withheld, there is nothing to notice, every file can be read and every row is good.
  bool clean() const;
};

// Reads everything, changes and moves nothing. `now`, in UTC, is when the host looks (feeds with quiet_seconds). Each
// bad row goes to `rejects`. A file that cannot be read is told in its check; errors are those of listing the files, of
// the sink, `mapping_invalid` for a file that fits two feeds, and `cancelled`.
Result<FeedCheck> check_feed(const FileSet& files, const Mapping& mapping, RejectSink& rejects,
                             const Control& control = {}, std::optional<Instant> now = std::nullopt);

// The same of what any feed tells, one check a split. A split that cannot be read is told in its check; errors are
// those of planning, of the sink and `cancelled`.
Result<FeedCheck> check_feed(BossFeed& feed, RejectSink& rejects, const Control& control = {});

}  // namespace staysail
