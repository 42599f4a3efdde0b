#include "store/postgres_row.hpp"

#include "staysail/model/record.hpp"

namespace staysail::store::postgres {

DigestBytes::DigestBytes(const Digest& digest) {
  char* next = bytes_.data();
  for (const std::uint64_t half : {digest.high, digest.low})
    for (int shift = 56; shift >= 0; shift -= 8) *next++ = static_cast<char>(half >> shift & 0xFF);
}

Digest digest_from(std::string_view bytes) {
  Digest digest;
  for (std::size_t i = 0; i < 16 && i < bytes.size(); ++i) {
    std::uint64_t& half = i < 8 ? digest.high : digest.low;
    half = half << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return digest;
}

std::string index_bytes(const std::vector<IndexEntry>& indexes) {
  RecordWriter writer(0);
  for (const auto& entry : indexes) writer.add_extension(entry.index, entry.value);
  return writer.finish();
}

Result<std::vector<IndexEntry>> index_entries(std::string_view bytes) {
  STAYSAIL_TRY(auto pairs, extensions_of(bytes));
  std::vector<IndexEntry> entries;
  entries.reserve(pairs.size());
  for (auto& [name, value] : pairs) entries.push_back(IndexEntry{std::move(name), std::move(value)});
  return entries;
}

Digest record_digest(std::string_view kind, std::string_view id, std::uint64_t version, std::string_view payload,
                     std::string_view indexes) {
  return Digester().add(kind).add(id).add(static_cast<std::int64_t>(version)).add(payload).add(indexes).finish();
}

Digest chunk_digest(std::string_view table, std::int64_t month, std::int64_t partition, std::uint64_t version,
                    std::int64_t rows, std::string_view batch) {
  return Digester()
      .add(table)
      .add(month)
      .add(partition)
      .add(static_cast<std::int64_t>(version))
      .add(rows)
      .add(batch)
      .finish();
}

Digest token_digest(std::string_view token, std::uint64_t version, std::string_view changes) {
  return Digester().add(token).add(static_cast<std::int64_t>(version)).add(changes).finish();
}

std::string label_of(const FactChunk& chunk) {
  return "chunk " + chunk.table + " " + chunk.month.to_string() + " partition " + std::to_string(chunk.partition);
}

Error corrupt(std::string_view path, std::string_view what) {
  return Error::at(Place{std::string(path), 0, 0}, Errc::store_corrupt,
                   "what is stored is not what was written; run `staysail verify` and restore the latest backup: " +
                       std::string(what));
}

}  // namespace staysail::store::postgres
