// What a store on disk holds, row by row, against what it says was written: the same questions whatever database keeps
// it.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "staysail/store/store.hpp"
#include "store/postgres_row.hpp"

namespace staysail::store::postgres {

// Shown every row of a store once. Damage is a finding; the first one is kept.
class StoreInspection {
 public:
  explicit StoreInspection(std::string label) : label_(std::move(label)) {}

  // A record whose digest holds; `indexes` as its row has them.
  void see_record(const Record& record, std::string_view indexes);
  void see_index_row(std::string_view kind, std::string_view name, std::string_view value, std::string_view id);
  void see_chunk(const FactChunk& chunk, const Digest& digest);
  void see_token(std::string_view token, std::uint64_t version, std::string_view changes);

  // The entries that the records know and those of the index, as sums: only when they differ is the culprit sought.
  bool index_agrees() const { return index_rows_ == index_entries_; }
  Error index_fault() const;
  // `store_corrupt` for the first table whose rows are not those that were written.
  Status check_sums(Totals written, std::uint64_t sequence);

  // Takes damage down as a finding; any other error is an error of the inspection.
  Status note(const Status& status);
  StoreReport finish();

 private:
  void count(std::string_view part, std::string_view name, const Digest& digest, std::uint64_t version);

  std::string label_;
  StoreReport report_;
  Totals found_;
  RowSum index_entries_, index_rows_;
  std::uint64_t newest_ = 0;
};

}  // namespace staysail::store::postgres
