// FactStore: dated rows in bulk, as chunks of columns.
//
// A chunk holds the rows of one table, one month and one partition (the writer's own division, 0 when there is none).
// It is replaced as a whole: its new version is what scans show from then on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/store/entity_store.hpp"

namespace staysail {

struct FactChunk {
  std::string table;
  Month month;
  std::uint32_t partition = 0;
  Batch batch;                           // no rows: the chunk is removed
  std::uint64_t version = 0;             // as read; ignored when appended
  std::uint64_t expected = any_version;  // when appended: the version that it replaces, `absent` for none
};

// Keeps the rows whose `column` lies in a range (number, day, instant, boolean as 0 and 1; the values as the column
// holds them) or is one of some texts. Null matches nothing.
struct FactFilter {
  std::string column;
  std::optional<std::int64_t> at_least;
  std::optional<std::int64_t> at_most;
  std::vector<std::string> any_of;  // text columns
};

// What a store did with a filter.
enum class FilterAnswer : std::uint8_t {
  exact,        // every row that came back matches
  inexact,      // some rows that do not match may have come back
  unsupported,  // the filter was not looked at
};

struct ScanRequest {
  std::string table;
  Month first;  // both months included
  Month last;
  std::vector<std::string> columns;  // in this order; empty = all
  std::vector<FactFilter> filters;   // all must match
  std::optional<std::uint32_t> partition;
};

struct ScanResult {
  // In (month, partition) order; chunks of which no row is left are not there. A chunk that was written before a
  // requested column existed comes without it, and no row of it matches a filter on that column.
  std::vector<FactChunk> chunks;
  std::vector<FilterAnswer> filters;  // one for each of the request's
};

// Plug point. Every method may be called from many threads at once; a call sees no half-written append.
class FactStore {
 public:
  virtual ~FactStore() = default;

  // All chunks or none, under the rules of EntityStore::apply (token, `conflict`, `in_doubt`).
  virtual Result<Receipt> append(const std::vector<FactChunk>& chunks, const std::string& token) = 0;
  virtual Result<ScanResult> scan(const ScanRequest& request) = 0;
  // The months of which the table has chunks, ascending.
  virtual Result<std::vector<Month>> months(const std::string& table) = 0;
};

}  // namespace staysail
