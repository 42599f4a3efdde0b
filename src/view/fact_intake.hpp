// The facts that one file tells of, filed by month, with those set aside whose owner is unknown.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "row_fates.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/boss/boss_feed.hpp"
#include "staysail/model/table.hpp"
#include "staysail/store/store.hpp"
#include "staysail/view/id_index.hpp"

namespace staysail::view {

// The ids that may own facts, by grain; read once a run, after the entities came in.
class KnownOwners {
 public:
  static Result<KnownOwners> load(EntityStore& store, Executor& executor);
  const IdIndex& of(Grain grain) const { return indexes_.at(grain); }

 private:
  std::map<Grain, IdIndex> indexes_;
};

// Per row of `rows`: 1 when its finest present owner is known.
std::vector<std::uint8_t> owned_rows_of(const TableDescription& table, const Batch& rows, const KnownOwners& owners);

// The month of a date (a day or a month) that is not null.
Month month_at(const Column& date, std::size_t row);

// Rows in chunk_schema(table), filed by the month of their date.
class MonthFiler {
 public:
  explicit MonthFiler(const TableDescription& table);
  struct Filed {
    std::vector<Batch> pieces;
    std::vector<std::uint32_t> record;  // which record told the row, over all pieces
    bool distinct = false;              // once it is closed: no key comes twice
  };
  // Files the rows `chosen` of `rows`; record[i] told chosen[i]. `rows` carries versions and sources of its own when it
  // comes out of a chunk; otherwise see with_origin().
  Status add(const Batch& rows, std::span<const std::uint32_t> chosen, std::span<const std::uint32_t> record);
  // Brings the rows of each month into one piece, in the order of their key. Costly: best done where the file was read.
  Status close();
  std::map<Month, Filed>& months() { return months_; }
  const std::map<Month, Filed>& months() const { return months_; }
  const Schema& schema() const { return schema_; }

 private:
  const TableDescription* table_;
  Schema schema_;
  std::map<Month, Filed> months_;
};

// `rows` with the columns that tell of each row its version and where it came from.
Result<Batch> with_origin(const Batch& rows, std::span<const std::int64_t> versions, std::string_view source);

// Merges the deletions of a closed filer into what is kept of them beside the table's chunks, and takes the rows out
// that they name: the greatest version of a key stands, and of one version the deletion. Marks the records that told
// something new. `seed` makes the token.
Status settle_deletions(FactStore& store, const TableDescription& table, MonthFiler& filer, RowFates& fates,
                        const std::string& seed);

// `rows` of a month, in the table's schema at rest, without those that the store says are deleted under their version
// or a greater one.
Result<Batch> rows_not_gone(FactStore& store, const TableDescription& table, const Schema& schema, Month month,
                            const Batch& rows);

// Merges the rows of a closed filer into the store's chunks, without those that were deleted under their version or a
// greater one; marks the records that told something new and those that showed a conflict. `seed` makes the token.
Status settle_months(FactStore& store, const TableDescription& table, MonthFiler& filer, RowFates& fates,
                     const std::string& seed);

// The chunk of a table at a month, or no rows, brought to `schema` (a column it was written without is null); `version`
// receives the chunk's version or `absent`.
Result<Batch> read_chunk(FactStore& store, const std::string& table, const Schema& schema, Month month,
                         std::uint64_t& version);

}  // namespace staysail::view
