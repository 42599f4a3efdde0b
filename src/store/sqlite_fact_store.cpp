#include "staysail/base/guard.hpp"
#include "store/rules.hpp"
#include "store/sqlite_state.hpp"

namespace staysail::store {
namespace {

constexpr const char* kSelectRange =
    "SELECT name, month, part, version, rows, batch, digest FROM chunks"
    " WHERE name = ?1 AND month BETWEEN ?2 AND ?3 AND (?4 < 0 OR part = ?4) ORDER BY month, part";
constexpr const char* kSelectOne = "SELECT version, digest FROM chunks WHERE name = ?1 AND month = ?2 AND part = ?3";
constexpr const char* kInsert =
    "INSERT INTO chunks(name, month, part, version, rows, batch, digest) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)";
constexpr const char* kErase = "DELETE FROM chunks WHERE name = ?1 AND month = ?2 AND part = ?3";

Query& bind_place(Query& query, const FactChunk& chunk) {
  return query.bind_text(1, chunk.table).bind(2, chunk.month.index()).bind(3, chunk.partition);
}

// Compares the version and takes the chunk that was there away.
Status take_away(SqliteChange& change, const FactChunk& chunk) {
  STAYSAIL_TRY(Query row, change.connection().query(kSelectOne));
  STAYSAIL_TRY(const bool found, bind_place(row, chunk).step());
  const std::uint64_t version = found ? row.version(0) : absent;
  if (chunk.expected != any_version && chunk.expected != version)
    return version_conflict(label_of(chunk), chunk.expected, version);
  if (!found) return ok();
  if (row.bytes(1).size() != 16) return corrupt(change.connection().path(), label_of(chunk));
  change.total("chunks", chunk.table).remove(digest_from(row.bytes(1)));
  STAYSAIL_TRY(Query erase, change.connection().query(kErase));
  return bind_place(erase, chunk).run();
}

Status put(SqliteChange& change, const RowKey& key, const FactChunk& chunk, const std::string& blob) {
  STAYSAIL_CHECK(take_away(change, chunk));
  if (chunk.batch.rows() == 0) return ok();
  const auto rows = static_cast<std::int64_t>(chunk.batch.rows());
  const Digest digest =
      chunk_digest(key, chunk.table, chunk.month.index(), chunk.partition, change.version(), rows, blob);
  const DigestBytes digest_bytes(digest);
  STAYSAIL_TRY(Query insert, change.connection().query(kInsert));
  bind_place(insert, chunk)
      .bind(4, static_cast<std::int64_t>(change.version()))
      .bind(5, rows)
      .bind(6, blob)
      .bind(7, digest_bytes);
  STAYSAIL_CHECK(insert.run());
  change.total("chunks", chunk.table).add(digest);
  return ok();
}

// A chunk that outlives the row it came from.
struct HeldChunk {
  StoredChunk row;
  std::string batch, digest;

  explicit HeldChunk(const StoredChunk& read) : row(read), batch(read.batch), digest(read.digest) {}
  StoredChunk of(const std::string& table) const {
    StoredChunk whole = row;
    whole.table = table;
    whole.batch = batch;
    whole.digest = digest;
    return whole;
  }
};

Result<std::vector<HeldChunk>> find(SqliteState& state, const ScanRequest& request) {
  STAYSAIL_TRY(Reader reader, Reader::lend(state));
  STAYSAIL_TRY(Query rows, reader.connection().query(kSelectRange));
  rows.bind_text(1, request.table).bind(2, request.first.index()).bind(3, request.last.index());
  rows.bind(4, request.partition ? std::int64_t{*request.partition} : -1);
  std::vector<HeldChunk> found;
  while (true) {
    STAYSAIL_TRY(const bool more, rows.step());
    if (!more) return found;
    found.emplace_back(stored_chunk(rows));
  }
}

}  // namespace

Result<Receipt> SqliteFactStore::append(const std::vector<FactChunk>& chunks, const std::string& token) {
  return guarded([&]() -> Result<Receipt> {
    STAYSAIL_CHECK(check_chunks(chunks, token));
    const std::vector<std::string> blobs = encode_chunks(chunks);
    const Digest digest = digest_of(chunks, blobs);
    const std::lock_guard lock(state_.mutex);
    STAYSAIL_TRY(const auto change, SqliteChange::begin(state_, token, digest));
    if (change->earlier()) return *change->earlier();
    for (std::size_t i = 0; i < chunks.size(); ++i) STAYSAIL_CHECK(put(*change, state_.row_key, chunks[i], blobs[i]));
    return change->commit();
  });
}

// The connection is free again while chunks are unpacked.
Result<ScanResult> SqliteFactStore::scan(const ScanRequest& request) {
  return guarded([&]() -> Result<ScanResult> {
    STAYSAIL_TRY(auto found, find(state_, request));
    ScanResult result;
    result.filters.assign(request.filters.size(), FilterAnswer::exact);
    const auto columns = columns_to_read(request);
    for (auto& held : found) {
      STAYSAIL_TRY(FactChunk chunk, unpack_chunk(held.of(request.table), columns, state_.path(), state_.row_key));
      held.batch = {};
      STAYSAIL_TRY(chunk.batch, select_rows(chunk.batch, request, result.filters));
      if (chunk.batch.rows() != 0) result.chunks.push_back(std::move(chunk));
    }
    return result;
  });
}

Result<std::vector<Month>> SqliteFactStore::months(const std::string& table) {
  return guarded([&]() -> Result<std::vector<Month>> {
    STAYSAIL_TRY(Reader reader, Reader::lend(state_));
    STAYSAIL_TRY(Query rows,
                 reader.connection().query("SELECT DISTINCT month FROM chunks WHERE name = ?1 ORDER BY month"));
    rows.bind_text(1, table);
    std::vector<Month> months;
    while (true) {
      STAYSAIL_TRY(const bool more, rows.step());
      if (!more) return months;
      months.push_back(Month::from_index(static_cast<std::int32_t>(rows.integer(0))));
    }
  });
}

}  // namespace staysail::store
