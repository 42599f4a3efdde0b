#include <mutex>

#include "store/memory_state.hpp"
#include "store/report.hpp"

namespace staysail {
namespace {

class MemoryClaim final : public StoreClaim {
 public:
  MemoryClaim(store::MemoryState& state, std::string work) : state_(state), work_(std::move(work)) {}
  ~MemoryClaim() override {
    const std::unique_lock lock(state_.mutex);
    state_.claims.erase(work_);
  }

 private:
  store::MemoryState& state_;
  std::string work_;
};

class MemoryStore final : public Store {
 public:
  EntityStore& entities() override { return entities_; }
  FactStore& facts() override { return facts_; }
  Result<StoreReport> verify() override;
  Result<std::unique_ptr<StoreClaim>> claim(const std::string& work) override;

 private:
  store::MemoryState state_;
  store::MemoryEntityStore entities_{state_};
  store::MemoryFactStore facts_{state_};
};

Result<StoreReport> MemoryStore::verify() {
  const std::shared_lock lock(state_.mutex);
  StoreReport report;
  for (const auto& entry : state_.records) ++report.records[entry.first.kind];
  for (const auto& entry : state_.chunks) report.rows[entry.first.table] += entry.second.batch.rows();
  report.chunks = state_.chunks.size();
  report.sequence = state_.sequence;
  store::describe(report);
  return report;
}

Result<std::unique_ptr<StoreClaim>> MemoryStore::claim(const std::string& work) {
  const std::unique_lock lock(state_.mutex);
  if (!state_.claims.insert(work).second)
    return Error(Errc::store_locked, "another thread is busy with a " + work +
                                         " on this memory store; wait until it has ended, and try again");
  return std::unique_ptr<StoreClaim>(std::make_unique<MemoryClaim>(state_, work));
}

}  // namespace

std::unique_ptr<Store> make_memory_store() { return std::make_unique<MemoryStore>(); }

}  // namespace staysail
