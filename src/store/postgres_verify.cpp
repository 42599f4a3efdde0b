#include "store/inspection.hpp"
#include "store/postgres_state.hpp"

namespace staysail::store::postgres {
namespace {

// Reads the whole schema from one snapshot. A part stops at its first fault; the others still run, so that one report
// says how much is left.
class Walk {
 public:
  Walk(PostgresConnection& connection, const RowKey& key)
      : connection_(connection), inspection_(connection.label(), key) {}
  Result<StoreReport> run();

 private:
  Status tell_progress();
  Status read_entities();
  Status read_index();
  Status name_index_fault();
  Status read_chunks();
  Status read_tokens();
  Status check_sums();

  PostgresConnection& connection_;
  StoreInspection inspection_;
};

Status Walk::tell_progress() {
  STAYSAIL_TRY(const PostgresRows sequence, connection_.query("SELECT value FROM meta WHERE name = 'sequence'"));
  if (sequence.size() == 1) inspection_.see_sequence(sequence.version(0, 0));
  return ok();
}

Status Walk::read_entities() {
  return connection_.for_each_row(
      "SELECT kind, id, version, payload, indexes, digest FROM entities",
      [&](const PostgresRows& row) { return inspection_.see_record(stored_record(row, 0, 0)); });
}

Status Walk::read_index() {
  STAYSAIL_CHECK(connection_.for_each_row(
      "SELECT kind, name, value, id FROM entity_index", [&](const PostgresRows& row) -> Status {
        inspection_.see_index_row(row.bytes(0, 0), row.bytes(0, 1), row.bytes(0, 2), row.bytes(0, 3));
        return ok();
      }));
  if (inspection_.index_agrees()) return ok();
  STAYSAIL_CHECK(name_index_fault());
  return inspection_.index_fault();
}

Status Walk::name_index_fault() {
  return connection_.for_each_row(
      "SELECT i.kind, i.name, i.value, i.id, e.indexes FROM entity_index AS i LEFT JOIN entities AS e"
      " ON e.kind = i.kind AND e.id = i.id ORDER BY i.kind, i.name, i.value, i.id",
      [&](const PostgresRows& row) {
        return inspection_.judge_entry({row.text(0, 1), row.text(0, 2)}, {row.text(0, 0), row.text(0, 3)},
                                       row.is_null(0, 4) ? std::nullopt : std::optional(row.bytes(0, 4)));
      });
}

Status Walk::read_chunks() {
  return connection_.for_each_row(
      "SELECT name, month, part, version, rows, batch, digest FROM chunks ORDER BY name, month, part",
      [&](const PostgresRows& row) { return inspection_.see_chunk(stored_chunk(row, 0)); });
}

Status Walk::read_tokens() {
  return connection_.for_each_row("SELECT token, version, digest FROM tokens", [&](const PostgresRows& row) -> Status {
    inspection_.see_token(row.bytes(0, 0), row.version(0, 1), row.bytes(0, 2));
    return ok();
  });
}

Status Walk::check_sums() {
  STAYSAIL_TRY(Totals written, read_totals(connection_));
  return inspection_.check_sums(std::move(written));
}

// What a missing table or a damaged page breaks off is a finding too; the snapshot goes on behind a savepoint.
Result<StoreReport> Walk::run() {
  STAYSAIL_TRY(const PostgresTransaction snapshot,
               PostgresTransaction::begin(connection_, PostgresTransaction::Kind::read));
  for (const auto part : {&Walk::tell_progress, &Walk::read_entities, &Walk::read_index, &Walk::read_chunks,
                          &Walk::read_tokens, &Walk::check_sums}) {
    STAYSAIL_TRY(const PostgresRows set, connection_.execute("SAVEPOINT part"));
    STAYSAIL_CHECK(inspection_.note((this->*part)()));
    STAYSAIL_TRY(const PostgresRows back, connection_.execute("ROLLBACK TO SAVEPOINT part"));
  }
  return inspection_.finish();
}

}  // namespace

Result<StoreReport> verify_postgres(PostgresState& state) {
  return read_with(state, [&](PostgresConnection& connection) { return Walk(connection, state.row_key).run(); });
}

}  // namespace staysail::store::postgres
