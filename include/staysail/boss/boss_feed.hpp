// BossFeed: what an integrator writes (or configures) to let staysail read a BOSS.
//
// A feed is planned as splits, which are plain data, so that a thread pool and a scheduler on many machines use the
// same adapter; each split is read as batches. Every record read is told exactly once: as an origin with parts, or
// rejected.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "staysail/base/digest.hpp"
#include "staysail/base/result.hpp"
#include "staysail/columns/batch.hpp"

namespace staysail {

struct FeedRequest {
  std::size_t rows_per_batch = 65536;  // at most this many records a batch; 1 to 1,048,576
  // Whether every origin is to have its digest. Else a reader may leave them out (FeedBatch::digests_left_out) where
  // digest_of_row() makes the digest of a record from its part: most records are good, and nobody asks for it.
  bool row_digests = true;
};

// Why a share of a feed is not to be read, though it is there.
struct WithheldSplit {
  std::string reason;   // a stable code: not_ready, growing, empty, truncated, damaged, too_large, too_many_rows,
                        // wrong_record, totals_differ, digest_differs ...
  std::string message;  // what was declared, what was found, what to do
  bool waits = false;   // it may be good by the next look; else it has to be sent again
};

// One share of a feed: usually a file. A plain value.
struct FeedSplit {
  std::string token;                // opaque to all but the feed: names the split
  std::string file;                 // for people
  std::string feed;                 // the feed's name in the mapping: the source of what it tells
  std::vector<std::string> tables;  // the tables that it may fill
  std::uint64_t bytes = 0;
  Digest content;  // of the bytes, of the mapping and of what the name tells: equal content tells equal rows
  // None of its rows come in, and open() fails with `feed_incomplete`.
  std::optional<WithheldSplit> withheld = {};
  std::vector<std::string> notices = {};  // what people should know of it all the same: a gap in a series ...
  // Of entities: what this feed told under a lesser version, and does not tell again under this or a greater one, is
  // gone. Not given: what a split leaves out stays.
  std::optional<std::int64_t> complete_as_of = {};
};

// Where a record stood.
struct RowOrigin {
  std::uint64_t line = 0;
  std::uint64_t byte_offset = 0;
  Digest
      digest;  // of the canonical decoded values, after code tables: encodings and languages of labels change nothing
};

// Rows that records of a batch gave to one table.
struct FeedPart {
  std::string table;
  Batch batch;                        // the mapped attributes of the table by name, then kept extension columns (text)
  std::vector<std::uint32_t> row;     // per batch row: the index into FeedBatch::rows of the record it came from
  std::vector<std::int64_t> version;  // per batch row: later versions of a key replace earlier ones
  // Per batch row: 1 when it says that the row of its key is gone. Such a row has the values of its key and its date
  // and needs no other. Empty: none is.
  std::vector<std::uint8_t> deleted = {};
  bool is_deleted(std::size_t i) const { return !deleted.empty() && deleted[i] != 0; }
};

// A record that could not be used, and why. `reason` is a stable code.
struct RejectedRow {
  std::string file;
  std::uint64_t line = 0;
  std::uint64_t byte_offset = 0;
  std::string column;  // empty when it concerns the whole record
  std::string reason;  // bad_number, bad_date, missing_value, unknown_symbol, bad_encoding, field_count,
                       // record_too_long, orphan ...
  std::string text;    // the offending value, cut to 200 bytes
  Digest digest;
};

// The digest of a record that gave this row and nothing else.
Digest digest_of_row(const FeedPart& part, std::size_t row);

struct FeedBatch {
  std::string file;
  std::vector<RowOrigin> rows;
  std::vector<FeedPart> parts;
  std::vector<RejectedRow> rejects;
  bool digests_left_out = false;  // of all `rows`; those of rejects are there
  std::uint64_t rows_read() const { return rows.size() + rejects.size(); }
};

// Pulls one split. Owned by one thread at a time.
class FeedReader {
 public:
  virtual ~FeedReader() = default;
  // Overwrites `out`. True: records were read. False: the split is finished and `out` is empty. Error: the reader may
  // only be destroyed, and nothing that it gave holds: that a source is not as it was planned is known at its end.
  virtual Result<bool> next(FeedBatch& out) = 0;
};

// Plug point. Every method may be called from many threads at once. Adapters must not throw.
class BossFeed {
 public:
  virtual ~BossFeed() = default;
  virtual Result<std::vector<FeedSplit>> plan(const FeedRequest& request) = 0;
  // `invalid_argument` for a split that this feed did not plan.
  virtual Result<std::unique_ptr<FeedReader>> open(const FeedRequest& request, const FeedSplit& split) = 0;
  // The names of all extension attributes that rows of `table` may bring, as far as they are known without reading
  // rows; with them a night refuses a rule that names something else before it takes anything in. Not given (the
  // default): only the rows tell.
  virtual Result<std::optional<std::vector<std::string>>> extensions_of(const std::string& table);
};

}  // namespace staysail
