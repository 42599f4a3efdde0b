#include <functional>

#include "staysail/base/guard.hpp"
#include "store/inspection.hpp"
#include "store/sqlite_state.hpp"

namespace staysail::store {
namespace {

// Walks the whole file and stops a part of the walk at its first fault; the other parts still run, so that one report
// says how much is left.
class Walk {
 public:
  explicit Walk(SqliteState& state)
      : state_(state), connection_(state.connection), inspection_(state.path(), state.row_key) {}
  Result<StoreReport> run();

 private:
  Status each_row(const char* sql, const std::function<Status(const Query&)>& visit);
  Status tell_progress();
  Status check_file();
  Status check_entities();
  Status check_index();
  Status name_index_fault();
  Status check_chunks();
  Status check_tokens();
  Status check_sums();

  SqliteState& state_;
  Connection& connection_;
  StoreInspection inspection_;
};

Status Walk::each_row(const char* sql, const std::function<Status(const Query&)>& visit) {
  STAYSAIL_TRY(Query rows, connection_.query(sql));
  while (true) {
    STAYSAIL_TRY(const bool more, rows.step());
    if (!more) return ok();
    STAYSAIL_CHECK(visit(rows));
  }
}

Status Walk::tell_progress() {
  STAYSAIL_TRY(Query sequence, connection_.query("SELECT value FROM meta WHERE name = 'sequence'"));
  STAYSAIL_TRY(const bool counted, sequence.step());
  if (counted) inspection_.see_sequence(sequence.version(0));
  STAYSAIL_TRY(const std::int64_t log, connection_.log_bytes());
  inspection_.see_log(log);
  return ok();
}

Status Walk::check_file() {
  STAYSAIL_TRY(const std::string state, connection_.pragma("integrity_check(1)"));
  return state == "ok" ? ok() : Status(corrupt(state_.path(), state));
}

Status Walk::check_entities() {
  return each_row("SELECT kind, id, version, payload, indexes, digest FROM entities",
                  [&](const Query& row) { return inspection_.see_record(stored_record(row, 0)); });
}

Status Walk::check_index() {
  STAYSAIL_CHECK(each_row("SELECT kind, name, value, id FROM entity_index", [&](const Query& row) {
    inspection_.see_index_row(row.bytes(0), row.bytes(1), row.bytes(2), row.bytes(3));
    return ok();
  }));
  if (inspection_.index_agrees()) return ok();
  STAYSAIL_CHECK(name_index_fault());
  return inspection_.index_fault();
}

Status Walk::name_index_fault() {
  return each_row(
      "SELECT i.kind, i.name, i.value, i.id, e.indexes FROM entity_index AS i"
      " LEFT JOIN entities AS e ON e.kind = i.kind AND e.id = i.id",
      [&](const Query& row) {
        return inspection_.judge_entry({row.text(1), row.text(2)}, {row.text(0), row.text(3)},
                                       row.is_null(4) ? std::nullopt : std::optional(row.bytes(4)));
      });
}

Status Walk::check_chunks() {
  return each_row("SELECT name, month, part, version, rows, batch, digest FROM chunks ORDER BY name, month, part",
                  [&](const Query& row) { return inspection_.see_chunk(stored_chunk(row)); });
}

Status Walk::check_tokens() {
  return each_row("SELECT token, version, digest FROM tokens", [&](const Query& row) {
    inspection_.see_token(row.bytes(0), row.version(1), row.bytes(2));
    return ok();
  });
}

Status Walk::check_sums() {
  STAYSAIL_TRY(Totals written, read_totals(connection_));
  return inspection_.check_sums(std::move(written));
}

Result<StoreReport> Walk::run() {
  STAYSAIL_CHECK(inspection_.note(state_.check_history()));
  STAYSAIL_TRY(const Transaction snapshot, Transaction::begin(connection_, Transaction::Kind::read));
  for (const auto check : {&Walk::tell_progress, &Walk::check_file, &Walk::check_entities, &Walk::check_index,
                           &Walk::check_chunks, &Walk::check_tokens, &Walk::check_sums})
    STAYSAIL_CHECK(inspection_.note((this->*check)()));
  return inspection_.finish();
}

}  // namespace

Result<StoreReport> verify_sqlite(SqliteState& state) {
  return guarded([&]() -> Result<StoreReport> {
    const std::lock_guard lock(state.mutex);
    STAYSAIL_CHECK(state.check_usable());
    return Walk(state).run();
  });
}

}  // namespace staysail::store
