// Facts whose owner is unknown wait here, with their values, until the owner comes.
#pragma once

#include <string>
#include <vector>

#include "fact_intake.hpp"
#include "staysail/boss/boss_feed.hpp"
#include "staysail/model/table.hpp"
#include "staysail/store/store.hpp"

namespace staysail::view {

// The waiting rows of one fact table. Loaded, changed and saved once a run.
class Orphanage {
 public:
  static Result<Orphanage> load(FactStore& store, const TableDescription& table);

  // Row `index` of `part` waits; it stood at `origin` in `split`.
  void add(const FeedPart& part, std::size_t index, const RowOrigin& origin, const FeedSplit& split);
  // Rows of this file that waited from an earlier reading are forgotten: the file is read anew.
  void forget_file(std::string_view file);
  // Hands rows whose owner is known now to `filer`, and says where they had stood.
  Result<std::vector<RejectedRow>> release(const KnownOwners& owners, MonthFiler& filer);
  Status save(FactStore& store, const std::string& token);

  bool empty() const { return standing_.rows() == 0 && builder_.rows() == 0; }

 private:
  Orphanage(const TableDescription& table, Batch standing, std::uint64_t version);
  void keep(const std::vector<std::uint32_t>& rows);

  const TableDescription* table_;
  Batch standing_;
  BatchBuilder builder_;
  std::uint64_t version_;
  bool changed_ = false;
};

// The rows of a fact table that wait, in its schema at rest and with where they had stood.
Result<Batch> waiting_rows(FactStore& store, const TableDescription& table);

// How the orphan in `row` of `rows` is listed in the quarantine: with the key whose owner is missing.
RejectedRow orphan_of(const TableDescription& table, const Batch& rows, std::size_t row, const RowOrigin& origin,
                      std::string_view file);

}  // namespace staysail::view
