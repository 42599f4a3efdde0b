// What every store does alike: checks of what comes in, digests that tie a token to its changes, cursors, filters.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "staysail/base/digest.hpp"
#include "staysail/store/entity_store.hpp"
#include "staysail/store/fact_store.hpp"

namespace staysail::store {

// The puts in order of their keys: stores grow in one direction then, which is much faster. `invalid_argument` for an
// empty token, kind or id, or a key that occurs twice.
Result<std::vector<const ChangeSet::Put*>> checked_in_key_order(const ChangeSet& changes, std::string_view token);
// The same for an empty token or table, or a chunk that occurs twice.
Status check_chunks(const std::vector<FactChunk>& chunks, std::string_view token);

// Ascending, without repeats.
std::vector<IndexEntry> normalised(std::vector<IndexEntry> indexes);
bool is_normalised(const std::vector<IndexEntry>& indexes);

// Names the changes by their bytes. `blobs`: the encoded batch of each chunk, empty for one without rows.
Digest digest_of(const ChangeSet& changes);
Digest digest_of(const std::vector<FactChunk>& chunks, const std::vector<std::string>& blobs);
std::vector<std::string> encode_chunks(const std::vector<FactChunk>& chunks);

Error version_conflict(std::string_view what, std::uint64_t expected, std::uint64_t found);
Error token_reused(std::string_view token);

// Takes the row past the page away again: it only told that there is one.
template <class Cursor>
void close_page(FindPage& page, const FindRequest& request, const Cursor& cursor_of_last) {
  if (request.limit == 0 || page.records.size() <= request.limit) return;
  page.records.pop_back();
  page.next = cursor_of_last();
}

// Empties what `parts` does not ask for.
void drop_parts(Record& record, RecordParts parts);

// Where a page of an index search ended: the last value and id.
std::string index_cursor(std::string_view value, std::string_view id);
Result<std::pair<std::string, std::string>> parse_index_cursor(std::string_view cursor);

// The requested columns and those that its filters look at; none: all.
std::vector<std::string> columns_to_read(const ScanRequest& request);
// Filters and projects one chunk, and lowers `answers` to what it could do. The batch may come back without rows.
Result<Batch> select_rows(const Batch& batch, const ScanRequest& request, std::vector<FilterAnswer>& answers);

}  // namespace staysail::store
