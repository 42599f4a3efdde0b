// MemoryFeed: rows that a host already has as typed batches. One split for each batch that was added.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "staysail/boss/boss_feed.hpp"
#include "staysail/model/table.hpp"

namespace staysail {

// Filled by one thread, then safe to use from many.
class MemoryFeed final : public BossFeed {
 public:
  explicit MemoryFeed(ModelCatalog catalog = ModelCatalog()) : catalog_(std::move(catalog)) {}

  // Rows of one table under a name of their own. Columns carry the names and types of the table's attributes; text
  // columns of other names are extension attributes of entities. Rows that lack a required value or an owner are
  // rejected when read. `conflict` for a name that was used; `unknown_attribute`, `schema_mismatch` or `not_found` for
  // what the table cannot hold.
  Status add(const std::string& name, const std::string& table, Batch rows, std::int64_t version = 0);

  Result<std::vector<FeedSplit>> plan(const FeedRequest& request) override;
  Result<std::unique_ptr<FeedReader>> open(const FeedRequest& request, const FeedSplit& split) override;
  Result<std::optional<std::vector<std::string>>> extensions_of(const std::string& table) override;

 private:
  struct Share {
    std::string table;
    Batch rows;
    std::int64_t version = 0;
    Digest content;
  };
  ModelCatalog catalog_;
  std::map<std::string, Share> shares_;
};

}  // namespace staysail
