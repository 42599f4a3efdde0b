#include <algorithm>

#include "staysail/base/guard.hpp"
#include "store/report.hpp"
#include "store/sqlite_state.hpp"

namespace staysail::store {
namespace {

Digest index_digest(std::string_view kind, std::string_view name, std::string_view value, std::string_view id) {
  return Digester().add(kind).add(name).add(value).add(id).finish();
}

// Walks the whole file and stops a part of the walk at its first fault; the other parts still run, so that one report
// says how much is left.
class Inspection {
 public:
  explicit Inspection(SqliteState& state) : state_(state), connection_(state.connection) {}
  Result<StoreReport> run();

 private:
  Status tell_progress();
  Status check_file();
  Status check_entities();
  Status check_index();
  Status name_index_fault();
  Status check_chunks();
  Status check_tokens();
  Status check_sums();
  void seen(std::string_view part, const std::string& name, const Digest& digest, std::uint64_t version);
  Status note(const Status& status);

  SqliteState& state_;
  Connection& connection_;
  StoreReport report_;
  Totals found_;
  RowSum index_entries_;
  std::uint64_t newest_ = 0;
};

// Damage is a finding; anything else is an error of the inspection.
Status Inspection::note(const Status& status) {
  if (status) return ok();
  const Errc code = status.error().code();
  if (code != Errc::store_corrupt && code != Errc::malformed_record && code != Errc::limit_exceeded)
    return status.error();
  if (report_.sound) report_.first_fault = fault_text(status.error().message());
  report_.sound = false;
  return ok();
}

void Inspection::seen(std::string_view part, const std::string& name, const Digest& digest, std::uint64_t version) {
  found_[{std::string(part), name}].add(digest);
  newest_ = std::max(newest_, version);
}

Status Inspection::tell_progress() {
  STAYSAIL_TRY(Query sequence, connection_.query("SELECT value FROM meta WHERE name = 'sequence'"));
  STAYSAIL_TRY(const bool counted, sequence.step());
  if (counted) report_.sequence = sequence.version(0);
  STAYSAIL_TRY(const std::int64_t log, connection_.log_bytes());
  report_.log_bytes = static_cast<std::uint64_t>(log);
  return ok();
}

Status Inspection::check_file() {
  STAYSAIL_TRY(const std::string state, connection_.pragma("integrity_check(1)"));
  return state == "ok" ? ok() : Status(corrupt(state_.path(), state));
}

Status Inspection::check_entities() {
  STAYSAIL_TRY(Query rows, connection_.query("SELECT kind, id, version, payload, indexes, digest FROM entities"));
  while (true) {
    STAYSAIL_TRY(const bool more, rows.step());
    if (!more) return ok();
    STAYSAIL_TRY(const Record record, read_record(rows, 0, state_.path(), state_.row_key));
    ++report_.records[record.key.kind];
    for (const auto& entry : record.indexes)
      index_entries_.add(index_digest(record.key.kind, entry.index, entry.value, record.key.id));
    seen("entities", record.key.kind,
         record_digest(state_.row_key, record.key.kind, record.key.id, record.version, record.payload, rows.bytes(4)),
         record.version);
  }
}

// The entries that the records know, and those of the index table, as sums; only when they differ is the culprit
// sought.
Status Inspection::check_index() {
  STAYSAIL_TRY(Query rows, connection_.query("SELECT kind, name, value, id FROM entity_index"));
  RowSum entries;
  while (true) {
    STAYSAIL_TRY(const bool more, rows.step());
    if (!more) break;
    entries.add(index_digest(rows.bytes(0), rows.bytes(1), rows.bytes(2), rows.bytes(3)));
  }
  if (entries == index_entries_) return ok();
  STAYSAIL_CHECK(name_index_fault());
  return corrupt(state_.path(), std::to_string(index_entries_.rows) + " index entries were written and " +
                                    std::to_string(entries.rows) + " are there");
}

Status Inspection::name_index_fault() {
  STAYSAIL_TRY(Query rows, connection_.query("SELECT i.kind, i.name, i.value, i.id, e.indexes FROM entity_index AS i"
                                             " LEFT JOIN entities AS e ON e.kind = i.kind AND e.id = i.id"));
  while (true) {
    STAYSAIL_TRY(const bool more, rows.step());
    if (!more) return ok();
    const std::string label = "index " + rows.text(1) + " of " + rows.text(0) + " names " + rows.text(3);
    if (rows.is_null(4)) return corrupt(state_.path(), label + ", which is not there");
    STAYSAIL_TRY(const auto known, index_entries(rows.bytes(4)));
    if (!std::binary_search(known.begin(), known.end(), IndexEntry{rows.text(1), rows.text(2)}))
      return corrupt(state_.path(), label + ", which has another value");
  }
}

Status Inspection::check_chunks() {
  STAYSAIL_TRY(Query rows,
               connection_.query(
                   "SELECT name, month, part, version, rows, batch, digest FROM chunks ORDER BY name, month, part"));
  while (true) {
    STAYSAIL_TRY(const bool more, rows.step());
    if (!more) return ok();
    STAYSAIL_TRY(const FactChunk chunk, unpack(packed_chunk(rows), {}, state_.path(), state_.row_key));
    ++report_.chunks;
    report_.rows[chunk.table] += chunk.batch.rows();
    seen("chunks", chunk.table,
         chunk_digest(state_.row_key, chunk.table, rows.integer(1), rows.integer(2), chunk.version, rows.integer(4),
                      rows.bytes(5)),
         chunk.version);
  }
}

Status Inspection::check_tokens() {
  STAYSAIL_TRY(Query rows, connection_.query("SELECT token, version, digest FROM tokens"));
  while (true) {
    STAYSAIL_TRY(const bool more, rows.step());
    if (!more) return ok();
    seen("tokens", "", token_digest(state_.row_key, rows.bytes(0), rows.version(1), rows.bytes(2)), rows.version(1));
  }
}

Status Inspection::check_sums() {
  STAYSAIL_TRY(Totals written, read_totals(connection_));
  for (const auto& entry : found_) written.try_emplace(entry.first);
  for (const auto& [place, sum] : written) {
    const RowSum& found = found_[place];
    if (found == sum) continue;
    return corrupt(state_.path(), place.first + " " + place.second + ": " + std::to_string(sum.rows) +
                                      " were written, " + std::to_string(found.rows) + " are there" +
                                      (found.rows == sum.rows ? ", not the same ones" : ""));
  }
  STAYSAIL_TRY(Query sequence, connection_.query("SELECT value FROM meta WHERE name = 'sequence'"));
  STAYSAIL_TRY(const bool counted, sequence.step());
  if (counted && sequence.version(0) >= newest_) return ok();
  return corrupt(state_.path(), "the sequence number is behind the newest version");
}

Result<StoreReport> Inspection::run() {
  STAYSAIL_CHECK(note(state_.check_history()));
  STAYSAIL_TRY(const Transaction snapshot, Transaction::begin(connection_, Transaction::Kind::read));
  for (const auto check :
       {&Inspection::tell_progress, &Inspection::check_file, &Inspection::check_entities, &Inspection::check_index,
        &Inspection::check_chunks, &Inspection::check_tokens, &Inspection::check_sums})
    STAYSAIL_CHECK(note((this->*check)()));
  describe(report_);
  return report_;
}

}  // namespace

Result<StoreReport> verify_sqlite(SqliteState& state) {
  return guarded([&]() -> Result<StoreReport> {
    const std::lock_guard lock(state.mutex);
    STAYSAIL_CHECK(state.check_usable());
    return Inspection(state).run();
  });
}

}  // namespace staysail::store
