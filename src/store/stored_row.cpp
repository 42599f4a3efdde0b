#include "store/stored_row.hpp"

#include "staysail/columns/batch_codec.hpp"
#include "store/big_endian.hpp"
#include "store/rules.hpp"

namespace staysail::store {

DigestBytes::DigestBytes(const Digest& digest) {
  char* next = bytes_.data();
  for (const std::uint64_t half : {digest.high, digest.low})
    for (int shift = 56; shift >= 0; shift -= 8) *next++ = static_cast<char>(half >> shift & 0xFF);
}

Digest digest_from(std::string_view bytes) { return bytes.size() == 16 ? digest_at(bytes, 0) : Digest{}; }

RowKey::RowKey(std::string_view salt, std::string_view secret) : bytes_(salt) {
  if (secret.empty()) return;
  append_digest(bytes_, Digester().add(salt).add(secret).finish());
  bytes_ += secret;
}

FieldDigester RowKey::digester() const {
  FieldDigester digester;
  if (!bytes_.empty()) digester.add(bytes_);
  return digester;
}

Digest RowKey::check() const { return digester().add("key").finish(); }

Status check_key(const RowKey& key, std::string_view kept, std::string_view path) {
  if (kept == DigestBytes(key.check())) return ok();
  return Error::at(Place{std::string(path), 0, 0}, Errc::invalid_argument,
                   "the key is not the one with which this store was made; open it with that key");
}

std::string_view IndexPacker::pack(const std::vector<IndexEntry>& indexes) {
  const auto write = [&](const std::vector<IndexEntry>& entries) {
    for (const auto& entry : entries) writer_.add_extension(entry.index, entry.value);
  };
  is_normalised(indexes) ? write(indexes) : write(normalised(indexes));
  writer_.finish_into(packed_);
  return packed_;
}

Result<std::vector<IndexEntry>> index_entries(std::string_view bytes) {
  STAYSAIL_TRY(auto pairs, extensions_of(bytes));
  std::vector<IndexEntry> entries;
  entries.reserve(pairs.size());
  for (auto& [name, value] : pairs) entries.push_back(IndexEntry{std::move(name), std::move(value)});
  return entries;
}

Digest record_digest(const RowKey& key, std::string_view kind, std::string_view id, std::uint64_t version,
                     std::string_view payload, std::string_view indexes) {
  return key.digester().add(kind).add(id).add(static_cast<std::int64_t>(version)).add(payload).add(indexes).finish();
}

Digest chunk_digest(const RowKey& key, std::string_view table, std::int64_t month, std::int64_t partition,
                    std::uint64_t version, std::int64_t rows, std::string_view batch) {
  return key.digester()
      .add(table)
      .add(month)
      .add(partition)
      .add(static_cast<std::int64_t>(version))
      .add(rows)
      .add(batch)
      .finish();
}

Digest token_digest(const RowKey& key, std::string_view token, std::uint64_t version, std::string_view changes) {
  return key.digester().add(token).add(static_cast<std::int64_t>(version)).add(changes).finish();
}

Result<Record> unpack_record(const StoredRecord& row, std::string_view path, const RowKey& key, RecordParts parts) {
  Record record;
  record.key = EntityKey{std::string(row.kind), std::string(row.id)};
  record.version = row.version;
  if (parts == RecordParts::key) return record;
  const Digest digest = record_digest(key, row.kind, row.id, row.version, row.payload, row.indexes);
  if (row.digest != DigestBytes(digest)) return corrupt(path, "record " + record.key.kind + " " + record.key.id);
  record.payload = row.payload;
  if (parts == RecordParts::payload) return record;
  STAYSAIL_TRY(record.indexes, index_entries(row.indexes));
  return record;
}

namespace {

Result<bool> has_entry(std::string_view indexes, std::string_view index, std::string_view value) {
  STAYSAIL_TRY(auto reader, RecordReader::open(indexes));
  while (true) {
    STAYSAIL_TRY(const auto entry, reader.next_extension());
    if (!entry || *entry == std::pair(index, value)) return entry.has_value();
  }
}

Error index_fault(const FindRequest& request, std::string_view id, const char* what, std::string_view path) {
  return corrupt(path, "index " + request.index + " of " + request.kind + " names " + std::string(id) + what);
}

}  // namespace

Result<Record> unpack_indexed(const StoredRecord& row, std::string_view value, const FindRequest& request,
                              std::string_view path, const RowKey& key) {
  const RecordParts checked = request.parts == RecordParts::all ? RecordParts::all : RecordParts::payload;
  STAYSAIL_TRY(Record record, unpack_record(row, path, key, checked));
  STAYSAIL_TRY(const bool known, has_entry(row.indexes, request.index, value));
  if (!known) return index_fault(request, row.id, ", which has another value", path);
  drop_parts(record, request.parts);
  return record;
}

Error names_nobody(const FindRequest& request, std::string_view id, std::string_view path) {
  return index_fault(request, id, ", which is not there", path);
}

Result<FactChunk> unpack_chunk(const StoredChunk& row, const std::vector<std::string>& columns, std::string_view path,
                               const RowKey& key) {
  FactChunk chunk;
  chunk.table = row.table;
  chunk.month = Month::from_index(static_cast<std::int32_t>(row.month));
  chunk.partition = static_cast<std::uint32_t>(row.partition);
  chunk.version = row.version;
  const Digest digest = chunk_digest(key, row.table, row.month, row.partition, row.version, row.rows, row.batch);
  if (row.digest != DigestBytes(digest)) return corrupt(path, label_of(chunk));
  STAYSAIL_TRY(chunk.batch, decode_batch(row.batch, columns));
  return chunk;
}

std::string label_of(const FactChunk& chunk) {
  return "chunk " + chunk.table + " " + chunk.month.to_string() + " partition " + std::to_string(chunk.partition);
}

Error corrupt(std::string_view path, std::string_view what) {
  return Error::at(Place{std::string(path), 0, 0}, Errc::store_corrupt,
                   "what is stored is not what was written; run `staysail verify` and restore the latest backup: " +
                       std::string(what));
}

}  // namespace staysail::store
