// Quarantine: the records that wait outside, each with its reason. Nothing that was read is ever dropped.
//
// The standing quarantine is what the latest reading of each file left outside; a mended file read again takes its
// mended records out. A value, kept in the store between runs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/digest.hpp"
#include "staysail/boss/boss_feed.hpp"
#include "staysail/store/store.hpp"

namespace staysail {

class Quarantine {
 public:
  static Result<Quarantine> load(Store& store);
  // Writes it back when it changed. `token` names the change.
  Status save(Store& store, const std::string& token);

  // All of this file's records now outside are `rows`; what was there of it before is gone.
  void replace_file(std::string_view file, std::vector<RejectedRow> rows);
  // The parent came: the orphans with these (file, line) places are let in.
  void release(const std::vector<RejectedRow>& rows);

  // By file, line, reason.
  const std::vector<RejectedRow>& rows() const { return rows_; }
  // Columns file, line, byte_offset, column, reason, digest, text: the table quarantine.csv shows.
  Result<Batch> table() const;
  // Of the multiset of (reason, row digest): the same wherever the rows stood.
  Digest digest() const;

 private:
  std::vector<RejectedRow> rows_;
  std::uint64_t version_ = 0;
  bool changed_ = false;
};

}  // namespace staysail
