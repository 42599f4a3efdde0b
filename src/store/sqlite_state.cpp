#include "store/sqlite_state.hpp"

#include <unistd.h>

#include "staysail/model/record.hpp"
#include "store/rules.hpp"

namespace staysail::store {
namespace {

constexpr const char* kSelectToken = "SELECT version, digest FROM tokens WHERE token = ?1";

Error opened_for_reading(const std::string& path) {
  const char* advice = may_write(path) ? "it was opened with read_only; open it without"
                                       : "this user may not write the file or its folder; change their permissions, or "
                                         "copy the store to a folder of your own";
  return Error::at(Place{path, 0, 0}, Errc::io_failed, std::string("the store may only be read: ") + advice);
}

bool fails_the_disk(const Error& error) { return error.code() == Errc::io_failed; }

}  // namespace

DigestBytes::DigestBytes(const Digest& digest) {
  char* next = bytes_.data();
  for (const std::uint64_t half : {digest.high, digest.low})
    for (int shift = 56; shift >= 0; shift -= 8) *next++ = static_cast<char>(half >> shift & 0xFF);
}

Result<Totals> read_totals(Connection& connection) {
  Totals totals;
  STAYSAIL_TRY(Query rows, connection.query("SELECT part, name, rows, high, low FROM totals"));
  while (true) {
    STAYSAIL_TRY(const bool more, rows.step());
    if (!more) return totals;
    totals[{rows.text(0), rows.text(1)}] = RowSum{rows.version(2), rows.version(3), rows.version(4)};
  }
}

std::string index_bytes(const std::vector<IndexEntry>& indexes) {
  RecordWriter writer(0);
  for (const auto& entry : indexes) writer.add_extension(entry.index, entry.value);
  return writer.finish();
}

Result<std::vector<IndexEntry>> index_entries(std::string_view bytes) {
  STAYSAIL_TRY(auto pairs, extensions_of(bytes));
  std::vector<IndexEntry> entries;
  entries.reserve(pairs.size());
  for (auto& [name, value] : pairs) entries.push_back(IndexEntry{std::move(name), std::move(value)});
  return entries;
}

Digest record_digest(std::string_view kind, std::string_view id, std::uint64_t version, std::string_view payload,
                     std::string_view indexes) {
  return Digester().add(kind).add(id).add(static_cast<std::int64_t>(version)).add(payload).add(indexes).finish();
}

Digest chunk_digest(std::string_view table, std::int64_t month, std::int64_t partition, std::uint64_t version,
                    std::int64_t rows, std::string_view batch) {
  return Digester()
      .add(table)
      .add(month)
      .add(partition)
      .add(static_cast<std::int64_t>(version))
      .add(rows)
      .add(batch)
      .finish();
}

Digest token_digest(std::string_view token, std::uint64_t version, std::string_view changes) {
  return Digester().add(token).add(static_cast<std::int64_t>(version)).add(changes).finish();
}

Error corrupt(std::string_view path, std::string_view what) {
  return Error::at(Place{std::string(path), 0, 0}, Errc::store_corrupt,
                   "what is stored is not what was written; run `staysail verify` and restore the latest backup: " +
                       std::string(what));
}

Result<Record> read_record(const Query& row, int column, std::string_view path, RecordParts parts) {
  Record record;
  record.key = EntityKey{row.text(column), row.text(column + 1)};
  record.version = row.version(column + 2);
  if (parts == RecordParts::key) return record;
  record.payload = row.text(column + 3);
  const std::string_view indexes = row.bytes(column + 4);
  const Digest digest = record_digest(record.key.kind, record.key.id, record.version, record.payload, indexes);
  if (row.bytes(column + 5) != DigestBytes(digest))
    return corrupt(path, "record " + record.key.kind + " " + record.key.id);
  if (parts == RecordParts::payload) return record;
  STAYSAIL_TRY(record.indexes, index_entries(indexes));
  return record;
}

SqliteState::SqliteState(Connection opened, const SqliteOptions& opened_with)
    : connection(std::move(opened)), writer_lock(opened_with.path), options(opened_with) {}

bool may_write(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  return ::access(path.c_str(), W_OK) == 0 && ::access(folder.c_str(), W_OK) == 0;
}

Result<Connection> connect(const SqliteOptions& options) {
  if (!options.read_only)
    return Connection::open(options.path, SQLITE_OPEN_READWRITE | (options.create ? SQLITE_OPEN_CREATE : 0),
                            options.busy_timeout);
  // Without a log the file is the whole store. SQLite would make one, which a folder that may not be written forbids.
  const bool stands_still = !may_write(options.path) && ::access((options.path + "-wal").c_str(), F_OK) != 0;
  return Connection::open(options.path, SQLITE_OPEN_READONLY, options.busy_timeout, stands_still);
}

Status protect(Connection& connection) {
  STAYSAIL_CHECK(connection.configure(SQLITE_DBCONFIG_DEFENSIVE, true));
  STAYSAIL_CHECK(connection.configure(SQLITE_DBCONFIG_ENABLE_TRIGGER, false));
  STAYSAIL_CHECK(connection.configure(SQLITE_DBCONFIG_ENABLE_VIEW, false));
  STAYSAIL_CHECK(connection.configure(SQLITE_DBCONFIG_TRUSTED_SCHEMA, false));
  STAYSAIL_CHECK(connection.configure(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true));
  return connection.execute("PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY");
}

// The last one out moves the write-ahead log into the file, so that the file alone is the whole store.
SqliteState::~SqliteState() {
  idle_readers_.clear();
  const bool alone = !options.read_only && !poisoned && writer_lock.acquire(std::chrono::milliseconds(0)).has_value();
  if (alone) static_cast<void>(connection.configure(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false));
  connection.close();
}

Status SqliteState::check_usable() const {
  if (!poisoned) return ok();
  return Error::at(Place{path(), 0, 0}, Errc::io_failed,
                   "the disk failed during a commit; open the store anew and ask was_applied() before repeating");
}

std::unique_ptr<Connection> SqliteState::take_idle_reader() {
  const std::lock_guard lock(readers_mutex_);
  if (idle_readers_.empty()) return nullptr;
  auto idle = std::move(idle_readers_.back());
  idle_readers_.pop_back();
  return idle;
}

void SqliteState::give_back(std::unique_ptr<Connection> idle) {
  const std::lock_guard lock(readers_mutex_);
  idle_readers_.push_back(std::move(idle));
}

Result<Reader> Reader::lend(SqliteState& state) {
  STAYSAIL_CHECK(state.check_usable());
  if (auto idle = state.take_idle_reader()) return Reader(state, std::move(idle));
  STAYSAIL_TRY(Connection opened, connect(state.options));
  auto connection = std::make_unique<Connection>(std::move(opened));
  STAYSAIL_CHECK(protect(*connection));
  STAYSAIL_CHECK(connection->execute("PRAGMA query_only = ON; PRAGMA cache_size = -16384"));
  return Reader(state, std::move(connection));
}

Reader::~Reader() {
  if (connection_ != nullptr) state_->give_back(std::move(connection_));
}

SqliteChange::SqliteChange(SqliteState& state, const std::string& token, const Digest& changes)
    : state_(state), guard_(state.writer_lock), token_(token), changes_(std::string_view(DigestBytes(changes))) {}

Result<std::unique_ptr<SqliteChange>> SqliteChange::begin(SqliteState& state, const std::string& token,
                                                          const Digest& changes) {
  STAYSAIL_CHECK(state.check_usable());
  if (state.options.read_only) return opened_for_reading(state.path());
  STAYSAIL_CHECK(state.writer_lock.acquire(state.options.busy_timeout));
  auto change = std::make_unique<SqliteChange>(state, token, changes);
  STAYSAIL_TRY(Transaction transaction, Transaction::begin(state.connection, Transaction::Kind::write));
  change->transaction_.emplace(std::move(transaction));
  STAYSAIL_CHECK(change->look_up());
  return change;
}

Status SqliteChange::look_up() {
  STAYSAIL_TRY(Query known, connection().query(kSelectToken));
  STAYSAIL_TRY(const bool found, known.bind(1, token_).step());
  if (found && known.bytes(1) != changes_) return token_reused(token_);
  if (found) earlier_ = Receipt{known.version(0), true};
  STAYSAIL_TRY(Query sequence, connection().query("SELECT value FROM meta WHERE name = 'sequence'"));
  STAYSAIL_TRY(const bool counted, sequence.step());
  if (!counted) return corrupt(state_.path(), "the sequence number is gone");
  version_ = sequence.version(0) + 1;
  STAYSAIL_TRY(const Totals totals, read_totals(connection()));
  totals_.insert(totals.begin(), totals.end());
  return ok();
}

RowSum& SqliteChange::total(std::string_view part, std::string_view name) {
  return totals_[{std::string(part), std::string(name)}];
}

Status SqliteChange::write_token() {
  total("tokens", "").add(token_digest(token_, version_, changes_));
  STAYSAIL_TRY(Query insert, connection().query("INSERT INTO tokens(token, version, digest) VALUES(?1, ?2, ?3)"));
  return insert.bind(1, token_).bind(2, static_cast<std::int64_t>(version_)).bind(3, changes_).run();
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

Status SqliteChange::write_sequence() {
  STAYSAIL_TRY(Query update, connection().query("UPDATE meta SET value = ?1 WHERE name = 'sequence'"));
  return update.bind(1, static_cast<std::int64_t>(version_)).run();
}

Result<Receipt> SqliteChange::commit() {
  STAYSAIL_CHECK(write_token());
  STAYSAIL_CHECK(write_totals());
  STAYSAIL_CHECK(write_sequence());
  const Status committed = transaction_->commit();
  if (committed) return Receipt{version_, false};
  if (!fails_the_disk(committed.error())) return committed.error();
  state_.poisoned = true;
  return Error::at(Place{state_.path(), 0, 0}, Errc::in_doubt,
                   "the disk failed during the commit; open the store anew and ask was_applied() before repeating: " +
                       committed.error().message());
}

}  // namespace staysail::store
