#include "staysail/view/conflicts.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "entity_record.hpp"
#include "fact_intake.hpp"
#include "fact_merge.hpp"

namespace staysail {
namespace {

constexpr const char* kTable = "conflicts";
constexpr Month kAlways = Month::from_index(0);
constexpr std::array kTexts = {"table", "source", "key", "file"};
constexpr std::array kNumbers = {"month", "version", "digest_high", "digest_low", "line", "byte_offset", "stands"};

Schema stored_schema() {
  std::vector<Field> fields;
  for (const char* name : kTexts) fields.push_back({name, ColumnType::text, 0, {}});
  for (const char* name : kNumbers) fields.push_back({name, ColumnType::number, 0, {}});
  return *Schema::of(std::move(fields));
}

void append(BatchBuilder& builder, const Conflict& conflict) {
  const std::array<std::string_view, kTexts.size()> texts = {conflict.table, conflict.source, conflict.key,
                                                             conflict.file};
  const std::array<std::int64_t, kNumbers.size()> numbers = {conflict.month.index(),
                                                             conflict.version,
                                                             static_cast<std::int64_t>(conflict.lost.high),
                                                             static_cast<std::int64_t>(conflict.lost.low),
                                                             static_cast<std::int64_t>(conflict.line),
                                                             static_cast<std::int64_t>(conflict.byte_offset),
                                                             conflict.stands ? 1 : 0};
  for (std::size_t i = 0; i < texts.size(); ++i) builder.column(i).append_text(texts[i]);
  for (std::size_t i = 0; i < numbers.size(); ++i) builder.column(texts.size() + i).append_number(numbers[i]);
}

Conflict conflict_at(const Batch& batch, std::size_t row) {
  const auto text = [&](std::size_t i) { return std::string(batch.column(i).text(row)); };
  const auto number = [&](std::size_t i) { return batch.column(kTexts.size() + i).numbers()[row]; };
  const auto count = [&](std::size_t i) { return static_cast<std::uint64_t>(number(i)); };
  return Conflict{text(0),   text(1),
                  text(2),   Month::from_index(static_cast<std::int32_t>(number(0))),
                  number(1), {count(2), count(3)},
                  text(3),   count(4),
                  count(5),  number(6) != 0};
}

// The columns of Conflicts::table().
void append_shown(BatchBuilder& builder, const Conflict& conflict) {
  std::string key = conflict.key;
  std::replace(key.begin(), key.end(), '\x1f', '|');
  builder.column(0).append_text(conflict.file);
  builder.column(1).append_number(static_cast<std::int64_t>(conflict.line));
  builder.column(2).append_number(static_cast<std::int64_t>(conflict.byte_offset));
  builder.column(3).append_text(conflict.table);
  builder.column(4).append_text(key);
  builder.column(5).append_number(conflict.version);
  builder.column(6).append_text(conflict.stands ? "stands" : "lost");
  builder.column(7).append_text(conflict.lost.to_string());
}

using Versions = std::map<std::string, std::int64_t>;  // by key

// What stands of the entities: the version of what `source` said.
Result<Versions> entity_versions(EntityStore& store, const std::string& table, const std::string& source,
                                 const std::vector<std::string>& names) {
  std::vector<EntityKey> keys;
  for (const auto& name : names) keys.push_back(EntityKey{table, name});
  STAYSAIL_TRY(const auto records, store.get(keys));
  Versions versions;
  for (const auto& record : records) {
    if (!record) continue;
    STAYSAIL_TRY(const auto contributions, view::decode_contributions(record->payload));
    for (const auto& said : contributions)
      if (said.source == source) versions[record->key.id] = said.version;
  }
  return versions;
}

Result<Versions> fact_versions(FactStore& store, const TableDescription& table, Month month) {
  std::uint64_t version = absent;
  STAYSAIL_TRY(const Batch rows, view::read_chunk(store, table.name, view::chunk_schema(table), month, version));
  Versions versions;
  for (std::uint32_t row = 0; row < rows.rows(); ++row)
    versions[view::key_of(table, rows, row)] = rows.find(view::kVersionColumn)->numbers()[row];
  return versions;
}

// Where conflicts are looked up together: table, source and month.
using LookUp = std::tuple<std::string, std::string, Month>;

Result<Versions> versions_at(Store& store, const ModelCatalog& catalog, const LookUp& place,
                             const std::vector<std::string>& keys) {
  const auto& [name, source, month] = place;
  const TableDescription* table = catalog.find(name);
  if (table == nullptr) return Versions();  // another mapping's table: nothing new was told of it
  if (table->kind == TableKind::fact) return fact_versions(store.facts(), *table, month);
  return entity_versions(store.entities(), name, source, keys);
}

}  // namespace

Result<Conflicts> Conflicts::load(Store& store) {
  ScanRequest request;
  request.table = kTable;
  request.first = request.last = kAlways;
  STAYSAIL_TRY(const auto scanned, store.facts().scan(request));
  Conflicts conflicts;
  if (scanned.chunks.empty()) return conflicts;
  const FactChunk& chunk = scanned.chunks.front();
  if (!(chunk.batch.schema() == stored_schema()))
    return Error(Errc::store_corrupt, "the chunk of conflicts has other columns than this version writes");
  conflicts.version_ = chunk.version;
  for (std::size_t row = 0; row < chunk.batch.rows(); ++row) conflicts.add(conflict_at(chunk.batch, row));
  conflicts.changed_ = false;
  return conflicts;
}

void Conflicts::add(Conflict conflict) {
  const auto place_of = [](const Conflict& one) { return std::tie(one.file, one.line, one.stands); };
  Identity identity{conflict.table, conflict.source, conflict.key, conflict.version, conflict.lost};
  const auto known = by_identity_.find(identity);
  if (known != by_identity_.end() && place_of(known->second) <= place_of(conflict)) return;
  changed_ = true;
  by_identity_.insert_or_assign(std::move(identity), std::move(conflict));
}

Status Conflicts::leave_out_settled(Store& store, const ModelCatalog& catalog) {
  std::map<LookUp, std::vector<std::string>> asked;
  for (const auto& [identity, one] : by_identity_) asked[{one.table, one.source, one.month}].push_back(one.key);
  for (const auto& entry : asked) {
    const LookUp& place = entry.first;
    STAYSAIL_TRY(const Versions standing, versions_at(store, catalog, place, entry.second));
    const auto is_settled = [&](const auto& known) {
      const Conflict& one = known.second;
      if (std::tie(one.table, one.source, one.month) != place) return false;
      const auto found = standing.find(one.key);
      return found != standing.end() && found->second > one.version;
    };
    changed_ |= std::erase_if(by_identity_, is_settled) != 0;
  }
  return ok();
}

Status Conflicts::save(Store& store, const std::string& token) {
  if (!changed_ || (by_identity_.empty() && version_ == absent)) return ok();
  changed_ = false;
  BatchBuilder builder(stored_schema());
  for (const auto& [identity, conflict] : by_identity_) append(builder, conflict);
  FactChunk chunk;
  chunk.table = kTable;
  chunk.month = kAlways;
  chunk.expected = version_;
  STAYSAIL_TRY(chunk.batch, builder.finish());
  STAYSAIL_TRY(const Receipt receipt, store.facts().append({chunk}, token + ":conflicts:" + std::to_string(version_)));
  version_ = receipt.version;
  return ok();
}

std::map<std::string, std::uint64_t> Conflicts::by_table() const {
  std::map<std::string, std::uint64_t> counts;
  for (const auto& [identity, conflict] : by_identity_) ++counts[conflict.table];
  return counts;
}

Result<Batch> Conflicts::table() const {
  std::vector<Field> fields;
  for (const char* name : {"file", "line", "byte_offset", "table", "key", "version", "outcome", "digest"})
    fields.push_back({name, ColumnType::text, 0, {}});
  fields[1].type = fields[2].type = fields[5].type = ColumnType::number;
  STAYSAIL_TRY(const Schema schema, Schema::of(std::move(fields)));
  std::vector<const Conflict*> by_place;
  for (const auto& [identity, conflict] : by_identity_) by_place.push_back(&conflict);
  std::stable_sort(by_place.begin(), by_place.end(), [](const Conflict* a, const Conflict* b) {
    return std::tie(a->file, a->line) < std::tie(b->file, b->line);
  });
  BatchBuilder builder(schema);
  for (const Conflict* one : by_place) append_shown(builder, *one);
  return builder.finish();
}

}  // namespace staysail
