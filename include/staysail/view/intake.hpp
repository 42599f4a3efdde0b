// Intake: a BOSS feed goes into the store, and every record is accounted for.
//
// read = accepted + duplicate + quarantined, exactly: a record is accepted if any part of it is news, quarantined if it
// could not be used or a fact's owner is unknown, else a duplicate. A file whose content was taken in before is not
// parsed again; its records count as they would: quarantined while they wait outside, else duplicate. Reading the same
// feed twice changes nothing. A split that is withheld counts nowhere and is told.
//
// Beside that account stand two more lists: `waiting`, the parts of accepted records that wait for an owner, and
// `conflicting`, the rows that contradict another of the same version (view/conflicts.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "staysail/base/control.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/boss/boss_feed.hpp"
#include "staysail/model/table.hpp"
#include "staysail/store/store.hpp"

namespace staysail {

struct RowCounts {
  std::uint64_t read = 0, accepted = 0, duplicate = 0, quarantined = 0;
  RowCounts& operator+=(const RowCounts& other);
};

struct FileIntake {
  std::string file, feed;
  RowCounts counts;
  bool seen_before = false;                    // equal content was taken in by an earlier run
  std::optional<WithheldSplit> withheld = {};  // none of its rows was looked at
  std::vector<std::string> notices = {};
};

struct IntakeReport {
  RowCounts total;
  std::uint64_t recovered = 0;    // records of which an orphan's owner has come
  std::uint64_t waiting = 0;      // records that are in, and of which a part waits for its owner
  std::uint64_t conflicting = 0;  // conflicts that stand open
  std::vector<FileIntake> files;
};

struct IntakeOptions {
  FeedRequest request;
  Executor* executor = nullptr;  // null: the calling thread reads
  Control control;
};

// A row that says that its key is gone is accepted when that is news; what is told of the key under the same or a
// lesser version is out, whenever it comes. What a full file leaves out goes once every split of its version is in.
//
// Entities are merged source by source, facts by key (the highest version stands, then the greatest bytes), so the
// stored state never depends on the order of files, rows or runs. After an error what was taken in so far is kept, and
// running again goes on from there.
Result<IntakeReport> take_in(BossFeed& feed, Store& store, const ModelCatalog& catalog, const IntakeOptions& options);

}  // namespace staysail
