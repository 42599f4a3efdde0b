// A row of a PostgreSQL store: the digest that it carries, its index entries as bytes, and the
// sums of the digests of whole tables.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "staysail/base/digest.hpp"
#include "staysail/base/error.hpp"
#include "staysail/store/fact_store.hpp"
#include "store/row_sum.hpp"

namespace staysail::store::postgres {

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

// (part, name) -> sum; part is "entities", "chunks" or "tokens".
using Totals = std::map<std::pair<std::string, std::string>, RowSum>;

std::string index_bytes(const std::vector<IndexEntry>& indexes);
Result<std::vector<IndexEntry>> index_entries(std::string_view bytes);
Digest record_digest(std::string_view kind, std::string_view id, std::uint64_t version, std::string_view payload,
                     std::string_view indexes);
Digest chunk_digest(std::string_view table, std::int64_t month, std::int64_t partition, std::uint64_t version,
                    std::int64_t rows, std::string_view batch);
Digest token_digest(std::string_view token, std::uint64_t version, std::string_view changes);
// "chunk bills 2026-01 partition 0": for errors.
std::string label_of(const FactChunk& chunk);
Error corrupt(std::string_view path, std::string_view what);

}  // namespace staysail::store::postgres
