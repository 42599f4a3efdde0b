#include "file_job.hpp"

namespace staysail::view {
namespace {

// The rows of `part` for which `marks` is `which`.
FeedPart subset(const FeedPart& part, const std::vector<std::uint8_t>& marks, std::uint8_t which) {
  FeedPart some;
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < marks.size(); ++row) {
    if (marks[row] != which) continue;
    rows.push_back(row);
    some.row.push_back(part.row[row]);
    some.version.push_back(part.version[row]);
  }
  some.table = part.table;
  some.batch = part.batch.take(rows);
  return some;
}

Status check_part(const FeedPart& part, const TableDescription* table, const std::string& feed) {
  if (table == nullptr)
    return Error(Errc::adapter_failed,
                 "the feed '" + feed + "' tells of a table that the model does not know: " + part.table);
  const bool marked = part.deleted.empty() || part.deleted.size() == part.batch.rows();
  if (marked && part.row.size() == part.batch.rows() && part.version.size() == part.batch.rows()) return ok();
  return Error(Errc::adapter_failed,
               "the feed '" + feed + "' gave a part whose rows, origins and versions differ in number: " + part.table);
}

}  // namespace

Status FileJob::read(BossFeed& feed, const FeedRequest& request, const Control& control) {
  is_read_ = true;
  STAYSAIL_TRY(const auto reader, feed.open(request, split_));
  for (FeedBatch batch;;) {
    STAYSAIL_CHECK(control.check());
    STAYSAIL_TRY(const bool more, reader->next(batch));
    if (!more) break;
    STAYSAIL_CHECK(take(std::move(batch)));
    batch = FeedBatch();
  }
  for (auto& [name, intake] : entities_) intake.close();
  return ok();
}

Status FileJob::take(FeedBatch&& batch) {
  const std::uint32_t first_row = fates_.size();
  fates_.grow(batch.rows.size());
  if (origins_.empty()) origins_ = std::move(batch.rows);
  else origins_.insert(origins_.end(), batch.rows.begin(), batch.rows.end());
  for (auto& part : batch.parts)
    STAYSAIL_CHECK(take_part(HeldPart{std::move(part), first_row, !batch.digests_left_out}));
  unreadable_ += batch.rejects.size();
  for (auto& reject : batch.rejects) rejects_.push_back(std::move(reject));
  return ok();
}

Status FileJob::take_part(HeldPart&& held) {
  const FeedPart& part = held.part;
  const TableDescription* table = catalog_->find(part.table);
  STAYSAIL_CHECK(check_part(part, table, split_.feed));
  if (table->kind == TableKind::entity)
    entities_.try_emplace(part.table, *table, split_.feed, split_.file).first->second.take(part, held.first_row);
  else return take_facts(std::move(held), *table);
  return ok();
}

// What is gone needs no owner, so it is filed at once.
Status FileJob::take_facts(HeldPart&& held, const TableDescription& table) {
  if (held.part.deleted.empty()) {
    held_.push_back(std::move(held));
    return ok();
  }
  const FeedPart& part = held.part;
  const FeedPart gone = subset(part, part.deleted, 1);
  std::vector<std::uint32_t> chosen, record;
  for (std::uint32_t row = 0; row < gone.row.size(); ++row) {
    chosen.push_back(row);
    record.push_back(held.first_row + gone.row[row]);
  }
  STAYSAIL_TRY(const Batch rows, with_origin(gone.batch, gone.version, split_.feed));
  STAYSAIL_CHECK(deletions_.try_emplace(part.table, table).first->second.add(rows, chosen, record));
  FeedPart rest = subset(part, part.deleted, 0);
  if (rest.batch.rows() != 0) held_.push_back(HeldPart{std::move(rest), held.first_row, held.tells_digests});
  return ok();
}

Status FileJob::file(const KnownOwners& owners) {
  for (const auto& held : held_) STAYSAIL_CHECK(file_part(held, owners));
  held_.clear();
  for (auto* filers : {&filers_, &deletions_})
    for (auto& [name, filer] : *filers) STAYSAIL_CHECK(filer.close());
  return ok();
}

Status FileJob::file_part(const HeldPart& held, const KnownOwners& owners) {
  const FeedPart& part = held.part;
  const TableDescription& table = *catalog_->find(part.table);
  const auto owned = owned_rows_of(table, part.batch, owners);
  std::vector<std::uint32_t> chosen, record;
  for (std::uint32_t row = 0; row < owned.size(); ++row) {
    if (owned[row] == 0) continue;
    chosen.push_back(row);
    record.push_back(held.first_row + part.row[row]);
  }
  if (chosen.size() != owned.size())
    orphans_.push_back(HeldPart{subset(part, owned, 0), held.first_row, held.tells_digests});
  STAYSAIL_TRY(const Batch rows, with_origin(part.batch, part.version, split_.feed));
  return filers_.try_emplace(part.table, table).first->second.add(rows, chosen, record);
}

Status FileJob::settle_entities(Store& store, Departures& departures) {
  for (const auto& table : catalog_->tables()) {
    const auto intake = entities_.find(table.name);
    if (intake != entities_.end()) STAYSAIL_CHECK(intake->second.settle(store.entities(), departures, fates_));
  }
  entities_.clear();
  return ok();
}

Status FileJob::settle_facts(Store& store) {
  for (auto& [name, filer] : deletions_)
    STAYSAIL_CHECK(settle_deletions(store.facts(), *catalog_->find(name), filer, fates_, split_.content.to_string()));
  deletions_.clear();
  for (auto& [name, filer] : filers_)
    STAYSAIL_CHECK(settle_months(store.facts(), *catalog_->find(name), filer, fates_, split_.content.to_string()));
  filers_.clear();
  return ok();
}

bool FileJob::writes_chunk_of(const FileJob& other) const {
  const auto meets = [](const std::map<std::string, MonthFiler>& own, const std::map<std::string, MonthFiler>& theirs) {
    for (const auto& [name, filer] : own) {
      const auto found = theirs.find(name);
      if (found == theirs.end()) continue;
      for (const auto& [month, filed] : filer.months())
        if (found->second.months().contains(month)) return true;
    }
    return false;
  };
  return meets(filers_, other.filers_) || meets(filers_, other.deletions_) || meets(deletions_, other.filers_) ||
         meets(deletions_, other.deletions_);
}

Status FileJob::shelter_orphans(std::map<std::string, Orphanage>& orphans) {
  for (const auto& [part, first_row, tells_digests] : orphans_) {
    const TableDescription& table = *catalog_->find(part.table);
    Orphanage& house = orphans.at(part.table);
    for (std::size_t i = 0; i < part.row.size(); ++i) {
      const std::uint32_t record = first_row + part.row[i];
      fates_.mark(record, RowFate::orphan);
      if (!tells_digests) origins_[record].digest = digest_of_row(part, i);
      house.add(part, i, origins_[record], split_);
      const bool is_in = fates_.at(record) == RowFate::accepted;
      (is_in ? waiting_ : rejects_).push_back(orphan_of(table, part.batch, i, origins_[record], split_.file));
    }
  }
  orphans_.clear();
  return ok();
}

std::vector<Conflict> FileJob::take_conflicts() {
  std::vector<Conflict> conflicts;
  for (auto& [row, conflict] : fates_.take_conflicts()) {
    conflict.file = split_.file;
    conflict.line = origins_[row].line;
    conflict.byte_offset = origins_[row].byte_offset;
    conflicts.push_back(std::move(conflict));
  }
  return conflicts;
}

}  // namespace staysail::view
