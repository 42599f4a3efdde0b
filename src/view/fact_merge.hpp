// Fact rows of one chunk meeting new ones: which are new, which are known, which stand.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "staysail/base/digest.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/model/table.hpp"

namespace staysail::view {

// Columns that every stored fact row carries beside its attributes.
inline constexpr const char* kVersionColumn = "_version";
inline constexpr const char* kSourceColumn = "_source";

// The schema of a table's chunks at rest.
Schema chunk_schema(const TableDescription& table);

// Rows in the order of their key, and which of the rows handed in each of them was.
struct FactRun {
  Batch rows;
  std::vector<std::uint32_t> order;
  bool distinct = false;  // it is known that no key comes twice
};
// One run of batches of chunk_schema(table).
Result<FactRun> run_of(const TableDescription& table, const std::vector<Batch>& batches);

// The key of a row of a chunk, its values joined by U+001F.
std::string key_of(const TableDescription& table, const Batch& rows, std::uint32_t row);

// Two rows of one key and version that say different things.
struct FactConflict {
  std::uint32_t row = 0;  // the incoming row that showed it
  bool stands = false;    // that row stands, and a stored one lost
  std::string key;
  std::int64_t version = 0;
  Digest lost;  // of the values that did not stay
};

struct FactMerge {
  Batch rows;                         // what stands, sorted by key
  std::vector<std::uint8_t> is_news;  // per incoming row: 1 when it told something new
  bool changed = false;               // rows differ from what was stored (also when only a version rose)
  std::vector<FactConflict> conflicts;
};

// Both batches have chunk_schema(table) and are best in the order of their key; `stored` may have no rows. Of the rows
// with an equal key the one of the highest (version, values) stands, so the result is the same for any order and any
// grouping of arrivals. `distinct`: it is known that the keys of `incoming` ascend and none comes twice.
Result<FactMerge> merge_facts(const TableDescription& table, const Batch& stored, const Batch& incoming,
                              bool distinct = false);

}  // namespace staysail::view
