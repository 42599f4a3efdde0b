// What the halves of a PostgreSQL store share: its connections, the lock of the writer, and the rows as they lie in the
// schema.
//
// Tables (schema version 2). Names, keys and values are bytes, compared as bytes whatever the database's collation:
//   meta(name, value)                                          sequence: the version of the latest change; schema
//   identity(name, value)                                      salt and key_check, since schema 2
//   entities(kind, id, version, payload, indexes, digest)      indexes: pairs as bytes, to take old entries away by
//   entity_index(kind, name, value, id)
//   chunks(name, month, part, version, rows, batch, digest)
//   tokens(token, version, digest)                             digest: of the changes that the token names
//   totals(part, name, rows, high, low)                        the RowSum of the rows of each kind and table
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "staysail/store/postgres_store.hpp"
#include "store/postgres_connection.hpp"
#include "store/stored_row.hpp"

namespace staysail::store::postgres {

inline constexpr std::int64_t kPostgresSchemaVersion = 2;
inline constexpr std::int64_t kKeyedSchema = 2;  // from here on salt and secret go into the digests

// A name in double quotes, as SQL wants it.
std::string quoted_name(std::string_view name);
Result<Totals> read_totals(PostgresConnection& connection);
// A row of `kind, id, version, payload, indexes, digest` beginning at `column`; views into it.
StoredRecord stored_record(const PostgresRows& rows, int row, int column);
// A row of `name, month, part, version, rows, batch, digest`.
StoredChunk stored_chunk(const PostgresRows& rows, int row);

class PostgresState {
 public:
  explicit PostgresState(const PostgresOptions& opened_with);

  // Reads the salt and proves the key; `invalid_argument` when it is another one.
  Status read_identity();
  // A connection that is not connected yet.
  std::unique_ptr<PostgresConnection> new_connection(bool for_writing) const;
  // Null when every reader is lent.
  std::unique_ptr<PostgresConnection> take_idle_reader();
  void give_back(std::unique_ptr<PostgresConnection> idle);

  PostgresOptions options;
  std::string label;  // the server and the database, without user and password
  std::mutex mutex;   // of whoever writes
  std::unique_ptr<PostgresConnection> writer;
  RowKey row_key;
  // A commit whose end is not known may still be under way in the server: it holds the row of the sequence.
  std::atomic<bool> doubtful = false;

 private:
  std::mutex readers_mutex_;
  std::vector<std::unique_ptr<PostgresConnection>> idle_readers_;
};

// A connection for reading, lent to one thread.
class PostgresReader {
 public:
  static Result<PostgresReader> lend(PostgresState& state);
  PostgresReader(PostgresReader&&) noexcept = default;
  PostgresReader& operator=(PostgresReader&&) = delete;
  ~PostgresReader();
  PostgresConnection& connection() { return *connection_; }

 private:
  PostgresReader(PostgresState& state, std::unique_ptr<PostgresConnection> connection)
      : state_(&state), connection_(std::move(connection)) {}
  PostgresState* state_;
  std::unique_ptr<PostgresConnection> connection_;
};

// Calls `read(connection)`. A server that was restarted is noticed by the first call after it: that one is repeated,
// which reading allows.
template <class Read>
auto read_with(PostgresState& state, const Read& read) -> decltype(read(std::declval<PostgresConnection&>())) {
  for (bool again = false;; again = true) {
    STAYSAIL_TRY(PostgresReader reader, PostgresReader::lend(state));
    auto answer = read(reader.connection());
    if (answer || again || !reader.connection().lost()) return answer;
  }
}

// One change set on its way in: a transaction that holds the row of the sequence, so that writers take turns.
class PostgresChange {
 public:
  // The caller holds state.mutex.
  static Result<std::unique_ptr<PostgresChange>> begin(PostgresState& state, const std::string& token,
                                                       const Digest& changes);

  // The receipt when the token was applied before: then nothing else may be called.
  const std::optional<Receipt>& earlier() const { return earlier_; }
  std::uint64_t version() const { return version_; }
  PostgresConnection& connection() { return *state_.writer; }
  RowSum& total(std::string_view part, std::string_view name);
  void roll_back() { transaction_->roll_back(); }
  // `in_doubt` when the connection was lost meanwhile.
  Result<Receipt> commit();

  PostgresChange(PostgresState& state, const std::string& token, const Digest& changes);

 private:
  Status begin_transaction();
  Status look_up();
  Status write_progress();

  PostgresState& state_;
  std::optional<PostgresTransaction> transaction_;
  std::string token_, changes_;
  std::optional<Receipt> earlier_;
  std::uint64_t version_ = 0;
  Totals before_, totals_;
};

class PostgresEntityStore final : public EntityStore {
 public:
  explicit PostgresEntityStore(PostgresState& state) : state_(state) {}
  Result<std::vector<std::optional<Record>>> get(const std::vector<EntityKey>& keys) override;
  Result<FindPage> find(const FindRequest& request) override;
  Result<Receipt> apply(const ChangeSet& changes, const std::string& token) override;
  Result<bool> was_applied(const std::string& token) override;
  Result<std::unique_ptr<EntityStore>> snapshot() override;

 private:
  PostgresState& state_;
};

class PostgresFactStore final : public FactStore {
 public:
  explicit PostgresFactStore(PostgresState& state) : state_(state) {}
  Result<Receipt> append(const std::vector<FactChunk>& chunks, const std::string& token) override;
  Result<ScanResult> scan(const ScanRequest& request) override;
  Result<std::vector<Month>> months(const std::string& table) override;

 private:
  PostgresState& state_;
};

Result<StoreReport> verify_postgres(PostgresState& state);

}  // namespace staysail::store::postgres
