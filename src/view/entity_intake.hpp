// The entities that one file tells of, settled against what the store knows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "departures.hpp"
#include "entity_record.hpp"
#include "row_fates.hpp"
#include "staysail/boss/boss_feed.hpp"
#include "staysail/model/table.hpp"
#include "staysail/store/store.hpp"

namespace staysail::view {

class EntityIntake {
 public:
  EntityIntake(const TableDescription& table, std::string source, std::string file)
      : table_(&table), source_(std::move(source)), file_(std::move(file)) {}
  // `first_row`: the file's number of the batch's first record.
  void take(const FeedPart& part, std::uint32_t first_row);
  // After the last take(): of all that was said of one entity the last stands. What else was said under its version is
  // kept as a rival.
  void close();
  // Writes what is new, marks the records that told it and those that contradict what stands under the same version.
  // What was deleted, or left out by a full file of a later version, stays out.
  Status settle(EntityStore& store, Departures& departures, RowFates& fates);

 private:
  // One row's say about one entity.
  struct Claim {
    std::string key;
    std::int64_t version;
    std::string record;
    std::uint32_t row;
    bool deletes = false;  // then `record` is empty
  };
  Status settle_page(EntityStore& store, std::size_t begin, std::size_t end, Departures& departures, RowFates& fates);
  // `gone`: what sources said is deleted.
  Status merge_claim(const Claim& claim, const std::optional<Record>& known, const std::optional<Record>& gone,
                     ChangeSet& changes, RowFates& fates) const;
  Status merge_deletion(const Claim& claim, const std::optional<Record>& known, const std::optional<Record>& gone,
                        ChangeSet& changes, RowFates& fates) const;
  void tell_rivals(const Claim& claim, std::int64_t standing, RowFates& fates) const;
  Conflict conflict_of(const Contribution& lost, const std::string& key, bool stands) const;

  const TableDescription* table_;
  std::string source_, file_;
  std::vector<Claim> claims_;
  std::vector<Claim> rivals_;  // by key
  bool deletes_ = false;       // some claim does
};

}  // namespace staysail::view
