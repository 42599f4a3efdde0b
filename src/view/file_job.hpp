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
  // `owners` null: entities still come in, so facts of this file are kept until settle_facts().
  FileJob(const ModelCatalog& catalog, FeedSplit split, const KnownOwners* owners) : catalog_(&catalog), split_(std::move(split)), owners_(owners) {}

  // Reads the split to its end. May run beside other jobs; touches no store.
  Status read(BossFeed& feed, const FeedRequest& request, const Control& control);
  Status settle_entities(Store& store);
  // Files what was read and writes it; `orphans` receives the facts without an owner, by table.
  Status settle_facts(Store& store, const KnownOwners& owners, std::map<std::string, Orphanage>& orphans);

  const FeedSplit& split() const { return split_; }
  RowCounts counts() const { return fates_.counts(unreadable_); }
  // What goes into the quarantine; call once, at the end.
  std::vector<RejectedRow> take_rejects() { return std::move(rejects_); }
  bool has_facts_waiting() const { return !held_.empty() || !filers_.empty(); }

 private:
  struct HeldPart {
    FeedPart part;
    std::uint32_t first_row;
  };
  Status take(FeedBatch&& batch);
  Status take_part(FeedPart&& part, std::uint32_t first_row);
  void file(const FeedPart& part, std::uint32_t first_row, const KnownOwners& owners);
  Status shelter_orphans(std::map<std::string, Orphanage>& orphans);

  const ModelCatalog* catalog_;
  FeedSplit split_;
  const KnownOwners* owners_;
  std::map<std::string, EntityIntake> entities_;
  std::map<std::string, MonthFiler> filers_;
  std::vector<HeldPart> held_;     // facts that wait for the owners to be known
  std::vector<HeldPart> orphans_;  // rows without an owner
  std::vector<RowOrigin> origins_;
  std::vector<RejectedRow> rejects_;  // unreadable records, then orphans
  std::uint64_t unreadable_ = 0;
  RowFates fates_;
};

}  // namespace staysail::view
