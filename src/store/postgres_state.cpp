#include "store/postgres_state.hpp"

#include <unistd.h>

#include "staysail/columns/batch_codec.hpp"
#include "store/rules.hpp"

namespace staysail::store::postgres {
namespace {

// The row stays locked until the transaction ends: whoever has it is the one writer.
constexpr const char* kLockSequence = "SELECT value FROM meta WHERE name = 'sequence' FOR UPDATE";

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

Result<Record> read_record(const PostgresRows& rows, int row, int column, std::string_view label, RecordParts parts) {
  Record record;
  record.key = EntityKey{rows.text(row, column), rows.text(row, column + 1)};
  record.version = rows.version(row, column + 2);
  if (parts == RecordParts::key) return record;
  record.payload = rows.text(row, column + 3);
  const std::string_view indexes = rows.bytes(row, column + 4);
  const Digest digest = record_digest(record.key.kind, record.key.id, record.version, record.payload, indexes);
  if (rows.bytes(row, column + 5) != DigestBytes(digest))
    return corrupt(label, "record " + record.key.kind + " " + record.key.id);
  if (parts == RecordParts::payload) return record;
  STAYSAIL_TRY(record.indexes, index_entries(indexes));
  return record;
}

Result<FactChunk> read_chunk(const PostgresRows& rows, int row, const std::vector<std::string>& columns,
                             std::string_view label) {
  FactChunk chunk;
  chunk.table = rows.text(row, 0);
  chunk.month = Month::from_index(static_cast<std::int32_t>(rows.integer(row, 1)));
  chunk.partition = static_cast<std::uint32_t>(rows.integer(row, 2));
  chunk.version = rows.version(row, 3);
  const std::string_view batch = rows.bytes(row, 5);
  const Digest digest =
      chunk_digest(chunk.table, rows.integer(row, 1), rows.integer(row, 2), chunk.version, rows.integer(row, 4), batch);
  if (rows.bytes(row, 6) != DigestBytes(digest)) return corrupt(label, label_of(chunk));
  STAYSAIL_TRY(chunk.batch, decode_batch(batch, columns));
  return chunk;
}

PostgresState::PostgresState(const PostgresOptions& opened_with)
    : options(opened_with), label(label_of(opened_with.url)), writer(new_connection(true)) {}

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

Status PostgresChange::write_token() {
  total("tokens", "").add(token_digest(token_, version_, changes_));
  const auto version = static_cast<std::int64_t>(version_);
  STAYSAIL_TRY(const PostgresRows written,
               connection().query("INSERT INTO tokens(token, version, digest) VALUES($1, $2, $3)",
                                  PostgresParameters().add(token_).add(version).add(changes_)));
  STAYSAIL_TRY(const PostgresRows counted, connection().query("UPDATE meta SET value = $1 WHERE name = 'sequence'",
                                                              PostgresParameters().add(version)));
  return ok();
}

Status PostgresChange::write_totals() {
  for (const auto& [place, sum] : totals_) {
    const auto before = before_.find(place);
    if (before != before_.end() && before->second == sum) continue;
    STAYSAIL_TRY(const PostgresRows written,
                 connection().query("INSERT INTO totals(part, name, rows, high, low) VALUES($1, $2, $3, $4, $5)"
                                    " ON CONFLICT(part, name) DO UPDATE SET rows = $3, high = $4, low = $5",
                                    PostgresParameters()
                                        .add(place.first)
                                        .add(place.second)
                                        .add(static_cast<std::int64_t>(sum.rows))
                                        .add(static_cast<std::int64_t>(sum.high))
                                        .add(static_cast<std::int64_t>(sum.low))));
  }
  return ok();
}

Result<Receipt> PostgresChange::commit() {
  STAYSAIL_CHECK(write_token());
  STAYSAIL_CHECK(write_totals());
  const Status committed = transaction_->commit();
  if (committed) return Receipt{version_, false};
  if (committed.error().in_doubt()) state_.doubtful = true;
  return committed.error();
}

}  // namespace staysail::store::postgres
