#include "fact_intake.hpp"

#include <array>
#include <unordered_map>
#include <utility>

#include "departures.hpp"
#include "fact_merge.hpp"
#include "staysail/base/guard.hpp"
#include "staysail/columns/column_of.hpp"

namespace staysail::view {
namespace {

constexpr std::array<std::pair<Grain, const char*>, 5> kOwnerTables = {{
    {Grain::subscription, "subscriptions"},
    {Grain::account, "accounts"},
    {Grain::customer, "customers"},
    {Grain::party, "parties"},
    {Grain::unit, "units"},
}};

// `batch` under `schema`: columns by name, nulls where it has none.
Result<Batch> conform(const Batch& batch, const Schema& schema) {
  if (batch.schema() == schema) return batch;
  std::vector<Column> columns;
  for (const auto& field : schema.fields()) {
    const Column* column = batch.find(field.name);
    if (column != nullptr && column->field() == field) {
      columns.push_back(*column);
      continue;
    }
    ColumnBuilder nulls(field);
    for (std::size_t row = 0; row < batch.rows(); ++row) nulls.append_null();
    columns.push_back(nulls.finish());
  }
  return Batch::of(std::move(columns));
}

Result<IdIndex> ids_of(EntityStore& store, const char* table) {
  ColumnBuilder ids({"id", ColumnType::text, 0, {}});
  FindRequest request;
  request.kind = table;
  request.parts = RecordParts::key;
  STAYSAIL_CHECK(for_each_record(store, request, [&](const Record& record) {
    ids.append_text(record.key.id);
    return ok();
  }));
  return IdIndex(ids.finish());
}

Conflict conflict_of(FactConflict& found, const TableDescription& table, Month month) {
  Conflict conflict;
  conflict.table = table.name;
  conflict.key = std::move(found.key);
  conflict.month = month;
  conflict.version = found.version;
  conflict.lost = found.lost;
  conflict.stands = found.stands;
  return conflict;
}

// The versions under which rows of a month are gone, by key.
using Gone = std::unordered_map<std::string, std::int64_t>;

Gone gone_of(const TableDescription& table, const Batch& deletions) {
  Gone gone;
  const Column* versions = deletions.find(kVersionColumn);
  for (std::uint32_t row = 0; row < deletions.rows(); ++row)
    gone[key_of(table, deletions, row)] = versions->numbers()[row];
  return gone;
}

// The rows of a chunk that are not gone.
std::vector<std::uint32_t> rows_that_stay(const TableDescription& table, const Batch& rows, const Gone& gone) {
  std::vector<std::uint32_t> staying;
  const Column* versions = rows.find(kVersionColumn);
  for (std::uint32_t row = 0; row < rows.rows(); ++row) {
    const auto found = gone.find(key_of(table, rows, row));
    if (found == gone.end() || found->second < versions->numbers()[row]) staying.push_back(row);
  }
  return staying;
}

// What comes in of a month, without what is gone.
Status leave_out_gone(FactStore& store, const TableDescription& table, const Schema& schema, Month month,
                      MonthFiler::Filed& filed) {
  std::uint64_t version = absent;
  STAYSAIL_TRY(const Batch deletions, read_chunk(store, gone_kind(table.name), schema, month, version));
  if (deletions.rows() == 0) return ok();
  const auto staying = rows_that_stay(table, filed.pieces.front(), gone_of(table, deletions));
  filed.pieces.front() = filed.pieces.front().take(staying);
  std::vector<std::uint32_t> record;
  for (const std::uint32_t row : staying) record.push_back(filed.record[row]);
  filed.record = std::move(record);
  return ok();
}

// The chunk of the rows without those that are gone; nothing when all of them stay.
Result<std::optional<FactChunk>> chunk_without_gone(FactStore& store, const TableDescription& table,
                                                    const Schema& schema, Month month, const Batch& deletions) {
  FactChunk chunk;
  STAYSAIL_TRY(const Batch stored, read_chunk(store, table.name, schema, month, chunk.expected));
  const auto staying = rows_that_stay(table, stored, gone_of(table, deletions));
  if (staying.size() == stored.rows()) return std::optional<FactChunk>();
  chunk.table = table.name;
  chunk.month = month;
  chunk.batch = stored.take(staying);
  return std::optional(std::move(chunk));
}

}  // namespace

Month month_at(const Column& date, std::size_t row) {
  if (date.type() == ColumnType::day) return Day::since_epoch(date.days()[row]).month_of();
  return Month::from_index(static_cast<std::int32_t>(date.numbers()[row]));
}

Result<Batch> rows_not_gone(FactStore& store, const TableDescription& table, const Schema& schema, Month month,
                            const Batch& rows) {
  std::uint64_t version = absent;
  STAYSAIL_TRY(const Batch deletions, read_chunk(store, gone_kind(table.name), schema, month, version));
  if (deletions.rows() == 0) return rows;
  return rows.take(rows_that_stay(table, rows, gone_of(table, deletions)));
}

Status settle_deletions(FactStore& store, const TableDescription& table, MonthFiler& filer, RowFates& fates,
                        const std::string& seed) {
  std::vector<FactChunk> chunks;
  std::string token = "intake:" + seed + ":" + gone_kind(table.name);
  for (auto& [month, filed] : filer.months()) {
    FactChunk chunk;
    chunk.table = gone_kind(table.name);
    chunk.month = month;
    STAYSAIL_TRY(const Batch stored, read_chunk(store, chunk.table, filer.schema(), month, chunk.expected));
    STAYSAIL_TRY(auto merged, merge_facts(table, stored, filed.pieces.front()));
    for (std::size_t i = 0; i < filed.record.size(); ++i)
      if (merged.is_news[i] != 0) fates.mark(filed.record[i], RowFate::accepted);
    if (!merged.changed) continue;
    STAYSAIL_TRY(auto rows, chunk_without_gone(store, table, filer.schema(), month, merged.rows));
    token += ":" + std::to_string(month.index()) + "." + std::to_string(chunk.expected);
    chunk.batch = std::move(merged.rows);
    chunks.push_back(std::move(chunk));
    if (rows) chunks.push_back(*std::move(rows));
  }
  if (chunks.empty()) return ok();
  STAYSAIL_CHECK(store.append(chunks, token));
  return ok();
}

Result<KnownOwners> KnownOwners::load(EntityStore& store, Executor& executor) {
  STAYSAIL_TRY(auto found, collect(executor, kOwnerTables.size(),
                                   [&](std::size_t i) { return ids_of(store, kOwnerTables[i].second); }));
  KnownOwners owners;
  for (std::size_t i = 0; i < found.size(); ++i) owners.indexes_.emplace(kOwnerTables[i].first, std::move(found[i]));
  return owners;
}

std::vector<std::uint8_t> owned_rows_of(const TableDescription& table, const Batch& rows, const KnownOwners& owners) {
  std::vector<std::uint8_t> owned(rows.rows(), 0), settled(rows.rows(), 0);
  for (const auto& identifier : table.owners) {
    const Column* ids = rows.find(identifier);
    const auto grain = grain_of_identifier(identifier);
    if (ids == nullptr || !grain) continue;
    const auto by_code = owners.of(*grain).rows_of(ids->dictionary());
    for (std::size_t row = 0; row < owned.size(); ++row) {
      if (settled[row] != 0 || ids->is_null(row)) continue;
      settled[row] = 1;
      owned[row] = by_code[static_cast<std::size_t>(ids->codes()[row])] != kNoRow ? 1 : 0;
    }
  }
  return owned;
}

Result<Batch> with_origin(const Batch& rows, std::span<const std::int64_t> versions, std::string_view source) {
  DictionaryBuilder sources;
  const std::int32_t code = sources.code_of(source);
  STAYSAIL_TRY(const Batch versioned,
               rows.with(column_of({kVersionColumn, ColumnType::number, 0, {}},
                                   std::vector<std::int64_t>(versions.begin(), versions.end()), {})));
  return versioned.with(column_of({kSourceColumn, ColumnType::text, 0, {}},
                                  std::vector<std::int32_t>(versions.size(), code), {}, sources.finish()));
}

MonthFiler::MonthFiler(const TableDescription& table) : table_(&table), schema_(chunk_schema(table)) {}

Status MonthFiler::add(const Batch& rows, std::span<const std::uint32_t> chosen,
                       std::span<const std::uint32_t> record) {
  STAYSAIL_TRY(const Batch conformed, conform(rows, schema_));
  const Column* date = rows.find(table_->dated_by);
  std::map<Month, std::vector<std::uint32_t>> by_month;
  std::vector<std::uint32_t>* rows_of_month = nullptr;
  Filed* filed = nullptr;
  Month month;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const Month next = date != nullptr && !date->is_null(chosen[i]) ? month_at(*date, chosen[i]) : Month();
    if (filed == nullptr || next != month) {  // rows of one month usually come together
      rows_of_month = &by_month[month = next];
      filed = &months_[next];
    }
    rows_of_month->push_back(chosen[i]);
    filed->record.push_back(record[i]);
  }
  for (const auto& [name, taken] : by_month)
    months_[name].pieces.push_back(taken.size() == rows.rows() ? conformed : conformed.take(taken));
  return ok();
}

Status MonthFiler::close() {
  for (auto& [month, filed] : months_) {
    STAYSAIL_TRY(auto run, run_of(*table_, filed.pieces));
    filed.pieces = {std::move(run.rows)};
    filed.distinct = run.distinct;
    std::vector<std::uint32_t> record;
    for (const std::uint32_t row : run.order) record.push_back(filed.record[row]);
    filed.record = std::move(record);
  }
  return ok();
}

Result<Batch> read_chunk(FactStore& store, const std::string& table, const Schema& schema, Month month,
                         std::uint64_t& version) {
  ScanRequest request;
  request.table = table;
  request.first = request.last = month;
  STAYSAIL_TRY(auto scanned, store.scan(request));
  version = scanned.chunks.empty() ? absent : scanned.chunks.front().version;
  if (scanned.chunks.empty()) return BatchBuilder(schema).finish();
  return conform(scanned.chunks.front().batch, schema);
}

Status settle_months(FactStore& store, const TableDescription& table, MonthFiler& filer, RowFates& fates,
                     const std::string& seed) {
  std::vector<FactChunk> chunks;
  std::string token = "intake:" + seed + ":" + table.name;
  for (auto& [month, filed] : filer.months()) {
    FactChunk chunk;
    STAYSAIL_CHECK(leave_out_gone(store, table, filer.schema(), month, filed));
    STAYSAIL_TRY(const Batch stored, read_chunk(store, table.name, filer.schema(), month, chunk.expected));
    STAYSAIL_TRY(auto merged, merge_facts(table, stored, filed.pieces.front(), filed.distinct));
    filed.pieces.clear();
    for (std::size_t i = 0; i < filed.record.size(); ++i)
      if (merged.is_news[i] != 0) fates.mark(filed.record[i], RowFate::accepted);
    for (auto& found : merged.conflicts) fates.contradict(filed.record[found.row], conflict_of(found, table, month));
    if (!merged.changed) continue;
    chunk.table = table.name;
    chunk.month = month;
    chunk.batch = std::move(merged.rows);
    token += ":" + std::to_string(month.index()) + "." + std::to_string(chunk.expected);
    chunks.push_back(std::move(chunk));
  }
  if (chunks.empty()) return ok();
  STAYSAIL_CHECK(store.append(chunks, token));
  return ok();
}

}  // namespace staysail::view
