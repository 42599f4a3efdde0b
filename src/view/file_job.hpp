// One file on its way in: read, sorted into entities and facts, then settled.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "entity_intake.hpp"
#include "fact_intake.hpp"
#include "orphanage.hpp"
#include "staysail/base/control.hpp"

namespace staysail::view {

class FileJob {
 public:
  FileJob(const ModelCatalog& catalog, FeedSplit split) : catalog_(&catalog), split_(std::move(split)) {}

  // Reads the split to its end. This and file() may run beside other jobs; they touch no store.
  Status read(BossFeed& feed, const FeedRequest& request, const Control& control);
  bool is_read() const { return is_read_; }
  Status settle_entities(Store& store, Departures& departures);
  // Files the facts that were read by month, those without an owner apart. Entities come in before.
  Status file(const KnownOwners& owners);
  // Writes what was filed. May run beside other jobs that write other chunks.
  Status settle_facts(Store& store);
  bool writes_chunk_of(const FileJob& other) const;
  // `orphans` receives the facts without an owner, by table. Call once, after settle_facts.
  Status shelter_orphans(std::map<std::string, Orphanage>& orphans);

  const FeedSplit& split() const { return split_; }
  std::uint32_t rows() const { return fates_.size(); }
  RowCounts counts() const { return fates_.counts(unreadable_); }
  // What goes into the quarantine, and the parts that wait of records that are in; call once, at the end.
  std::vector<RejectedRow> take_rejects() { return std::move(rejects_); }
  std::vector<RejectedRow> take_waiting() { return std::move(waiting_); }
  // With their places; call once, at the end.
  std::vector<Conflict> take_conflicts();
  bool has_facts() const { return !held_.empty() || !deletions_.empty(); }

 private:
  struct HeldPart {
    FeedPart part;
    std::uint32_t first_row;
    bool tells_digests = true;  // its origins have theirs
  };
  Status take(FeedBatch&& batch);
  Status take_part(HeldPart&& held);
  Status take_facts(HeldPart&& held, const TableDescription& table);
  Status file_part(const HeldPart& held, const KnownOwners& owners);

  const ModelCatalog* catalog_;
  FeedSplit split_;
  bool is_read_ = false;
  std::map<std::string, EntityIntake> entities_;
  std::map<std::string, MonthFiler> filers_;
  std::map<std::string, MonthFiler> deletions_;
  std::vector<HeldPart> held_;     // facts that wait for their owners to be known
  std::vector<HeldPart> orphans_;  // rows without an owner
  std::vector<RowOrigin> origins_;
  std::vector<RejectedRow> rejects_;  // unreadable records, then orphans
  std::vector<RejectedRow> waiting_;  // orphaned parts of accepted records
  std::uint64_t unreadable_ = 0;
  RowFates fates_;
};

}  // namespace staysail::view
