// Entities that are gone: what a source said is deleted, and what its full files left out.
//
// A deletion of a key stands beside the entities as a record of its own, so that what is told later under a lesser
// version does not bring it back; the greatest version stands, and of one version the deletion. A source that told
// everything as of a version has no more than it told from there on. So the entities that are seen depend on what was
// told, and never on the order in which it came. What a full file leaves out is noted as deleted just before it, so
// that it is gone in the stores above as well.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "entity_record.hpp"
#include "staysail/model/table.hpp"
#include "staysail/store/store.hpp"

namespace staysail::view {

// The kind under which deletions of a table's entities, or of its facts, are kept.
std::string gone_kind(const std::string& table);

// Loaded, changed and saved once a run. Owned by one thread at a time.
class Departures {
 public:
  static Result<Departures> load(EntityStore& store, const ModelCatalog& catalog);

  // Whether anything of the table was ever deleted: only then is each key looked up.
  bool any(const std::string& table) const { return tables_.count(table) != 0; }
  void note(const std::string& table) { tables_.insert(table); }
  // What `source` told of `table` under a lesser version is gone.
  std::int64_t told_whole_as_of(const std::string& table, std::string_view source) const;

  // `source` told all of `table` as of `version`: what it told before and not again leaves the store.
  Status leave_out_untold(EntityStore& store, const TableDescription& table, const std::string& source,
                          std::int64_t version);

 private:
  std::set<std::string> tables_;
  std::map<std::pair<std::string, std::string>, std::int64_t> whole_;  // by table and source
};

// Notes in `gone`, the record of what is deleted of a key, that its source says so; nothing when it said it before
// under that version or a greater one.
Status put_deletion(const std::string& table, const std::string& key, const Contribution& said,
                    const std::optional<Record>& gone, ChangeSet& changes);
// Takes out what `gone` says is deleted; true when anything was.
Result<bool> leave_out_deleted(std::vector<Contribution>& contributions, const std::optional<Record>& gone);

// What is left of an entity when `contributions` are what was told: written anew, or erased when nobody speaks of it
// any more. `table` tells what it is found by.
Status put_entity(const TableDescription& table, const std::string& key, const std::vector<Contribution>& contributions,
                  std::uint64_t expected, ChangeSet& changes);

// The same changes on the same state have the same token, so a repeated apply changes nothing.
std::string token_of(const ChangeSet& changes);

}  // namespace staysail::view
