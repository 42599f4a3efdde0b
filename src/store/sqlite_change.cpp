#include "store/rules.hpp"
#include "store/sqlite_state.hpp"

namespace staysail::store {
namespace {

constexpr const char* kSelectToken = "SELECT version, digest FROM tokens WHERE token = ?1";

Error opened_for_reading(const std::string& path) {
  const char* advice = may_write(path) ? "it was opened with read_only; open it without"
                                       : "this user may not write the file or its folder; change their permissions, or "
                                         "copy the store to a folder of your own";
  return Error::at(Place{path, 0, 0}, Errc::io_failed, std::string("the store may only be read: ") + advice);
}

}  // namespace

SqliteChange::SqliteChange(SqliteState& state, const std::string& token, const Digest& changes)
    : state_(state), guard_(state.writer_lock), token_(token), changes_(changes) {}

Result<std::unique_ptr<SqliteChange>> SqliteChange::begin(SqliteState& state, const std::string& token,
                                                          const Digest& changes) {
  STAYSAIL_CHECK(state.check_usable());
  if (state.options.read_only) return opened_for_reading(state.path());
  STAYSAIL_CHECK(state.writer_lock.acquire(state.options.busy_timeout));
  auto change = std::make_unique<SqliteChange>(state, token, changes);
  STAYSAIL_CHECK(state.bound_log());
  STAYSAIL_TRY(Transaction transaction, Transaction::begin(state.connection, Transaction::Kind::write));
  change->transaction_.emplace(std::move(transaction));
  STAYSAIL_CHECK(change->look_up());
  return change;
}

Status SqliteChange::look_up() {
  STAYSAIL_TRY(Query known, connection().query(kSelectToken));
  STAYSAIL_TRY(const bool found, known.bind(1, token_).step());
  if (found && known.bytes(1) != DigestBytes(changes_)) return token_reused(token_);
  if (found) earlier_ = Receipt{known.version(0), true};
  STAYSAIL_TRY(chain_, read_chain(connection()));
  STAYSAIL_TRY(totals_, read_totals(connection()));
  STAYSAIL_CHECK(check_chain(state_.row_key, chain_, totals_, state_.path()));
  version_ = chain_.sequence + 1;
  return state_.settle_anchor(chain_);
}

RowSum& SqliteChange::total(std::string_view part, std::string_view name) {
  return totals_[{std::string(part), std::string(name)}];
}

Status SqliteChange::write_token() {
  const DigestBytes changes(changes_);
  total("tokens", "").add(token_digest(state_.row_key, token_, version_, changes));
  STAYSAIL_TRY(Query insert, connection().query("INSERT INTO tokens(token, version, digest) VALUES(?1, ?2, ?3)"));
  return insert.bind(1, token_).bind(2, static_cast<std::int64_t>(version_)).bind(3, std::string_view(changes)).run();
}

Status SqliteChange::write_totals() {
  STAYSAIL_TRY(
      Query upsert,
      connection().query("INSERT OR REPLACE INTO totals(part, name, rows, high, low) VALUES(?1, ?2, ?3, ?4, ?5)"));
  for (const auto& [place, sum] : totals_) {
    upsert.bind_text(1, place.first).bind_text(2, place.second).bind(3, static_cast<std::int64_t>(sum.rows));
    upsert.bind(4, static_cast<std::int64_t>(sum.high)).bind(5, static_cast<std::int64_t>(sum.low));
    STAYSAIL_CHECK(upsert.run());
  }
  return ok();
}

Status SqliteChange::write_chain() {
  chain_ = Chain{version_, {}, chain_.head, changes_};
  chain_.head = head_of(state_.row_key, chain_, totals_);
  return store::write_chain(connection(), chain_);
}

Result<Receipt> SqliteChange::commit() {
  STAYSAIL_CHECK(write_token());
  STAYSAIL_CHECK(write_totals());
  STAYSAIL_CHECK(write_chain());
  const Status committed = transaction_->commit();
  if (!committed) return not_committed(committed.error());
  state_.keep_mark(chain_);
  state_.tend_log();
  return Receipt{version_, false};
}

// A disk without room takes no whole frame, so that nothing of the change can come back. After any other error the
// bytes of the change may be in the log all the same.
Error SqliteChange::not_committed(const Error& error) {
  const int code = sqlite3_extended_errcode(connection().handle());
  transaction_.reset();
  if ((code & 0xFF) == SQLITE_FULL) return error;
  if (!is_failed_sync(code) && state_.seal(version_)) return error;
  state_.poisoned = true;
  return Error::at(Place{state_.path(), 0, 0}, Errc::in_doubt,
                   "the disk failed during the commit; open the store anew and ask was_applied() before repeating: " +
                       error.message());
}

}  // namespace staysail::store
