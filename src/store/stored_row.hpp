// Rows as every database keeps them: a record, a chunk or a token with the digest over all of it, index entries as
// bytes, and the sums of the digests of whole tables.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "staysail/base/error.hpp"
#include "staysail/base/field_digester.hpp"
#include "staysail/model/record.hpp"
#include "staysail/store/fact_store.hpp"
#include "store/row_sum.hpp"

namespace staysail::store {

// A digest as the 16 bytes that a row holds, high half first.
class DigestBytes {
 public:
  explicit DigestBytes(const Digest& digest);
  operator std::string_view() const { return {bytes_.data(), bytes_.size()}; }

 private:
  std::array<char, 16> bytes_;
};

// Such bytes as a digest; what is cut short differs from every digest that was written.
Digest digest_from(std::string_view bytes);

inline constexpr std::size_t kSaltBytes = 16;

// What makes the digests of a store its own: the salt of the store, and the secret of a host that gives one.
class RowKey {
 public:
  RowKey() = default;  // of a store from before there were salts: nothing
  RowKey(std::string_view salt, std::string_view secret);
  // A digester that has taken the key in.
  FieldDigester digester() const;
  // What a store keeps to tell another key by.
  Digest check() const;

 private:
  std::string bytes_;
};

// `invalid_argument` unless `kept` is the check of `key`: another secret than the store was made with.
Status check_key(const RowKey& key, std::string_view kept, std::string_view path);

// (part, name) -> sum; part is "entities", "chunks" or "tokens".
using Totals = std::map<std::pair<std::string, std::string>, RowSum, std::less<>>;

// The index entries of a record as its row has them, ascending and without repeats. Owned by one thread.
class IndexPacker {
 public:
  // Lasts until the next call.
  std::string_view pack(const std::vector<IndexEntry>& indexes);

 private:
  RecordWriter writer_{0};
  std::string packed_;
};
Result<std::vector<IndexEntry>> index_entries(std::string_view bytes);

Digest record_digest(const RowKey& key, std::string_view kind, std::string_view id, std::uint64_t version,
                     std::string_view payload, std::string_view indexes);
Digest chunk_digest(const RowKey& key, std::string_view table, std::int64_t month, std::int64_t partition,
                    std::uint64_t version, std::int64_t rows, std::string_view batch);
Digest token_digest(const RowKey& key, std::string_view token, std::uint64_t version, std::string_view changes);

// A row of the table `entities`, as it lies there.
struct StoredRecord {
  std::string_view kind, id;
  std::uint64_t version = 0;
  std::string_view payload, indexes, digest;
};
// `store_corrupt` when its digest differs.
Result<Record> unpack_record(const StoredRecord& row, std::string_view path, const RowKey& key, RecordParts parts);

// The record that an entry (request.index, value) of the index names. `store_corrupt` also when it does not know the
// value.
Result<Record> unpack_indexed(const StoredRecord& row, std::string_view value, const FindRequest& request,
                              std::string_view path, const RowKey& key);
// The index names an id without a record.
Error names_nobody(const FindRequest& request, std::string_view id, std::string_view path);

// A row of the table `chunks`; what no chunk can have shows in the digest.
struct StoredChunk {
  std::string_view table;
  std::int64_t month = 0, partition = 0;
  std::uint64_t version = 0;
  std::int64_t rows = 0;
  std::string_view batch, digest;
};
// With these columns only, none named: all. `store_corrupt` when the digest of the whole differs.
Result<FactChunk> unpack_chunk(const StoredChunk& row, const std::vector<std::string>& columns, std::string_view path,
                               const RowKey& key);

// "chunk bills 2026-01 partition 0": for errors.
std::string label_of(const FactChunk& chunk);
// `store_corrupt` with what to do.
Error corrupt(std::string_view path, std::string_view what);

}  // namespace staysail::store
