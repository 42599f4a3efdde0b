#include "store/sqlite_state.hpp"

#include <unistd.h>

#include "staysail/base/guard.hpp"
#include "store/sqlite_page_guard.hpp"
#include "store/sqlite_schema.hpp"

namespace staysail::store {
namespace {

// As many pages as a log has when it is moved into the database.
constexpr int kLogPages = 4096;

}  // namespace

StoredRecord stored_record(const Query& row, int column, RecordParts parts) {
  StoredRecord stored;
  stored.kind = row.bytes(column);
  stored.id = row.bytes(column + 1);
  stored.version = row.version(column + 2);
  if (parts == RecordParts::key) return stored;
  stored.payload = row.bytes(column + 3);
  stored.indexes = row.bytes(column + 4);
  stored.digest = row.bytes(column + 5);
  return stored;
}

StoredChunk stored_chunk(const Query& row) {
  StoredChunk stored;
  stored.table = row.bytes(0);
  stored.month = row.integer(1);
  stored.partition = row.integer(2);
  stored.version = row.version(3);
  stored.rows = row.integer(4);
  stored.batch = row.bytes(5);
  stored.digest = row.bytes(6);
  return stored;
}

SqliteState::SqliteState(Connection opened, const SqliteOptions& opened_with, std::int64_t schema_of_it)
    : connection(std::move(opened)),
      writer_lock(opened_with.path),
      options(opened_with),
      schema(schema_of_it),
      process_(::getpid()) {
  sqlite3_wal_hook(connection.handle(), count_log, this);
}

bool may_write(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  return ::access(path.c_str(), W_OK) == 0 && ::access(folder.c_str(), W_OK) == 0;
}

Result<Connection> connect(const SqliteOptions& options, std::int64_t schema) {
  std::string vfs = options.vfs;
  if (schema >= kGuardedSchema)
    STAYSAIL_CHECK(page_guard_on(vfs).and_then([&](auto name) { return vfs = name, ok(); }));
  if (!options.read_only)
    return Connection::open(options.path, SQLITE_OPEN_READWRITE | (options.create ? SQLITE_OPEN_CREATE : 0),
                            options.busy_timeout, vfs);
  // Without a log the file is the whole store. SQLite would make one, which a folder that may not be written forbids.
  const bool stands_still = !may_write(options.path) && ::access((options.path + "-wal").c_str(), F_OK) != 0;
  return Connection::open(options.path, SQLITE_OPEN_READONLY, options.busy_timeout, vfs, stands_still);
}

Status protect(Connection& connection) {
  STAYSAIL_CHECK(connection.configure(SQLITE_DBCONFIG_DEFENSIVE, true));
  STAYSAIL_CHECK(connection.configure(SQLITE_DBCONFIG_ENABLE_TRIGGER, false));
  STAYSAIL_CHECK(connection.configure(SQLITE_DBCONFIG_ENABLE_VIEW, false));
  STAYSAIL_CHECK(connection.configure(SQLITE_DBCONFIG_TRUSTED_SCHEMA, false));
  STAYSAIL_CHECK(connection.configure(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true));
  return connection.execute("PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY");
}

// The last one out moves the write-ahead log into the file, so that the file alone is the whole store. A child process
// that inherited the handle must leave the parent's files as they are.
SqliteState::~SqliteState() {
  if (in_child_process()) {
    connection.abandon();
    for (const auto& reader : idle_readers_) reader->abandon();
    return;
  }
  idle_readers_.clear();
  const bool alone = !options.read_only && !poisoned && writer_lock.acquire(std::chrono::milliseconds(0)).has_value();
  if (alone) static_cast<void>(connection.configure(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false));
  connection.close();
}

bool SqliteState::in_child_process() const { return ::getpid() != process_; }

Status SqliteState::check_usable() const {
  if (in_child_process())
    return Error::at(Place{path(), 0, 0}, Errc::unsupported,
                     "this handle belongs to the process that forked; open the store anew in the child");
  if (!poisoned) return ok();
  return Error::at(Place{path(), 0, 0}, Errc::io_failed,
                   "the disk failed while it was written to; open the store anew and ask was_applied() before "
                   "repeating");
}

Status SqliteState::read_identity() {
  STAYSAIL_TRY(Query rows, connection.query("SELECT name, value FROM meta"));
  std::string kept_check, digests;
  while (true) {
    STAYSAIL_TRY(const bool more, rows.step());
    if (!more) break;
    if (rows.bytes(0) == "salt") salt_ = rows.text(1);
    if (rows.bytes(0) == "key_check") kept_check = rows.text(1);
    if (rows.bytes(0) == "row_digest") digests = rows.text(1);
  }
  if (salt_.size() != kSaltBytes) return corrupt(path(), "the salt of the store is not there");
  anchor.emplace(options.vfs, options.path, salt_);
  // A store that came from schema 1 keeps the digests of its rows.
  row_key = digests == kPlainDigests ? RowKey() : RowKey(salt_, options.key);
  return check_key(row_key, kept_check, path());
}

// The mark is read before and after the chain, since another process may be writing.
Status SqliteState::check_history() {
  if (!anchor) return ok();
  STAYSAIL_TRY(const auto before, anchor->read());
  STAYSAIL_TRY(const Transaction snapshot, Transaction::begin(connection, Transaction::Kind::read));
  STAYSAIL_TRY(const Chain chain, read_chain(connection));
  STAYSAIL_TRY(const Totals totals, read_totals(connection));
  STAYSAIL_CHECK(check_chain(row_key, chain, totals, path()));
  STAYSAIL_TRY(const auto after, anchor->read());
  STAYSAIL_TRY(const std::int64_t log, connection.log_bytes());
  if (options.renew_anchor && !options.read_only) return anchor->renew(chain.mark());
  STAYSAIL_CHECK(check_anchor(chain, before, after, log == 0, path()));
  return after.newest || options.read_only ? ok() : anchor->renew(chain.mark());
}

Status SqliteState::settle_anchor(const Chain& chain) {
  STAYSAIL_TRY(const auto reading, anchor->read());
  STAYSAIL_TRY(const std::int64_t log, connection.log_bytes());
  STAYSAIL_CHECK(check_anchor(chain, reading, reading, log == 0, path()));
  if (reading.newest == chain.mark() && anchor_is_settled_) return ok();
  STAYSAIL_CHECK(anchor->write(chain.mark()));
  anchor_is_settled_ = true;
  return ok();
}

void SqliteState::keep_mark(const Chain& chain) {
  anchor_is_settled_ = guarded([&] { return anchor->write(chain.mark()); }).has_value();
}

int SqliteState::count_log(void* state, sqlite3*, const char*, int pages) {
  static_cast<SqliteState*>(state)->log_pages_ = pages;
  return SQLITE_OK;
}

void SqliteState::tend_log() {
  if (log_pages_ < kLogPages) return;
  const int code = sqlite3_wal_checkpoint_v2(connection.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (is_failed_sync(code)) poisoned = true;
}

Status SqliteState::bound_log() {
  if (options.max_log_pages == 0 || static_cast<std::uint64_t>(log_pages_) < options.max_log_pages) return ok();
  const int code = sqlite3_wal_checkpoint_v2(connection.handle(), nullptr, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
  if (code == SQLITE_OK) {
    log_pages_ = 0;
    return ok();
  }
  if (is_failed_sync(code)) poisoned = true;
  if ((code & 0xFF) != SQLITE_BUSY) return sqlite_error(code, path(), "moving the log into the database");
  return Error::at(
      Place{path(), 0, 0}, Errc::store_locked,
      "the log (-wal) is as long as max_log_pages allows, and somebody who has been reading for long keeps "
      "it from being emptied; end that reader and try again. Pages in the log: " +
          std::to_string(log_pages_));
}

Status SqliteState::seal(std::uint64_t version) {
  return guarded([&]() -> Status { return try_seal(version); });
}

Status SqliteState::try_seal(std::uint64_t version) {
  STAYSAIL_TRY(Transaction transaction, Transaction::begin(connection, Transaction::Kind::write));
  STAYSAIL_TRY(Query upsert, connection.query("INSERT OR REPLACE INTO meta(name, value) VALUES('sealed', ?1)"));
  STAYSAIL_CHECK(upsert.bind(1, static_cast<std::int64_t>(version)).run());
  return transaction.commit();
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
  if (auto idle = state.take_idle_reader()) {
    STAYSAIL_CHECK(idle->end_rest());
    return Reader(state, std::move(idle));
  }
  STAYSAIL_TRY(Connection opened, connect(state.options, state.schema));
  auto connection = std::make_unique<Connection>(std::move(opened));
  STAYSAIL_CHECK(protect(*connection));
  STAYSAIL_CHECK(connection->execute("PRAGMA query_only = ON; PRAGMA cache_size = -16384"));
  return Reader(state, std::move(connection));
}

Reader::~Reader() {
  if (connection_ != nullptr) state_->give_back(std::move(connection_));
}

}  // namespace staysail::store
