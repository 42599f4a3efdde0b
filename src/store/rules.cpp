#include "store/rules.hpp"

#include <algorithm>
#include <charconv>
#include <tuple>

#include "staysail/base/field_digester.hpp"
#include "staysail/columns/batch_codec.hpp"
#include "store/stored_row.hpp"

namespace staysail::store {
namespace {

std::string label_of(const EntityKey& key) { return key.kind + " " + key.id; }

Status check_token(std::string_view token) {
  if (!token.empty()) return ok();
  return Error(Errc::invalid_argument,
               "a change set needs a token that names it; pass one that is the same when the work is repeated");
}

Status check_key(const EntityKey& key) {
  if (!key.kind.empty() && !key.id.empty()) return ok();
  return Error(Errc::invalid_argument, "a record needs a kind and an id; one of them is empty: " + label_of(key));
}

// Sorts only what does not come sorted: bulk loads do.
template <class T, class Less>
void sort_pointers(std::vector<const T*>& pointers, Less less) {
  const auto by_value = [&](const T* a, const T* b) { return less(*a, *b); };
  if (!std::is_sorted(pointers.begin(), pointers.end(), by_value))
    std::sort(pointers.begin(), pointers.end(), by_value);
}

auto place_of(const FactChunk& chunk) { return std::tie(chunk.table, chunk.month, chunk.partition); }

Error occurs_twice(const EntityKey& key) {
  return Error(Errc::invalid_argument, "a key may occur once in a change set; this one occurs twice: " + label_of(key));
}

using Puts = std::vector<const ChangeSet::Put*>;

// Whether they come as stores want them, in one look at each.
bool are_ascending(const Puts& puts) {
  const auto wrong = std::adjacent_find(puts.begin(), puts.end(), [](const auto* a, const auto* b) {
    const EntityKey &left = a->record.key, &right = b->record.key;
    const int order = left.kind.compare(right.kind);
    return order != 0 ? order > 0 : left.id >= right.id;
  });
  return wrong == puts.end();
}

Status sort_by_key(Puts& puts) {
  if (are_ascending(puts)) return ok();
  std::sort(puts.begin(), puts.end(), [](const auto* a, const auto* b) { return a->record.key < b->record.key; });
  for (std::size_t i = 1; i < puts.size(); ++i)
    if (puts[i - 1]->record.key == puts[i]->record.key) return occurs_twice(puts[i]->record.key);
  return ok();
}

Status check_erased_keys(const ChangeSet& changes, const Puts& sorted) {
  std::vector<const EntityKey*> keys;
  for (const auto& erasure : changes.erasures) keys.push_back(&erasure.key);
  sort_pointers(keys, std::less<EntityKey>());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    STAYSAIL_CHECK(check_key(*keys[i]));
    const auto put = std::lower_bound(sorted.begin(), sorted.end(), *keys[i],
                                      [](const auto* a, const EntityKey& key) { return a->record.key < key; });
    const bool is_put = put != sorted.end() && (*put)->record.key == *keys[i];
    if (is_put || (i != 0 && *keys[i - 1] == *keys[i])) return occurs_twice(*keys[i]);
  }
  return ok();
}

}  // namespace

Result<Puts> checked_in_key_order(const ChangeSet& changes, std::string_view token) {
  STAYSAIL_CHECK(check_token(token));
  Puts puts;
  puts.reserve(changes.puts.size());
  for (const auto& put : changes.puts) {
    STAYSAIL_CHECK(check_key(put.record.key));
    puts.push_back(&put);
  }
  STAYSAIL_CHECK(sort_by_key(puts));
  STAYSAIL_CHECK(check_erased_keys(changes, puts));
  return puts;
}

Status check_chunks(const std::vector<FactChunk>& chunks, std::string_view token) {
  STAYSAIL_CHECK(check_token(token));
  std::vector<const FactChunk*> sorted;
  for (const FactChunk& chunk : chunks) {
    if (chunk.table.empty()) return Error(Errc::invalid_argument, "a chunk of facts needs the name of its table");
    sorted.push_back(&chunk);
  }
  sort_pointers(sorted, [](const FactChunk& a, const FactChunk& b) { return place_of(a) < place_of(b); });
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end(),
                                        [](const auto* a, const auto* b) { return place_of(*a) == place_of(*b); });
  if (twice == sorted.end()) return ok();
  return Error(Errc::invalid_argument,
               "a chunk may occur once in an append; this one occurs twice: " + label_of(**twice));
}

std::vector<IndexEntry> normalised(std::vector<IndexEntry> indexes) {
  std::sort(indexes.begin(), indexes.end());
  indexes.erase(std::unique(indexes.begin(), indexes.end()), indexes.end());
  return indexes;
}

bool is_normalised(const std::vector<IndexEntry>& indexes) {
  return std::adjacent_find(indexes.begin(), indexes.end(),
                            [](const IndexEntry& a, const IndexEntry& b) { return !(a < b); }) == indexes.end();
}

Digest digest_of(const ChangeSet& changes) {
  FieldDigester digester;
  digester.add("changes").add(static_cast<std::int64_t>(changes.puts.size()));
  for (const auto& put : changes.puts) {
    const Record& record = put.record;
    digester.add(record.key.kind).add(record.key.id).add(record.payload).add(static_cast<std::int64_t>(put.expected));
    digester.add(static_cast<std::int64_t>(record.indexes.size()));
    for (const auto& entry : record.indexes) digester.add(entry.index).add(entry.value);
  }
  for (const auto& erasure : changes.erasures)
    digester.add(erasure.key.kind).add(erasure.key.id).add(static_cast<std::int64_t>(erasure.expected));
  return digester.finish();
}

Digest digest_of(const std::vector<FactChunk>& chunks, const std::vector<std::string>& blobs) {
  Digester digester;
  digester.add("chunks");
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    digester.add(chunks[i].table).add(chunks[i].month.index()).add(chunks[i].partition);
    digester.add(static_cast<std::int64_t>(chunks[i].expected)).add(blobs[i]);
  }
  return digester.finish();
}

std::vector<std::string> encode_chunks(const std::vector<FactChunk>& chunks) {
  std::vector<std::string> blobs;
  blobs.reserve(chunks.size());
  for (const FactChunk& chunk : chunks)
    blobs.push_back(chunk.batch.rows() == 0 ? std::string() : encode_batch(chunk.batch));
  return blobs;
}

Error version_conflict(std::string_view what, std::uint64_t expected, std::uint64_t found) {
  const auto text = [](std::uint64_t version) {
    return version == absent ? "none" : "version " + std::to_string(version);
  };
  return Error(Errc::conflict, "somebody else changed this in the meantime (expected " + text(expected) + ", found " +
                                   text(found) + "); read it again and repeat: " + std::string(what));
}

Error token_reused(std::string_view token) {
  return Error(Errc::invalid_argument,
               "this token already names other changes; every change set needs its own: " + std::string(token));
}

void drop_parts(Record& record, RecordParts parts) {
  if (parts == RecordParts::all) return;
  record.indexes.clear();
  if (parts == RecordParts::key) record.payload.clear();
}

std::string index_cursor(std::string_view value, std::string_view id) {
  return std::to_string(value.size()) + ":" + std::string(value) + std::string(id);
}

Result<std::pair<std::string, std::string>> parse_index_cursor(std::string_view cursor) {
  std::size_t size = 0;
  const auto [end, failure] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), size);
  const auto digits = static_cast<std::size_t>(end - cursor.data());
  if (failure != std::errc() || digits >= cursor.size() || cursor[digits] != ':' || size > cursor.size() - digits - 1)
    return Error(Errc::invalid_argument,
                 "`after` must be FindPage::next of the page before; this is not: " + std::string(cursor));
  cursor.remove_prefix(digits + 1);
  return std::pair(std::string(cursor.substr(0, size)), std::string(cursor.substr(size)));
}

}  // namespace staysail::store
