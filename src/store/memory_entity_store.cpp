#include <algorithm>
#include <mutex>

#include "store/entity_snapshot.hpp"
#include "store/memory_state.hpp"
#include "store/rules.hpp"

namespace staysail::store {
namespace {

std::uint64_t version_of(const MemoryState& state, const EntityKey& key) {
  const auto found = state.records.find(key);
  return found == state.records.end() ? absent : found->second->version;
}

Status check_version(const MemoryState& state, const EntityKey& key, std::uint64_t expected) {
  const std::uint64_t found = version_of(state, key);
  if (expected == any_version || expected == found) return ok();
  return version_conflict(key.kind + " " + key.id, expected, found);
}

// What a change set will put, made before anything is touched.
struct Prepared {
  std::map<EntityKey, std::shared_ptr<const Record>> records;
  std::set<IndexKey, IndexOrder> index;
  std::map<std::string, AppliedToken> token;
};

void prepare(Prepared& prepared, std::vector<IndexKey>& index, Record record, std::uint64_t version) {
  record.version = version;
  record.indexes = normalised(std::move(record.indexes));
  for (const auto& entry : record.indexes)
    index.push_back(IndexKey{record.key.kind, entry.index, entry.value, record.key.id});
  EntityKey key = record.key;
  prepared.records.emplace_hint(prepared.records.end(), std::move(key),
                                std::make_shared<const Record>(std::move(record)));
}

// Takes the nodes of `source` over without taking memory; keys that are already there stay behind.
template <class Nodes>
void absorb(Nodes& target, Nodes& source) noexcept {
  if (target.empty()) target.swap(source);
  else target.merge(source);
}

// What is not asked for is not copied.
Record with_parts(const Record& record, RecordParts parts) {
  if (parts == RecordParts::all) return record;
  return Record{record.key, record.version, parts == RecordParts::payload ? record.payload : std::string(), {}};
}

bool is_full(const FindPage& page, const FindRequest& request) {
  return request.limit != 0 && page.records.size() == request.limit;
}

using Records = std::vector<std::optional<Record>>;

// The caller of each holds the mutex.
Records records_of(const MemoryState& state, const std::vector<EntityKey>& keys) {
  Records records;
  records.reserve(keys.size());
  for (const EntityKey& key : keys) {
    const auto found = state.records.find(key);
    records.push_back(found == state.records.end() ? std::nullopt : std::optional<Record>(*found->second));
  }
  return records;
}

FindPage find_by_id(const MemoryState& state, const FindRequest& request) {
  FindPage page;
  auto next = request.after.empty() ? state.records.lower_bound(EntityKey{request.kind, request.from.value_or("")})
                                    : state.records.upper_bound(EntityKey{request.kind, request.after});
  for (; next != state.records.end() && next->first.kind == request.kind; ++next) {
    if (request.to && next->first.id > *request.to) break;
    if (is_full(page, request)) {
      page.next = page.records.back().key.id;
      break;
    }
    page.records.push_back(with_parts(*next->second, request.parts));
  }
  return page;
}

Result<FindPage> find_by_index(const MemoryState& state, const FindRequest& request) {
  FindPage page;
  const std::string from = request.from.value_or("");
  auto next = state.index.lower_bound(IndexView{request.kind, request.index, from, {}});
  if (!request.after.empty()) {
    STAYSAIL_TRY(const auto place, parse_index_cursor(request.after));
    next = state.index.upper_bound(IndexView{request.kind, request.index, place.first, place.second});
  }
  const IndexKey* last = nullptr;
  for (; next != state.index.end() && next->kind == request.kind && next->index == request.index; ++next) {
    if (request.to && next->value > *request.to) break;
    if (is_full(page, request)) {
      page.next = index_cursor(last->value, last->id);
      break;
    }
    page.records.push_back(with_parts(*state.records.at(EntityKey{next->kind, next->id}), request.parts));
    last = &*next;
  }
  return page;
}

Result<FindPage> page_of(const MemoryState& state, const FindRequest& request) {
  if (request.index.empty()) return find_by_id(state, request);
  return find_by_index(state, request);
}

// Nothing is copied: whoever writes waits until the snapshot goes.
class MemorySnapshot final : public EntitySnapshot {
 public:
  explicit MemorySnapshot(const MemoryState& state) : state_(state), lock_(state.mutex) {}
  Result<Records> get(const std::vector<EntityKey>& keys) override { return records_of(state_, keys); }
  Result<FindPage> find(const FindRequest& request) override { return page_of(state_, request); }
  Result<bool> was_applied(const std::string& token) override { return state_.tokens.count(token) != 0; }

 private:
  const MemoryState& state_;
  std::shared_lock<std::shared_mutex> lock_;
};

}  // namespace

Result<std::optional<Receipt>> earlier_receipt(const MemoryState& state, const std::string& token,
                                               const Digest& changes) {
  const auto found = state.tokens.find(token);
  if (found == state.tokens.end()) return std::optional<Receipt>{};
  if (found->second.changes != changes) return token_reused(token);
  return std::optional<Receipt>{Receipt{found->second.version, true}};
}

Result<Records> MemoryEntityStore::get(const std::vector<EntityKey>& keys) {
  const std::shared_lock lock(state_.mutex);
  return records_of(state_, keys);
}

Result<FindPage> MemoryEntityStore::find(const FindRequest& request) {
  const std::shared_lock lock(state_.mutex);
  return page_of(state_, request);
}

Result<std::unique_ptr<EntityStore>> MemoryEntityStore::snapshot() {
  return std::unique_ptr<EntityStore>(std::make_unique<MemorySnapshot>(state_));
}

Status MemoryEntityStore::check_versions(const ChangeSet& changes) const {
  for (const auto& put : changes.puts) STAYSAIL_CHECK(check_version(state_, put.record.key, put.expected));
  for (const auto& erasure : changes.erasures) STAYSAIL_CHECK(check_version(state_, erasure.key, erasure.expected));
  return ok();
}

void MemoryEntityStore::drop(const EntityKey& key) noexcept {
  const auto found = state_.records.find(key);
  if (found == state_.records.end()) return;
  for (const auto& entry : found->second->indexes) {
    const auto place = state_.index.find(IndexView{key.kind, entry.index, entry.value, key.id});
    if (place != state_.index.end()) state_.index.erase(place);
  }
  state_.records.erase(found);
}

Result<Receipt> MemoryEntityStore::apply(const ChangeSet& changes, const std::string& token) {
  STAYSAIL_TRY(const auto puts, checked_in_key_order(changes, token));
  const Digest digest = digest_of(changes);
  const std::unique_lock lock(state_.mutex);
  STAYSAIL_TRY(const auto earlier, earlier_receipt(state_, token, digest));
  if (earlier) return *earlier;
  STAYSAIL_CHECK(check_versions(changes));

  const std::uint64_t version = state_.sequence + 1;
  Prepared prepared;
  std::vector<IndexKey> index;
  for (const auto* put : puts) prepare(prepared, index, put->record, version);
  std::sort(index.begin(), index.end(), IndexOrder());
  for (IndexKey& key : index) prepared.index.emplace_hint(prepared.index.end(), std::move(key));
  prepared.token.emplace(token, AppliedToken{version, digest});

  for (const auto& put : changes.puts)
    if (put.expected != absent) drop(put.record.key);
  for (const auto& erasure : changes.erasures) drop(erasure.key);
  absorb(state_.records, prepared.records);
  absorb(state_.index, prepared.index);
  absorb(state_.tokens, prepared.token);
  state_.sequence = version;
  return Receipt{version, false};
}

Result<bool> MemoryEntityStore::was_applied(const std::string& token) {
  const std::shared_lock lock(state_.mutex);
  return state_.tokens.count(token) != 0;
}

}  // namespace staysail::store
