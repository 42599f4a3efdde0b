// What a store on disk holds, row by row, against what it says was written: the same questions whatever database keeps
// it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "staysail/store/store.hpp"
#include "store/stored_row.hpp"

namespace staysail::store {

// Shown every row of a store once. Damage is a finding; the first one is kept.
class StoreInspection {
 public:
  // `label`: the store, for errors.
  StoreInspection(std::string label, const RowKey& key) : label_(std::move(label)), key_(key) {}

  void see_sequence(std::uint64_t sequence) { report_.sequence = sequence; }
  void see_log(std::int64_t bytes) { report_.log_bytes = static_cast<std::uint64_t>(bytes); }
  // `store_corrupt` when its digest differs.
  Status see_record(const StoredRecord& row);
  Status see_chunk(const StoredChunk& row);
  void see_index_row(std::string_view kind, std::string_view name, std::string_view value, std::string_view id);
  void see_token(std::string_view token, std::uint64_t version, std::string_view changes);

  // The entries that the records know and those of the index, as sums: only when they differ is the culprit sought.
  bool index_agrees() const { return index_rows_ == index_entries_; }
  Error index_fault() const;
  // An entry and the `indexes` of the record that it names, null when there is none: `store_corrupt` unless they agree.
  Status judge_entry(const IndexEntry& entry, const EntityKey& named, std::optional<std::string_view> indexes) const;
  // `store_corrupt` for the first table whose rows are not those that were written.
  Status check_sums(Totals written);

  // Takes damage down as a finding; any other error is an error of the inspection.
  Status note(const Status& status);
  StoreReport finish();

 private:
  void count(std::string_view part, std::string_view name, const Digest& digest, std::uint64_t version);

  std::string label_;
  const RowKey& key_;
  StoreReport report_;
  Totals found_;
  RowSum index_entries_, index_rows_;
  std::uint64_t newest_ = 0;
};

}  // namespace staysail::store
