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
  for (const auto& put : changes.puts) digester.add(put.record.key.id).add(static_cast<std::int64_t>(put.expected)).add(put.record.payload);
  return "intake:" + digester.finish().to_string();
}

// What a look-up of one customer goes by (view/customer_view.hpp). Every further index costs each night more than it saves.
bool is_looked_up_by(std::string_view attribute) { return attribute == "customer_id" || attribute == "subscription_id"; }

Result<std::vector<IndexEntry>> index_entries(const TableDescription& table, const std::vector<Contribution>& contributions) {
  STAYSAIL_TRY(const auto merged, merge_attributes(table, contributions));
  std::vector<IndexEntry> entries;
  for (std::size_t i = 0; i < merged.size(); ++i)
    if (!table.attributes[i].refers_to.empty() && is_looked_up_by(table.attributes[i].name) && merged[i].bytes) entries.push_back(IndexEntry{table.attributes[i].name, *merged[i].bytes});
  return entries;
}

}  // namespace

void EntityIntake::take(const FeedPart& part, std::uint32_t first_row) {
  const RowEncoder encoder(*table_, part.batch);
  for (std::size_t i = 0; i < part.batch.rows(); ++i) {
    std::string key = encoder.key(i);
    if (key.empty()) continue;  // no id, no entity: the feed rejects such records where the id is required
    claims_.push_back(Claim{std::move(key), Contribution{source_, part.version[i], encoder.record(i)}, first_row + part.row[i]});
  }
}

Status EntityIntake::settle(EntityStore& store, RowFates& fates) {
  std::sort(claims_.begin(), claims_.end(), [](const Claim& a, const Claim& b) {
    return std::tie(a.key, a.said.version, a.said.record, a.row) < std::tie(b.key, b.said.version, b.said.record, b.row);
  });
  // Of equal keys the last stands; the others told nothing that stays.
  std::size_t kept = 0;
  for (std::size_t i = 0; i < claims_.size(); ++i) {
    const bool last = i + 1 == claims_.size() || claims_[i + 1].key != claims_[i].key;
    if (last && kept != i) claims_[kept] = std::move(claims_[i]);
    kept += last ? 1 : 0;
  }
  claims_.resize(kept);
  for (std::size_t begin = 0; begin < kept; begin += kPage) STAYSAIL_CHECK(settle_page(store, begin, std::min(begin + kPage, kept), fates));
  claims_.clear();
  return ok();
}

Status EntityIntake::settle_page(EntityStore& store, std::size_t begin, std::size_t end, RowFates& fates) {
  std::vector<EntityKey> keys;
  for (std::size_t i = begin; i < end; ++i) keys.push_back(EntityKey{table_->name, claims_[i].key});
  STAYSAIL_TRY(const auto known, store.get(keys));
  ChangeSet changes;
  for (std::size_t i = begin; i < end; ++i) {
    STAYSAIL_TRY(const bool news, merge_claim(claims_[i], known[i - begin], changes));
    if (news) fates.mark(claims_[i].row, RowFate::accepted);
  }
  if (changes.empty()) return ok();
  STAYSAIL_CHECK(store.apply(changes, token_of(changes)));
  return ok();
}

Result<bool> EntityIntake::merge_claim(const Claim& claim, const std::optional<Record>& known, ChangeSet& changes) const {
  std::vector<Contribution> contributions;
  if (known) {
    STAYSAIL_TRY(contributions, decode_contributions(known->payload));
  }
  const auto place = std::lower_bound(contributions.begin(), contributions.end(), source_, [](const Contribution& c, const std::string& source) { return c.source < source; });
  const bool spoke = place != contributions.end() && place->source == source_;
  if (spoke && !supersedes(claim.said, *place)) return false;
  const bool news = !spoke || place->record != claim.said.record;
  if (spoke) *place = claim.said;
  else contributions.insert(place, claim.said);
  Record record;
  record.key = EntityKey{table_->name, claim.key};
  record.payload = encode_contributions(contributions);
  STAYSAIL_TRY(record.indexes, index_entries(*table_, contributions));
  changes.put(std::move(record), known ? known->version : absent);
  return news;
}

}  // namespace staysail::view
