#include "orphanage.hpp"

#include <array>

#include "fact_merge.hpp"

namespace staysail::view {
namespace {

// Rows wait under the month of no fact.
constexpr Month kWaiting = Month::from_index(0);

std::string waiting_table(const TableDescription& table) { return "orphans:" + table.name; }

// A chunk's columns, then where the record stood.
Schema waiting_schema(const TableDescription& table) {
  std::vector<Field> fields = chunk_schema(table).fields();
  fields.push_back({"_file", ColumnType::text, 0, {}});
  for (const char* name : {"_line", "_offset", "_digest_high", "_digest_low"})
    fields.push_back({name, ColumnType::number, 0, {}});
  return *Schema::of(std::move(fields));
}

void append_place(BatchBuilder& builder, std::size_t first, const RowOrigin& origin, std::string_view file) {
  builder.column(first).append_text(file);
  const std::array numbers = {origin.line, origin.byte_offset, origin.digest.high, origin.digest.low};
  for (std::size_t i = 0; i < numbers.size(); ++i)
    builder.column(first + 1 + i).append_number(static_cast<std::int64_t>(numbers[i]));
}

RowOrigin place_of(const Batch& rows, std::size_t row) {
  const auto number = [&](const char* name) { return static_cast<std::uint64_t>(rows.find(name)->numbers()[row]); };
  return RowOrigin{number("_line"), number("_offset"), Digest{number("_digest_high"), number("_digest_low")}};
}

Result<Batch> read_waiting(FactStore& store, const TableDescription& table, std::uint64_t& version) {
  return read_chunk(store, waiting_table(table), waiting_schema(table), kWaiting, version);
}

// The first owner that a row names decides whom it belongs to (owned_rows_of).
std::string deciding_owner(const TableDescription& table, const Batch& rows, std::size_t row) {
  for (const auto& owner : table.owners)
    if (const Column* ids = rows.find(owner); ids != nullptr && !ids->is_null(row)) return owner;
  return table.owners.empty() ? std::string() : table.owners.front();
}

}  // namespace

Result<Batch> waiting_rows(FactStore& store, const TableDescription& table) {
  std::uint64_t version = absent;
  return read_waiting(store, table, version);
}

RejectedRow orphan_of(const TableDescription& table, const Batch& rows, std::size_t row, const RowOrigin& origin,
                      std::string_view file) {
  RejectedRow orphan;
  orphan.file = file;
  orphan.line = origin.line;
  orphan.byte_offset = origin.byte_offset;
  orphan.column = deciding_owner(table, rows, row);
  orphan.reason = "orphan";
  orphan.text = table.name;
  orphan.digest = origin.digest;
  return orphan;
}

Orphanage::Orphanage(const TableDescription& table, Batch standing, std::uint64_t version)
    : table_(&table), standing_(std::move(standing)), builder_(waiting_schema(table)), version_(version) {}

Result<Orphanage> Orphanage::load(FactStore& store, const TableDescription& table) {
  std::uint64_t version = absent;
  STAYSAIL_TRY(Batch standing, read_waiting(store, table, version));
  return Orphanage(table, std::move(standing), version);
}

void Orphanage::add(const FeedPart& part, std::size_t index, const RowOrigin& origin, const FeedSplit& split) {
  const std::size_t attributes = table_->attributes.size();
  for (std::size_t c = 0; c < attributes; ++c) {
    const Column* column = part.batch.find(table_->attributes[c].name);
    if (column != nullptr) builder_.column(c).append_from(*column, index);
    else builder_.column(c).append_null();
  }
  builder_.column(attributes).append_number(part.version[index]);
  builder_.column(attributes + 1).append_text(split.feed);
  append_place(builder_, attributes + 2, origin, split.file);
  changed_ = true;
}

void Orphanage::keep(const std::vector<std::uint32_t>& rows) {
  if (rows.size() == standing_.rows()) return;
  standing_ = standing_.take(rows);
  changed_ = true;
}

void Orphanage::forget_file(std::string_view file) {
  std::vector<std::uint32_t> others;
  const Column* files = standing_.find("_file");
  for (std::size_t row = 0; row < standing_.rows(); ++row)
    if (files->text(row) != file) others.push_back(static_cast<std::uint32_t>(row));
  keep(others);
}

Result<std::vector<RejectedRow>> Orphanage::release(const KnownOwners& owners, MonthFiler& filer) {
  std::vector<RejectedRow> released;
  std::vector<std::uint32_t> waiting, chosen, record;
  const auto owned = owned_rows_of(*table_, standing_, owners);
  for (std::size_t row = 0; row < owned.size(); ++row) {
    if (owned[row] == 0) {
      waiting.push_back(static_cast<std::uint32_t>(row));
      continue;
    }
    chosen.push_back(static_cast<std::uint32_t>(row));
    record.push_back(static_cast<std::uint32_t>(released.size()));
    released.push_back(
        orphan_of(*table_, standing_, row, place_of(standing_, row), standing_.find("_file")->text(row)));
  }
  STAYSAIL_CHECK(filer.add(standing_, chosen, record));
  keep(waiting);
  return released;
}

Status Orphanage::save(FactStore& store, const std::string& token) {
  if (!changed_) return ok();
  STAYSAIL_TRY(const Batch added, builder_.finish());
  FactChunk chunk;
  chunk.table = waiting_table(*table_);
  chunk.month = kWaiting;
  chunk.expected = version_;
  STAYSAIL_TRY(chunk.batch, concatenate(std::array{standing_, added}));
  if (chunk.batch.rows() == 0 && version_ == absent) return ok();
  STAYSAIL_CHECK(store.append({chunk}, token + ":" + chunk.table + ":" + std::to_string(version_)));
  return ok();
}

}  // namespace staysail::view
