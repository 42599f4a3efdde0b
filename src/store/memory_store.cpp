#include <mutex>

#include "store/memory_state.hpp"
#include "store/report.hpp"

namespace staysail {
namespace {

class MemoryStore final : public Store {
 public:
  EntityStore& entities() override { return entities_; }
  FactStore& facts() override { return facts_; }
  Result<StoreReport> verify() override;

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
  store::describe(report);
  return report;
}

}  // namespace

std::unique_ptr<Store> make_memory_store() { return std::make_unique<MemoryStore>(); }

}  // namespace staysail
