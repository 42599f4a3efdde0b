#include "store/postgres_state.hpp"

#include <unistd.h>

#include "store/rules.hpp"

namespace staysail::store::postgres {
namespace {

// The row stays locked until the transaction ends: whoever has it is the one writer.
constexpr const char* kLockSequence = "SELECT value FROM meta WHERE name = 'sequence' FOR UPDATE";

const std::string kWriteProgress =
    "WITH known AS (INSERT INTO tokens(token, version, digest) VALUES($1, $2, $3)),"
    " counted AS (UPDATE meta SET value = $2 WHERE name = 'sequence')"
    " INSERT INTO totals(part, name, rows, high, low) SELECT * FROM unnest($4, $5, $6, $7, $8)"
    " ON CONFLICT(part, name) DO UPDATE SET rows = excluded.rows, high = excluded.high, low = excluded.low";

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

std::string option_of(const PQconninfoOption* options, std::string_view keyword) {
  for (; options != nullptr && options->keyword != nullptr; ++options)
    if (keyword == options->keyword) return options->val == nullptr ? "" : options->val;
  return {};
}

// postgres://host:port/database
std::string label_of(const std::string& url) {
  const std::unique_ptr<PQconninfoOption, FreeOptions> options(PQconninfoParse(url.c_str(), nullptr));
  const std::string host = option_of(options.get(), "host"), port = option_of(options.get(), "port");
  const std::string place = host.empty() || host.front() == '/' ? "" : host + (port.empty() ? "" : ":" + port);
  return "postgres://" + place + "/" + option_of(options.get(), "dbname");
}

// An URL that says nothing of it waits ten seconds for a server that does not answer.
std::string with_deadline(const std::string& url) {
  if (url.find("connect_timeout=") != std::string::npos) return url;
  return url + (url.find('?') == std::string::npos ? "?" : "&") + "connect_timeout=10";
}

std::string setup_of(const PostgresOptions& options, bool for_writing) {
  const bool writes = for_writing && !options.read_only;
  return "SET client_encoding = 'UTF8'; SET search_path = " + quoted_name(options.schema) + ", pg_temp; " +
         "SET application_name = 'staysail " + std::to_string(::getpid()) + "'; " +
         "SET lock_timeout = " + std::to_string(options.busy_timeout.count()) + "; " +
         (writes ? "SELECT set_config('synchronous_commit', 'on', false)"
                   " WHERE current_setting('synchronous_commit') = 'off'"
                 : "SET default_transaction_read_only = on");
}

}  // namespace

std::string quoted_name(std::string_view name) {
  std::string quoted = "\"";
  for (const char c : name) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

Result<Totals> read_totals(PostgresConnection& connection) {
  STAYSAIL_TRY(const PostgresRows rows, connection.query("SELECT part, name, rows, high, low FROM totals"));
  Totals totals;
  for (int row = 0; row < rows.size(); ++row)
    totals[{rows.text(row, 0), rows.text(row, 1)}] =
        RowSum{rows.version(row, 2), rows.version(row, 3), rows.version(row, 4)};
  return totals;
}

StoredRecord stored_record(const PostgresRows& rows, int row, int column) {
  StoredRecord stored;
  stored.kind = rows.bytes(row, column);
  stored.id = rows.bytes(row, column + 1);
  stored.version = rows.version(row, column + 2);
  stored.payload = rows.bytes(row, column + 3);
  stored.indexes = rows.bytes(row, column + 4);
  stored.digest = rows.bytes(row, column + 5);
  return stored;
}

StoredChunk stored_chunk(const PostgresRows& rows, int row) {
  StoredChunk stored;
  stored.table = rows.bytes(row, 0);
  stored.month = rows.integer(row, 1);
  stored.partition = rows.integer(row, 2);
  stored.version = rows.version(row, 3);
  stored.rows = rows.integer(row, 4);
  stored.batch = rows.bytes(row, 5);
  stored.digest = rows.bytes(row, 6);
  return stored;
}

PostgresState::PostgresState(const PostgresOptions& opened_with)
    : options(opened_with), label(label_of(opened_with.url)), writer(new_connection(true)) {}

Status PostgresState::read_identity() {
  STAYSAIL_TRY(const PostgresRows rows, writer->query("SELECT name, value FROM identity"));
  std::string_view salt, kept_check;
  for (int row = 0; row < rows.size(); ++row) {
    if (rows.bytes(row, 0) == "salt") salt = rows.bytes(row, 1);
    if (rows.bytes(row, 0) == "key_check") kept_check = rows.bytes(row, 1);
  }
  if (salt.size() != kSaltBytes) return corrupt(label, "the salt of the store is not there");
  row_key = RowKey(salt, options.key);
  return check_key(row_key, kept_check, label);
}

std::unique_ptr<PostgresConnection> PostgresState::new_connection(bool for_writing) const {
  return std::make_unique<PostgresConnection>(with_deadline(options.url), label, setup_of(options, for_writing));
}

std::unique_ptr<PostgresConnection> PostgresState::take_idle_reader() {
  const std::lock_guard lock(readers_mutex_);
  if (idle_readers_.empty()) return nullptr;
  auto idle = std::move(idle_readers_.back());
  idle_readers_.pop_back();
  return idle;
}

void PostgresState::give_back(std::unique_ptr<PostgresConnection> idle) {
  const std::lock_guard lock(readers_mutex_);
  idle_readers_.push_back(std::move(idle));
}

Result<PostgresReader> PostgresReader::lend(PostgresState& state) {
  auto connection = state.take_idle_reader();
  if (connection == nullptr) connection = state.new_connection(false);
  STAYSAIL_CHECK(connection->connect());
  return PostgresReader(state, std::move(connection));
}

PostgresReader::~PostgresReader() {
  if (connection_ != nullptr && !connection_->lost()) state_->give_back(std::move(connection_));
}

PostgresChange::PostgresChange(PostgresState& state, const std::string& token, const Digest& changes)
    : state_(state), token_(token), changes_(std::string_view(DigestBytes(changes))) {}

Result<std::unique_ptr<PostgresChange>> PostgresChange::begin(PostgresState& state, const std::string& token,
                                                              const Digest& changes) {
  if (state.options.read_only)
    return Error::at(Place{state.label, 0, 0}, Errc::io_failed,
                     "the store may only be read: it was opened with read_only, this user may not change its tables, "
                     "or the server is a standby");
  auto change = std::make_unique<PostgresChange>(state, token, changes);
  STAYSAIL_CHECK(change->begin_transaction());
  STAYSAIL_CHECK(change->look_up());
  return change;
}

// A server that was restarted meanwhile is noticed here, where nothing has happened yet.
Status PostgresChange::begin_transaction() {
  for (bool again = false;; again = true) {
    STAYSAIL_CHECK(connection().connect());
    auto transaction = PostgresTransaction::begin(connection(), PostgresTransaction::Kind::write);
    if (!transaction && (again || !connection().lost())) return transaction.error();
    if (!transaction) continue;
    transaction_.emplace(*std::move(transaction));
    return ok();
  }
}

Status PostgresChange::look_up() {
  STAYSAIL_TRY(const PostgresRows sequence, connection().query(kLockSequence));
  if (sequence.size() != 1) return corrupt(state_.label, "the sequence number is gone");
  state_.doubtful = false;  // whoever held the row before has ended
  STAYSAIL_TRY(const PostgresRows known, connection().query("SELECT version, digest FROM tokens WHERE token = $1",
                                                            PostgresParameters().add(token_)));
  if (known.size() == 1 && known.bytes(0, 1) != changes_) return token_reused(token_);
  if (known.size() == 1) earlier_ = Receipt{known.version(0, 0), true};
  version_ = sequence.version(0, 0) + 1;
  STAYSAIL_TRY(before_, read_totals(connection()));
  totals_ = before_;
  return ok();
}

RowSum& PostgresChange::total(std::string_view part, std::string_view name) {
  return totals_[{std::string(part), std::string(name)}];
}

// The token, the sequence and the sums that moved: one question, since each costs a way to the server and back.
Status PostgresChange::write_progress() {
  total("tokens", "").add(token_digest(state_.row_key, token_, version_, changes_));
  std::vector<std::string_view> parts, names;
  std::vector<std::int64_t> rows, highs, lows;
  for (const auto& [place, sum] : totals_) {
    const auto before = before_.find(place);
    if (before != before_.end() && before->second == sum) continue;
    parts.push_back(place.first);
    names.push_back(place.second);
    rows.push_back(static_cast<std::int64_t>(sum.rows));
    highs.push_back(static_cast<std::int64_t>(sum.high));
    lows.push_back(static_cast<std::int64_t>(sum.low));
  }
  PostgresParameters parameters;
  parameters.add(token_).add(static_cast<std::int64_t>(version_)).add(changes_);
  parameters.add(parts).add(names).add(rows).add(highs).add(lows);
  STAYSAIL_TRY(const PostgresRows written, connection().query(kWriteProgress, parameters));
  return ok();
}

Result<Receipt> PostgresChange::commit() {
  STAYSAIL_CHECK(write_progress());
  const Status committed = transaction_->commit();
  if (committed) return Receipt{version_, false};
  if (committed.error().in_doubt()) state_.doubtful = true;
  return committed.error();
}

}  // namespace staysail::store::postgres
