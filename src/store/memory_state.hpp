// The state of an in-memory store: what both halves share.
//
// Changes are prepared beside the state and then put in place by steps that take no memory, so that running out of it
// changes nothing.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>

#include "staysail/base/digest.hpp"
#include "staysail/store/store.hpp"

namespace staysail::store {

// One value by which one record is found. The members are compared in this order.
struct IndexView {
  std::string_view kind, index, value, id;
  friend auto operator<=>(const IndexView&, const IndexView&) = default;
};

struct IndexKey {
  std::string kind, index, value, id;
  operator IndexView() const { return {kind, index, value, id}; }
};

// Compares keys with views: looking one up takes no memory.
struct IndexOrder {
  using is_transparent = void;
  bool operator()(const IndexView& a, const IndexView& b) const { return a < b; }
};

struct ChunkKey {
  std::string table;
  Month month;
  std::uint32_t partition = 0;
  friend auto operator<=>(const ChunkKey&, const ChunkKey&) = default;
};

struct AppliedToken {
  std::uint64_t version = 0;
  Digest changes;
};

struct MemoryState {
  mutable std::shared_mutex mutex;
  std::set<std::string> claims;
  std::uint64_t sequence = 0;  // the version of the latest change set
  std::map<EntityKey, std::shared_ptr<const Record>> records;
  std::set<IndexKey, IndexOrder> index;
  std::map<ChunkKey, FactChunk> chunks;
  std::map<std::string, AppliedToken> tokens;
};

// The receipt of a token that was applied before; nullopt when it was not. The caller holds the mutex.
Result<std::optional<Receipt>> earlier_receipt(const MemoryState& state, const std::string& token,
                                               const Digest& changes);

class MemoryEntityStore final : public EntityStore {
 public:
  explicit MemoryEntityStore(MemoryState& state) : state_(state) {}
  Result<std::vector<std::optional<Record>>> get(const std::vector<EntityKey>& keys) override;
  Result<FindPage> find(const FindRequest& request) override;
  Result<Receipt> apply(const ChangeSet& changes, const std::string& token) override;
  Result<bool> was_applied(const std::string& token) override;
  Result<std::unique_ptr<EntityStore>> snapshot() override;

 private:
  Status check_versions(const ChangeSet& changes) const;
  void drop(const EntityKey& key) noexcept;

  MemoryState& state_;
};

class MemoryFactStore final : public FactStore {
 public:
  explicit MemoryFactStore(MemoryState& state) : state_(state) {}
  Result<Receipt> append(const std::vector<FactChunk>& chunks, const std::string& token) override;
  Result<ScanResult> scan(const ScanRequest& request) override;
  Result<std::vector<Month>> months(const std::string& table) override;

 private:
  Status check_versions(const std::vector<FactChunk>& chunks) const;

  MemoryState& state_;
};

}  // namespace staysail::store
