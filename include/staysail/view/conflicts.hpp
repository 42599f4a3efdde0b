// Conflicts: rows of one key and one version that say different things. One of them stands, whatever came first; the
// others lost, and a person has to say which is right.
//
// What lost is no part of the view: only the greatest version counts, and of equal ones the greatest values. A conflict
// is over when its key is told with a greater version. The set of (table, source, key, version, lost values) depends on
// the rows that were ever read and on nothing else; the place shown is that of the row whose reading showed it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "staysail/base/calendar.hpp"
#include "staysail/base/digest.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/model/table.hpp"
#include "staysail/store/store.hpp"

namespace staysail {

struct Conflict {
  std::string table;
  std::string source;  // of an entity, where each source has its say; empty for facts
  std::string key;     // the key's values joined by U+001F
  Month month;         // of a fact: the chunk that it stands in
  std::int64_t version = 0;
  Digest lost;  // of the values that did not stay
  std::string file;
  std::uint64_t line = 0, byte_offset = 0;
  bool stands = false;  // the row at this place stands and another lost; false: this row lost
};

// A value, kept in the store between runs.
class Conflicts {
 public:
  static Result<Conflicts> load(Store& store);
  // Of two places for one conflict the first by file and line is kept.
  void add(Conflict conflict);
  // Leaves out those whose key was told with a greater version since. Reads only what has conflicts.
  Status leave_out_settled(Store& store, const ModelCatalog& catalog);
  // Writes them back when they changed. `token` names the change.
  Status save(Store& store, const std::string& token);

  std::size_t size() const { return by_identity_.size(); }
  // Conflicts by table.
  std::map<std::string, std::uint64_t> by_table() const;
  // Columns file, line, byte_offset, table, key, version, outcome ("lost", "stands"), digest, by place: conflicts.csv.
  Result<Batch> table() const;

 private:
  using Identity = std::tuple<std::string, std::string, std::string, std::int64_t, Digest>;
  std::map<Identity, Conflict> by_identity_;
  std::uint64_t version_ = 0;
  bool changed_ = false;
};

}  // namespace staysail
