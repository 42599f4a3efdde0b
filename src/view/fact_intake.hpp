// The facts that one file tells of, filed by month, with those set aside whose owner is unknown.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "row_fates.hpp"
#include "staysail/boss/boss_feed.hpp"
#include "staysail/model/table.hpp"
#include "staysail/store/store.hpp"
#include "staysail/view/id_index.hpp"

namespace staysail::view {

// The ids that may own facts, by grain; read once a run, after the entities came in.
class KnownOwners {
 public:
  static Result<KnownOwners> load(EntityStore& store);
  const IdIndex& of(Grain grain) const { return indexes_.at(grain); }

 private:
  std::map<Grain, IdIndex> indexes_;
};

// Per row of `rows`: 1 when its finest present owner is known.
std::vector<std::uint8_t> owned_rows_of(const TableDescription& table, const Batch& rows, const KnownOwners& owners);

// Rows in chunk_schema(table), filed by the month of their date.
class MonthFiler {
 public:
  explicit MonthFiler(const TableDescription& table) : table_(&table) {}
  struct Filed {
    BatchBuilder rows;
    std::vector<std::uint32_t> row;  // the file's record number
  };
  // The rows that add() files from now on; `rows` outlives those calls.
  void begin(const Batch& rows);
  // Row `index` of them, told by record `record`. Rows out of a chunk keep their own version and source.
  void add(std::size_t index, std::uint32_t record, std::int64_t version, std::string_view source);
  std::map<Month, Filed>& months() { return months_; }

 private:
  Filed& filed(Month month);

  const TableDescription* table_;
  std::map<Month, Filed> months_;
  Month last_month_;
  Filed* last_ = nullptr;  // rows of one month usually come together
  std::vector<const Column*> columns_;
  const Column* date_ = nullptr;
  const Column* version_ = nullptr;  // present when the rows come from a chunk
  const Column* source_ = nullptr;
};

// Merges filed rows into the store's chunks; marks the records that told something new. `seed` makes the token.
Status settle_months(FactStore& store, const TableDescription& table, MonthFiler& filer, RowFates& fates, const std::string& seed);

// The chunk of a table at a month, or no rows, brought to `schema` (a column it was written without is null); `version`
// receives the chunk's version or `absent`.
Result<Batch> read_chunk(FactStore& store, const std::string& table, const Schema& schema, Month month, std::uint64_t& version);

}  // namespace staysail::view
