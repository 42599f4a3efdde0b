#include "entity_intake.hpp"

#include <algorithm>
#include <tuple>

#include "entity_frame.hpp"
#include "staysail/base/digest.hpp"

namespace staysail::view {
namespace {

constexpr std::size_t kPage = 65536;  // entities a transaction

// The same changes on the same state have the same token, so a repeated apply changes nothing.
std::string token_of(const ChangeSet& changes) {
  Digester digester;
  for (const auto& put : changes.puts)
    digester.add(put.record.key.id).add(static_cast<std::int64_t>(put.expected)).add(put.record.payload);
  return "intake:" + digester.finish().to_string();
}

// What a look-up of one customer goes by (view/customer_view.hpp). Every further index costs each night more than it
// saves.
bool is_looked_up_by(std::string_view attribute) {
  return attribute == "customer_id" || attribute == "subscription_id" || attribute == "party_id";
}

Result<std::vector<IndexEntry>> index_entries(const TableDescription& table,
                                              const std::vector<Contribution>& contributions) {
  STAYSAIL_TRY(const auto merged, merge(table, contributions));
  std::vector<IndexEntry> entries;
  for (std::size_t i = 0; i < merged.values.size(); ++i) {
    const Attribute& attribute = table.attributes[i];
    const auto& bytes = merged.values[i].bytes;
    if (bytes && !attribute.refers_to.empty() && is_looked_up_by(attribute.name))
      entries.push_back(IndexEntry{attribute.name, std::string(*bytes)});
  }
  return entries;
}

}  // namespace

void EntityIntake::take(const FeedPart& part, std::uint32_t first_row) {
  const RowEncoder encoder(*table_, part.batch);
  for (std::size_t i = 0; i < part.batch.rows(); ++i) {
    std::string key = encoder.key(i);
    if (key.empty()) continue;  // no id, no entity: the feed rejects such records where the id is required
    claims_.push_back(Claim{std::move(key), part.version[i], encoder.record(i), first_row + part.row[i]});
  }
}

void EntityIntake::close() {
  std::sort(claims_.begin(), claims_.end(), [](const Claim& a, const Claim& b) {
    return std::tie(a.key, a.version, a.record, a.row) < std::tie(b.key, b.version, b.record, b.row);
  });
  // Of equal keys the last stands. Others of its version that say something else are found from the back.
  for (std::size_t i = claims_.size(), last = i; i-- > 0;) {
    if (last == claims_.size() || claims_[last].key != claims_[i].key) last = i;
    const bool rival = claims_[i].version == claims_[last].version && claims_[i].record != claims_[last].record;
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

Status EntityIntake::settle(EntityStore& store, RowFates& fates) {
  for (std::size_t begin = 0; begin < claims_.size(); begin += kPage)
    STAYSAIL_CHECK(settle_page(store, begin, std::min(begin + kPage, claims_.size()), fates));
  claims_.clear();
  rivals_.clear();
  return ok();
}

Status EntityIntake::settle_page(EntityStore& store, std::size_t begin, std::size_t end, RowFates& fates) {
  std::vector<EntityKey> keys;
  for (std::size_t i = begin; i < end; ++i) keys.push_back(EntityKey{table_->name, claims_[i].key});
  STAYSAIL_TRY(const auto known, store.get(keys));
  ChangeSet changes;
  for (std::size_t i = begin; i < end; ++i) {
    STAYSAIL_CHECK(merge_claim(claims_[i], known[i - begin], changes, fates));
  }
  if (changes.empty()) return ok();
  STAYSAIL_CHECK(store.apply(changes, token_of(changes)));
  return ok();
}

Status EntityIntake::merge_claim(const Claim& claim, const std::optional<Record>& known, ChangeSet& changes,
                                 RowFates& fates) const {
  std::vector<Contribution> contributions;
  if (known) {
    STAYSAIL_TRY(contributions, decode_contributions(known->payload));
  }
  const Contribution said{source_, claim.version, claim.record, file_};
  const auto place = std::lower_bound(contributions.begin(), contributions.end(), said,
                                      [](const Contribution& a, const Contribution& b) { return a.source < b.source; });
  const bool spoke = place != contributions.end() && place->source == source_;
  const bool stands = !spoke || supersedes(said, *place);
  tell_rivals(claim, stands ? said.version : place->version, fates);
  if (spoke && place->version == said.version && place->record != said.record)
    fates.contradict(claim.row, conflict_of(stands ? *place : said, claim.key, stands));
  if (!stands) return ok();
  if (!spoke || place->record != said.record) fates.mark(claim.row, RowFate::accepted);
  if (spoke) *place = said;
  else contributions.insert(place, said);
  Record record;
  record.key = EntityKey{table_->name, claim.key};
  record.payload = encode_contributions(contributions);
  STAYSAIL_TRY(record.indexes, index_entries(*table_, contributions));
  changes.put(std::move(record), known ? known->version : absent);
  return ok();
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
