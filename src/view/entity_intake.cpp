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
  return attribute == "customer_id" || attribute == "subscription_id";
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
  // Of equal keys the last stands; the others told nothing that stays.
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

Result<bool> EntityIntake::merge_claim(const Claim& claim, const std::optional<Record>& known,
                                       ChangeSet& changes) const {
  std::vector<Contribution> contributions;
  if (known) {
    STAYSAIL_TRY(contributions, decode_contributions(known->payload));
  }
  const Contribution said{source_, claim.version, claim.record, file_};
  const auto place = std::lower_bound(contributions.begin(), contributions.end(), said,
                                      [](const Contribution& a, const Contribution& b) { return a.source < b.source; });
  const bool spoke = place != contributions.end() && place->source == source_;
  if (spoke && !supersedes(said, *place)) return false;
  const bool news = !spoke || place->record != said.record;
  if (spoke) *place = said;
  else contributions.insert(place, said);
  Record record;
  record.key = EntityKey{table_->name, claim.key};
  record.payload = encode_contributions(contributions);
  STAYSAIL_TRY(record.indexes, index_entries(*table_, contributions));
  changes.put(std::move(record), known ? known->version : absent);
  return news;
}

}  // namespace staysail::view
