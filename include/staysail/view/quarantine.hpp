// Quarantine: the records that wait outside, each with its reason. Nothing that was read is ever dropped.
//
// The standing quarantine is what the latest reading of each file left outside; a mended file read again takes its
// mended records out. A record of which nothing came in stands in rows(), once for each part that waits. A record that
// is in and of which some part waits for its owner stands in waiting(). A value, kept in the store between runs.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "staysail/base/digest.hpp"
#include "staysail/boss/boss_feed.hpp"
#include "staysail/store/store.hpp"

namespace staysail {

// The different records among `rows`, by file and line. Views into `rows`.
std::set<std::pair<std::string_view, std::uint64_t>> places_of(const std::vector<RejectedRow>& rows);

class Quarantine {
 public:
  static Result<Quarantine> load(Store& store);
  // Writes it back when it changed. `token` names the change.
  Status save(Store& store, const std::string& token);

  // All of this file's records now outside are `rows`; what was there of it before is gone.
  void replace_file(std::string_view file, std::vector<RejectedRow> rows, std::vector<RejectedRow> waiting = {});
  // The parent came: the orphans with these (file, line, table) places are let in. What else waits of such a record is
  // a part of a record that is in.
  void release(const std::vector<RejectedRow>& rows);

  // By file, line, reason.
  const std::vector<RejectedRow>& rows() const { return rows_; }
  const std::vector<RejectedRow>& waiting() const { return waiting_; }
  // Columns file, line, byte_offset, column, reason, digest, text, one row a record: the table quarantine.csv shows. An
  // orphan's text names the tables for which it waits.
  Result<Batch> table() const;
  // Columns file, line, byte_offset, table, digest, one row a part: waiting.csv.
  Result<Batch> waiting_table() const;
  // Of the multiset of (reason, row digest), a part each: the same wherever the rows stood, and whatever came first.
  Digest digest() const;

 private:
  std::vector<RejectedRow> rows_, waiting_;
  std::uint64_t version_ = 0;
  bool changed_ = false;
};

}  // namespace staysail
