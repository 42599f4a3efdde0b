#include "entity_intake.hpp"

#include <algorithm>
#include <tuple>

#include "staysail/base/digest.hpp"

namespace staysail::view {
namespace {

constexpr std::size_t kPage = 65536;  // entities a transaction

using Place = std::vector<Contribution>::iterator;

// Where `source` speaks, or would.
Place place_of(std::vector<Contribution>& contributions, std::string_view source) {
  return std::lower_bound(contributions.begin(), contributions.end(), source,
                          [](const Contribution& one, std::string_view name) { return one.source < name; });
}

Result<std::vector<Contribution>> contributions_of(const std::optional<Record>& record) {
  if (!record) return std::vector<Contribution>();
  return decode_contributions(record->payload);
}

}  // namespace

void EntityIntake::take(const FeedPart& part, std::uint32_t first_row) {
  const RowEncoder encoder(*table_, part.batch);
  for (std::size_t i = 0; i < part.batch.rows(); ++i) {
    std::string key = encoder.key(i);
    if (key.empty()) continue;  // no id, no entity: the feed rejects such records where the id is required
    const bool deletes = part.is_deleted(i);
    deletes_ = deletes_ || deletes;
    std::string record = deletes ? std::string() : encoder.record(i);
    claims_.push_back(Claim{std::move(key), part.version[i], std::move(record), first_row + part.row[i], deletes});
  }
}

void EntityIntake::close() {
  const auto before = [](const Claim& a, const Claim& b) {
    return std::tie(a.key, a.version, a.deletes, a.record, a.row) <
           std::tie(b.key, b.version, b.deletes, b.record, b.row);
  };
  if (!std::is_sorted(claims_.begin(), claims_.end(), before)) std::sort(claims_.begin(), claims_.end(), before);
  // Of equal keys the last stands. Others of its version that say something else are found from the back.
  for (std::size_t i = claims_.size(), last = i; i-- > 0;) {
    if (last == claims_.size() || claims_[last].key != claims_[i].key) last = i;
    const bool rival = !claims_[last].deletes && claims_[i].version == claims_[last].version &&
                       claims_[i].record != claims_[last].record;
    if (rival) rivals_.push_back(claims_[i]);
  }
  std::reverse(rivals_.begin(), rivals_.end());
  std::size_t kept = 0;
  for (std::size_t i = 0; i < claims_.size(); ++i) {
    const bool last = i + 1 == claims_.size() || claims_[i + 1].key != claims_[i].key;
    if (last && kept != i) claims_[kept] = std::move(claims_[i]);
    kept += last ? 1 : 0;
  }
  claims_.resize(kept);
}

Status EntityIntake::settle(EntityStore& store, Departures& departures, RowFates& fates) {
  for (std::size_t begin = 0; begin < claims_.size(); begin += kPage)
    STAYSAIL_CHECK(settle_page(store, begin, std::min(begin + kPage, claims_.size()), departures, fates));
  claims_.clear();
  rivals_.clear();
  return ok();
}

Status EntityIntake::settle_page(EntityStore& store, std::size_t begin, std::size_t end, Departures& departures,
                                 RowFates& fates) {
  if (deletes_) departures.note(table_->name);
  std::vector<EntityKey> keys, gone_keys;
  for (std::size_t i = begin; i < end; ++i) keys.push_back(EntityKey{table_->name, claims_[i].key});
  STAYSAIL_TRY(const auto known, store.get(keys));
  std::vector<std::optional<Record>> gone(known.size());
  if (departures.any(table_->name)) {
    for (std::size_t i = begin; i < end; ++i) gone_keys.push_back(EntityKey{gone_kind(table_->name), claims_[i].key});
    STAYSAIL_TRY(gone, store.get(gone_keys));
  }
  const std::int64_t whole = departures.told_whole_as_of(table_->name, source_);
  ChangeSet changes;
  for (std::size_t i = begin; i < end; ++i) {
    if (claims_[i].version < whole) continue;
    STAYSAIL_CHECK(merge_claim(claims_[i], known[i - begin], gone[i - begin], changes, fates));
  }
  if (changes.empty()) return ok();
  STAYSAIL_CHECK(store.apply(changes, token_of(changes)));
  return ok();
}

// Written down beside the entity unless what stands is told under a greater version: that needs no look-up.
Status EntityIntake::merge_deletion(const Claim& claim, const std::optional<Record>& known,
                                    const std::optional<Record>& gone, ChangeSet& changes, RowFates& fates) const {
  STAYSAIL_TRY(auto contributions, contributions_of(known));
  const auto place = place_of(contributions, source_);
  const bool spoke = place != contributions.end() && place->source == source_;
  if (spoke && place->version > claim.version) return ok();
  fates.mark(claim.row, RowFate::accepted);
  STAYSAIL_CHECK(put_deletion(table_->name, claim.key, {source_, claim.version, {}, file_}, gone, changes));
  if (!spoke) return ok();
  contributions.erase(place);
  return put_entity(*table_, claim.key, contributions, known->version, changes);
}

Status EntityIntake::merge_claim(const Claim& claim, const std::optional<Record>& known,
                                 const std::optional<Record>& gone, ChangeSet& changes, RowFates& fates) const {
  std::vector<Contribution> claimed = {{source_, claim.version, claim.record, file_}};
  STAYSAIL_TRY(const bool deleted, leave_out_deleted(claimed, gone));
  if (deleted) return ok();
  if (claim.deletes) return merge_deletion(claim, known, gone, changes, fates);
  STAYSAIL_TRY(auto contributions, contributions_of(known));
  const Contribution said{source_, claim.version, claim.record, file_};
  const auto place = place_of(contributions, source_);
  const bool spoke = place != contributions.end() && place->source == source_;
  const bool stands = !spoke || supersedes(said, *place);
  tell_rivals(claim, stands ? said.version : place->version, fates);
  if (spoke && place->version == said.version && place->record != said.record)
    fates.contradict(claim.row, conflict_of(stands ? *place : said, claim.key, stands));
  if (!stands) return ok();
  if (!spoke || place->record != said.record) fates.mark(claim.row, RowFate::accepted);
  if (spoke) *place = said;
  else contributions.insert(place, said);
  return put_entity(*table_, claim.key, contributions, known ? known->version : absent, changes);
}

// A later version than theirs ends the matter: they told nothing that stays.
void EntityIntake::tell_rivals(const Claim& claim, std::int64_t standing, RowFates& fates) const {
  auto rival = std::lower_bound(rivals_.begin(), rivals_.end(), claim.key,
                                [](const Claim& one, const std::string& key) { return one.key < key; });
  for (; rival != rivals_.end() && rival->key == claim.key; ++rival)
    if (rival->version == standing)
      fates.contradict(rival->row, conflict_of({source_, rival->version, rival->record, file_}, rival->key, false));
}

Conflict EntityIntake::conflict_of(const Contribution& lost, const std::string& key, bool stands) const {
  Conflict conflict;
  conflict.table = table_->name;
  conflict.source = source_;
  conflict.key = key;
  conflict.version = lost.version;
  conflict.lost = digest_of(lost.record);
  conflict.stands = stands;
  return conflict;
}

}  // namespace staysail::view
