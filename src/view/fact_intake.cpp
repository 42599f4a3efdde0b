#include "fact_intake.hpp"

#include <array>
#include <utility>

#include "fact_merge.hpp"

namespace staysail::view {
namespace {

constexpr std::array<std::pair<Grain, const char*>, 5> kOwnerTables = {{
    {Grain::subscription, "subscriptions"},
    {Grain::account, "accounts"},
    {Grain::customer, "customers"},
    {Grain::party, "parties"},
    {Grain::unit, "units"},
}};

Month month_at(const Column& date, std::size_t row) {
  if (date.type() == ColumnType::day) return Day::since_epoch(date.days()[row]).month_of();
  return Month::from_index(static_cast<std::int32_t>(date.numbers()[row]));
}

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

}  // namespace

Result<KnownOwners> KnownOwners::load(EntityStore& store) {
  KnownOwners owners;
  for (const auto& [grain, table] : kOwnerTables) {
    ColumnBuilder ids({"id", ColumnType::text, 0, {}});
    FindRequest request;
    request.kind = table;
    STAYSAIL_CHECK(for_each_record(store, request, [&](const Record& record) {
      ids.append_text(record.key.id);
      return ok();
    }));
    owners.indexes_.emplace(grain, IdIndex(ids.finish()));
  }
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

void MonthFiler::begin(const Batch& rows) {
  columns_.clear();
  for (const auto& attribute : table_->attributes) columns_.push_back(rows.find(attribute.name));
  date_ = rows.find(table_->dated_by);
  version_ = rows.find(kVersionColumn);
  source_ = rows.find(kSourceColumn);
}

MonthFiler::Filed& MonthFiler::filed(Month month) {
  if (last_ == nullptr || month != last_month_) {
    last_ = &months_.try_emplace(month, Filed{BatchBuilder(chunk_schema(*table_)), {}}).first->second;
    last_month_ = month;
  }
  return *last_;
}

void MonthFiler::add(std::size_t index, std::uint32_t record, std::int64_t version, std::string_view source) {
  Filed& month = filed(date_ != nullptr && !date_->is_null(index) ? month_at(*date_, index) : Month());
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    if (columns_[c] != nullptr) month.rows.column(c).append_from(*columns_[c], index);
    else month.rows.column(c).append_null();
  }
  month.rows.column(columns_.size()).append_number(version_ != nullptr ? version_->numbers()[index] : version);
  month.rows.column(columns_.size() + 1).append_text(source_ != nullptr ? source_->text(index) : source);
  month.row.push_back(record);
}

Result<Batch> read_chunk(FactStore& store, const std::string& table, const Schema& schema, Month month, std::uint64_t& version) {
  ScanRequest request;
  request.table = table;
  request.first = request.last = month;
  STAYSAIL_TRY(auto scanned, store.scan(request));
  version = scanned.chunks.empty() ? absent : scanned.chunks.front().version;
  if (scanned.chunks.empty()) return BatchBuilder(schema).finish();
  return conform(scanned.chunks.front().batch, schema);
}

Status settle_months(FactStore& store, const TableDescription& table, MonthFiler& filer, RowFates& fates, const std::string& seed) {
  std::vector<FactChunk> chunks;
  std::string token = "intake:" + seed + ":" + table.name;
  for (auto& [month, filed] : filer.months()) {
    FactChunk chunk;
    STAYSAIL_TRY(const Batch stored, read_chunk(store, table.name, chunk_schema(table), month, chunk.expected));
    STAYSAIL_TRY(const Batch incoming, filed.rows.finish());
    STAYSAIL_TRY(auto merged, merge_facts(table, stored, incoming));
    for (std::size_t i = 0; i < filed.row.size(); ++i)
      if (merged.is_news[i] != 0) fates.mark(filed.row[i], RowFate::accepted);
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
