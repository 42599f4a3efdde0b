#include <limits>
#include <mutex>

#include "store/chunk_contents.hpp"
#include "store/memory_state.hpp"
#include "store/rules.hpp"

namespace staysail::store {
namespace {

ChunkKey key_of(const FactChunk& chunk) { return {chunk.table, chunk.month, chunk.partition}; }

}  // namespace

Status MemoryFactStore::check_versions(const std::vector<FactChunk>& chunks) const {
  for (const FactChunk& chunk : chunks) {
    const auto found = state_.chunks.find(key_of(chunk));
    const std::uint64_t version = found == state_.chunks.end() ? absent : found->second.version;
    if (chunk.expected != any_version && chunk.expected != version)
      return version_conflict(chunk.table + " " + chunk.month.to_string(), chunk.expected, version);
  }
  return ok();
}

Result<Receipt> MemoryFactStore::append(const std::vector<FactChunk>& chunks, const std::string& token) {
  STAYSAIL_CHECK(check_chunks(chunks, token));
  const Digest digest = digest_of_contents(chunks);
  const std::unique_lock lock(state_.mutex);
  STAYSAIL_TRY(const auto earlier, earlier_receipt(state_, token, digest));
  if (earlier) return *earlier;
  STAYSAIL_CHECK(check_versions(chunks));

  const std::uint64_t version = state_.sequence + 1;
  std::map<ChunkKey, FactChunk> prepared;
  std::vector<ChunkKey> replaced;
  for (const FactChunk& chunk : chunks) {
    replaced.push_back(key_of(chunk));
    if (chunk.batch.rows() != 0) prepared.emplace(key_of(chunk), chunk).first->second.version = version;
  }
  std::map<std::string, AppliedToken> applied;
  applied.emplace(token, AppliedToken{version, digest});

  for (const ChunkKey& key : replaced) state_.chunks.erase(key);
  state_.chunks.merge(prepared);
  state_.tokens.merge(applied);
  state_.sequence = version;
  return Receipt{version, false};
}

Result<ScanResult> MemoryFactStore::scan(const ScanRequest& request) {
  const std::shared_lock lock(state_.mutex);
  ScanResult result;
  result.filters.assign(request.filters.size(), FilterAnswer::exact);
  auto next = state_.chunks.lower_bound(ChunkKey{request.table, request.first, 0});
  for (; next != state_.chunks.end() && next->first.table == request.table && next->first.month <= request.last;
       ++next) {
    if (request.partition && next->first.partition != *request.partition) continue;
    FactChunk chunk = next->second;
    STAYSAIL_TRY(chunk.batch, select_rows(chunk.batch, request, result.filters));
    if (chunk.batch.rows() != 0) result.chunks.push_back(std::move(chunk));
  }
  return result;
}

Result<std::vector<Month>> MemoryFactStore::months(const std::string& table) {
  const std::shared_lock lock(state_.mutex);
  std::vector<Month> months;
  auto next =
      state_.chunks.lower_bound(ChunkKey{table, Month::from_index(std::numeric_limits<std::int32_t>::min()), 0});
  for (; next != state_.chunks.end() && next->first.table == table; ++next)
    if (months.empty() || months.back() != next->first.month) months.push_back(next->first.month);
  return months;
}

}  // namespace staysail::store
