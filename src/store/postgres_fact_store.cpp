#include <map>
#include <tuple>

#include "store/postgres_copy.hpp"
#include "store/postgres_state.hpp"
#include "store/rules.hpp"

namespace staysail::store::postgres {
namespace {

const std::string kColumns = "c.name, c.month, c.part, c.version, c.rows, c.batch, c.digest";
const std::string kOfPlaces = " unnest($1, $2, $3) AS k(name, month, part)";
const std::string kSamePlace = " c.name = k.name AND c.month = k.month AND c.part = k.part";
const std::string kSelectPlaces =
    "SELECT c.name, c.month, c.part, c.version, c.digest FROM" + kOfPlaces + " JOIN chunks AS c ON" + kSamePlace;
const std::string kErasePlaces = "DELETE FROM chunks AS c USING" + kOfPlaces + " WHERE" + kSamePlace;

using PlaceOfChunk = std::tuple<std::string, std::int64_t, std::int64_t>;

PlaceOfChunk place_of(const FactChunk& chunk) { return {chunk.table, chunk.month.index(), chunk.partition}; }

struct PlaceLists {
  std::vector<std::string_view> names;
  std::vector<std::int64_t> months, parts;
  explicit PlaceLists(const std::vector<FactChunk>& chunks) {
    for (const FactChunk& chunk : chunks) {
      names.push_back(chunk.table);
      months.push_back(chunk.month.index());
      parts.push_back(chunk.partition);
    }
  }
  PostgresParameters parameters() const { return PostgresParameters().add(names).add(months).add(parts); }
};

// Compares versions and takes the chunks that were there away.
Status take_away(PostgresChange& change, const std::vector<FactChunk>& chunks) {
  const PlaceLists places(chunks);
  STAYSAIL_TRY(const PostgresRows rows, change.connection().query(kSelectPlaces, places.parameters()));
  std::map<PlaceOfChunk, std::uint64_t> versions;
  for (int row = 0; row < rows.size(); ++row) {
    versions[{rows.text(row, 0), rows.integer(row, 1), rows.integer(row, 2)}] = rows.version(row, 3);
    change.total("chunks", rows.bytes(row, 0)).remove(digest_from(rows.bytes(row, 4)));
  }
  for (const FactChunk& chunk : chunks) {
    const auto found = versions.find(place_of(chunk));
    const std::uint64_t version = found == versions.end() ? absent : found->second;
    if (chunk.expected != any_version && chunk.expected != version)
      return version_conflict(label_of(chunk), chunk.expected, version);
  }
  if (versions.empty()) return ok();
  STAYSAIL_TRY(const PostgresRows erased, change.connection().query(kErasePlaces, places.parameters()));
  return ok();
}

Status write(PostgresChange& change, const RowKey& key, const std::vector<FactChunk>& chunks,
             const std::vector<std::string>& blobs) {
  STAYSAIL_TRY(PostgresCopy copy,
               PostgresCopy::begin(change.connection(), "chunks(name, month, part, version, rows, batch, digest)", 7));
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    const FactChunk& chunk = chunks[i];
    if (chunk.batch.rows() == 0) continue;
    const auto rows = static_cast<std::int64_t>(chunk.batch.rows());
    const Digest digest =
        chunk_digest(key, chunk.table, chunk.month.index(), chunk.partition, change.version(), rows, blobs[i]);
    copy.row().add(chunk.table).add(std::int64_t{chunk.month.index()}).add(std::int64_t{chunk.partition});
    copy.add(static_cast<std::int64_t>(change.version())).add(rows).add(blobs[i]).add(DigestBytes(digest));
    change.total("chunks", chunk.table).add(digest);
  }
  return copy.finish();
}

Result<PostgresRows> select_range(PostgresConnection& connection, const ScanRequest& request) {
  PostgresParameters parameters;
  parameters.add(request.table).add(std::int64_t{request.first.index()}).add(std::int64_t{request.last.index()});
  if (request.partition) parameters.add(std::int64_t{*request.partition});
  return connection.query("SELECT " + kColumns + " FROM chunks AS c WHERE c.name = $1 AND c.month BETWEEN $2 AND $3" +
                              (request.partition ? " AND c.part = $4" : "") + " ORDER BY c.month, c.part",
                          parameters);
}

}  // namespace

Result<Receipt> PostgresFactStore::append(const std::vector<FactChunk>& chunks, const std::string& token) {
  STAYSAIL_CHECK(check_chunks(chunks, token));
  const std::vector<std::string> blobs = encode_chunks(chunks);
  const Digest digest = digest_of(chunks, blobs);
  const std::lock_guard lock(state_.mutex);
  STAYSAIL_TRY(const auto change, PostgresChange::begin(state_, token, digest));
  if (change->earlier()) return *change->earlier();
  STAYSAIL_CHECK(take_away(*change, chunks));
  STAYSAIL_CHECK(write(*change, state_.row_key, chunks, blobs));
  return change->commit();
}

Result<ScanResult> PostgresFactStore::scan(const ScanRequest& request) {
  STAYSAIL_TRY(const PostgresRows rows,
               read_with(state_, [&](PostgresConnection& connection) { return select_range(connection, request); }));
  ScanResult result;
  result.filters.assign(request.filters.size(), FilterAnswer::exact);
  const auto columns = columns_to_read(request);
  for (int row = 0; row < rows.size(); ++row) {
    STAYSAIL_TRY(FactChunk chunk, unpack_chunk(stored_chunk(rows, row), columns, state_.label, state_.row_key));
    STAYSAIL_TRY(chunk.batch, select_rows(chunk.batch, request, result.filters));
    if (chunk.batch.rows() != 0) result.chunks.push_back(std::move(chunk));
  }
  return result;
}

Result<std::vector<Month>> PostgresFactStore::months(const std::string& table) {
  STAYSAIL_TRY(const PostgresRows rows, read_with(state_, [&](PostgresConnection& connection) {
                 return connection.query("SELECT DISTINCT month FROM chunks WHERE name = $1 ORDER BY month",
                                         PostgresParameters().add(table));
               }));
  std::vector<Month> months;
  for (int row = 0; row < rows.size(); ++row)
    months.push_back(Month::from_index(static_cast<std::int32_t>(rows.integer(row, 0))));
  return months;
}

}  // namespace staysail::store::postgres
