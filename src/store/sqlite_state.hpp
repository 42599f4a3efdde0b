// What the halves of an SQLite store share: the connection, its locks, and the rows as they lie in the file.
//
// Tables (schema version 2; sqlite_schema.hpp):
//   meta(name, value)                                          the chain of changes (sqlite_chain.hpp)
//   entities(kind, id, version, payload, indexes, digest)      indexes: pairs as bytes, to take old entries away by
//   entity_index(kind, name, value, id)
//   chunks(name, month, part, version, rows, batch, digest)
//   tokens(token, version, digest)                             digest: of the changes that the token names
//   totals(part, name, rows, high, low)                        the RowSum of the rows of each kind and table
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "staysail/base/digest.hpp"
#include "staysail/store/sqlite_store.hpp"
#include "store/sqlite_anchor.hpp"
#include "store/sqlite_chain.hpp"
#include "store/sqlite_connection.hpp"
#include "store/sqlite_writer_lock.hpp"
#include "store/stored_row.hpp"

namespace staysail::store {

// A row of `kind, id, version, payload, indexes, digest` beginning at `column`; views into it, as far as `parts` asks.
StoredRecord stored_record(const Query& row, int column, RecordParts parts = RecordParts::all);
// A row of `name, month, part, version, rows, batch, digest`.
StoredChunk stored_chunk(const Query& row);

// Whether this process may change the file and make others beside it.
bool may_write(const std::string& path);
// A connection to such a store, for reading or for writing as `options` say, its pages guarded but for a store of
// schema 1.
Result<Connection> connect(const SqliteOptions& options, std::int64_t schema);
// Store files are untrusted: nothing in them may run, and pages are checked as they are read.
Status protect(Connection& connection);

class SqliteState {
 public:
  SqliteState(Connection opened, const SqliteOptions& opened_with, std::int64_t schema_of_it);
  ~SqliteState();

  const std::string& path() const { return connection.path(); }
  // `io_failed` once the disk failed in a way that leaves the file unknown; `unsupported` in a child process.
  Status check_usable() const;
  // Reads the salt and proves the key; `invalid_argument` when it is another one.
  Status read_identity();
  const std::string& salt() const { return salt_; }
  // Compares the chain of changes with itself and with the anchor; `store_corrupt` says what is missing.
  Status check_history();
  // The same for a writer, before its change: the anchor stands where the store does then. It holds the writer's lock.
  Status settle_anchor(const Chain& chain);
  // After a commit. A mark that cannot be written now is written before the next change.
  void keep_mark(const Chain& chain);
  // Moves the log into the database when it has grown, after each commit.
  void tend_log();
  // Before a change: `store_locked` while a reader keeps a log from being emptied that is as long as it may be.
  Status bound_log();
  // After a failed commit: overwrites what may be left of it in the log, so that no recovery finds it.
  Status seal(std::uint64_t version);

  std::mutex mutex;  // of whoever writes
  Connection connection;
  WriterLock writer_lock;
  SqliteOptions options;
  std::int64_t schema;
  RowKey row_key;
  std::optional<Anchor> anchor;  // none for schema 1
  std::atomic<bool> poisoned = false;

  // Null when every reader is lent.
  std::unique_ptr<Connection> take_idle_reader();
  void give_back(std::unique_ptr<Connection> idle);

 private:
  static int count_log(void* state, sqlite3* database, const char* schema, int pages);
  bool in_child_process() const;
  Status try_seal(std::uint64_t version);

  long process_;
  std::string salt_;
  int log_pages_ = 0;
  bool anchor_is_settled_ = false;
  std::mutex readers_mutex_;
  std::vector<std::unique_ptr<Connection>> idle_readers_;
};

// A connection for reading, lent to one thread: several read at once, and beside the one that writes. What a call to
// the store has committed is seen by every reader that is lent later.
class Reader {
 public:
  // Errors of check_usable() and of opening.
  static Result<Reader> lend(SqliteState& state);
  Reader(Reader&&) noexcept = default;
  Reader& operator=(Reader&&) = delete;
  ~Reader();
  Connection& connection() { return *connection_; }

 private:
  Reader(SqliteState& state, std::unique_ptr<Connection> connection)
      : state_(&state), connection_(std::move(connection)) {}
  SqliteState* state_;
  std::unique_ptr<Connection> connection_;
};

// One change of the file under both locks: the token is looked up first and kept last, totals are carried along.
class SqliteChange {
 public:
  // The caller holds state.mutex.
  static Result<std::unique_ptr<SqliteChange>> begin(SqliteState& state, const std::string& token,
                                                     const Digest& changes);

  // The receipt when the token was applied before: then nothing else may be called.
  const std::optional<Receipt>& earlier() const { return earlier_; }
  std::uint64_t version() const { return version_; }
  Connection& connection() { return state_.connection; }
  RowSum& total(std::string_view part, std::string_view name);
  // `in_doubt` when a sync failed during the commit: the state is unknown and the store must be opened anew. After any
  // other error nothing of the change was kept, and the store stays usable.
  Result<Receipt> commit();

  explicit SqliteChange(SqliteState& state, const std::string& token, const Digest& changes);

 private:
  Status look_up();
  Status write_token();
  Status write_totals();
  Status write_chain();
  Error not_committed(const Error& error);

  SqliteState& state_;
  WriterLockGuard guard_;
  std::optional<Transaction> transaction_;  // ends before the lock is released
  std::string token_;
  Digest changes_;
  std::optional<Receipt> earlier_;
  std::uint64_t version_ = 0;
  Chain chain_;
  Totals totals_;
};

class SqliteEntityStore final : public EntityStore {
 public:
  explicit SqliteEntityStore(SqliteState& state) : state_(state) {}
  Result<std::vector<std::optional<Record>>> get(const std::vector<EntityKey>& keys) override;
  Result<FindPage> find(const FindRequest& request) override;
  Result<Receipt> apply(const ChangeSet& changes, const std::string& token) override;
  Result<bool> was_applied(const std::string& token) override;
  Result<std::unique_ptr<EntityStore>> snapshot() override;

 private:
  SqliteState& state_;
};

class SqliteFactStore final : public FactStore {
 public:
  explicit SqliteFactStore(SqliteState& state) : state_(state) {}
  Result<Receipt> append(const std::vector<FactChunk>& chunks, const std::string& token) override;
  Result<ScanResult> scan(const ScanRequest& request) override;
  Result<std::vector<Month>> months(const std::string& table) override;

 private:
  SqliteState& state_;
};

Result<StoreReport> verify_sqlite(SqliteState& state);
Status backup_sqlite(SqliteState& state, const std::string& path);
// Writes the file anew without its free pages, and empties the log.
Status scrub_sqlite(SqliteState& state);

}  // namespace staysail::store
