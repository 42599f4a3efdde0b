// SqlFeed: tables and queries of a BOSS's database as a feed, read by the [[feed]] tables of a mapping that say `sql`
// or `table` (docs/mapping.md). Values are read as those of files are; NULL is the empty text. The line of a row is its
// number within its split.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "staysail/boss/boss_feed.hpp"
#include "staysail/boss/mapping.hpp"
#include "staysail/boss/sql_source.hpp"

namespace staysail {

struct SqlFeedOptions {
  // Feeds with changed_by bring only rows whose value there is not less than this, or null. Empty: all rows.
  std::string changed_since;
  // The time of reading, microseconds since 1970 in UTC: the version of rows that have none of their own, so that what
  // is read later stands. 0: such rows have none, and what differs from what is known is a conflict.
  std::int64_t read_at = 0;
};

// Safe to use from many threads. From plan() to the next plan() all splits are read from one state of the database: it
// holds a transaction open so long, which a database with many writers feels.
class SqlFeed final : public BossFeed {
 public:
  SqlFeed(std::shared_ptr<SqlSource> source, std::shared_ptr<const Mapping> mapping, SqlFeedOptions options = {});
  ~SqlFeed() override;

  // Reads every row once for its digest. `feed_incomplete` when the mapping reads no table.
  Result<std::vector<FeedSplit>> plan(const FeedRequest& request) override;
  // Plans first where nobody did. `mapping_invalid` when the answer lacks a column; `conflict` when the rows are no
  // longer those that were planned elsewhere.
  Result<std::unique_ptr<FeedReader>> open(const FeedRequest& request, const FeedSplit& split) override;
  Result<std::optional<std::vector<std::string>>> extensions_of(const std::string& table) override;

  const Mapping& mapping() const { return *mapping_; }

 private:
  struct Planned;
  struct Plan;
  Result<std::shared_ptr<const Plan>> make_plan() const;
  Result<std::shared_ptr<const Plan>> current_plan();

  std::shared_ptr<SqlSource> source_;
  std::shared_ptr<const Mapping> mapping_;
  SqlFeedOptions options_;
  std::mutex mutex_;
  std::shared_ptr<const Plan> plan_;
};

}  // namespace staysail
