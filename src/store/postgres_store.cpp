#include "staysail/store/postgres_store.hpp"

#include <random>
#include <thread>

#include "store/backup_advice.hpp"
#include "store/big_endian.hpp"
#include "store/key_file.hpp"
#include "store/postgres_state.hpp"

namespace staysail {
namespace {

using store::postgres::kKeyedSchema;
using store::postgres::kPostgresSchemaVersion;
using store::postgres::PostgresConnection;
using store::postgres::PostgresParameters;
using store::postgres::PostgresRows;
using store::postgres::PostgresState;
using store::postgres::PostgresTransaction;

// Long values are stored as they are: batches are packed already, and packing them again costs more than it saves.
constexpr const char* kSchema = R"sql(
CREATE TABLE meta(name text PRIMARY KEY, value bigint NOT NULL);
CREATE TABLE identity(name bytea PRIMARY KEY, value bytea NOT NULL);
CREATE TABLE entities(kind bytea NOT NULL, id bytea NOT NULL, version bigint NOT NULL, payload bytea NOT NULL,
  indexes bytea NOT NULL, digest bytea NOT NULL, PRIMARY KEY(kind, id));
CREATE TABLE entity_index(kind bytea NOT NULL, name bytea NOT NULL, value bytea NOT NULL, id bytea NOT NULL,
  PRIMARY KEY(kind, name, value, id));
CREATE TABLE chunks(name bytea NOT NULL, month bigint NOT NULL, part bigint NOT NULL, version bigint NOT NULL,
  rows bigint NOT NULL, batch bytea NOT NULL, digest bytea NOT NULL, PRIMARY KEY(name, month, part));
ALTER TABLE chunks ALTER COLUMN batch SET STORAGE EXTERNAL;
CREATE TABLE tokens(token bytea PRIMARY KEY, version bigint NOT NULL, digest bytea NOT NULL);
CREATE TABLE totals(part bytea NOT NULL, name bytea NOT NULL, rows bigint NOT NULL, high bigint NOT NULL,
  low bigint NOT NULL, PRIMARY KEY(part, name));
INSERT INTO meta VALUES('sequence', 0), ('schema', 2);
)sql";
static_assert(kPostgresSchemaVersion == 2);

// Among the advisory locks of a database: "Stay", and what is locked in which schema.
constexpr std::int64_t kLockSpace = 0x53746179;

std::string lock_key(const std::string& schema, const std::string& work) {
  const auto what = static_cast<std::int32_t>(hash_of(schema + " " + work) & 0xFFFFFFFF);
  return std::to_string(kLockSpace) + ", " + std::to_string(what);
}

Error about_schema(const PostgresState& state, Errc code, const std::string& sentence) {
  return Error::at(Place{state.label, 0, 0}, code, sentence + ": " + state.options.schema);
}

// How many tables the schema has, and whether `meta` is one of them.
struct SchemaContents {
  std::int64_t tables = 0;
  bool has_meta = false;
};

Result<SchemaContents> contents_of(PostgresConnection& connection, const std::string& schema) {
  STAYSAIL_TRY(const PostgresRows rows,
               connection.query("SELECT count(*), count(*) FILTER (WHERE c.relname = 'meta') FROM pg_class AS c"
                                " JOIN pg_namespace AS n ON n.oid = c.relnamespace"
                                " WHERE convert_to(n.nspname, 'UTF8') = $1 AND c.relkind IN ('r', 'v', 'm', 'p', 'f')",
                                PostgresParameters().add(schema)));
  return SchemaContents{rows.integer(0, 0), rows.integer(0, 1) == 1};
}

std::string random_salt() {
  std::random_device dice;
  std::string salt;
  while (salt.size() < store::kSaltBytes) store::append_big_endian(salt, std::uint64_t{dice()} << 32 | dice());
  return salt;
}

Status write_identity(PostgresState& state) {
  const std::string salt = random_salt();
  const store::DigestBytes check(store::RowKey(salt, state.options.key).check());
  STAYSAIL_TRY(const PostgresRows written,
               state.writer->query("INSERT INTO identity(name, value) VALUES('salt', $1), ('key_check', $2)",
                                   PostgresParameters().add(salt).add(check)));
  return ok();
}

Status make_schema(PostgresState& state) {
  PostgresConnection& connection = *state.writer;
  STAYSAIL_TRY(auto transaction, PostgresTransaction::begin(connection, PostgresTransaction::Kind::write));
  STAYSAIL_TRY(const PostgresRows turn,
               connection.execute("SELECT pg_advisory_xact_lock(" + lock_key(state.options.schema, "schema") + ")"));
  STAYSAIL_TRY(const SchemaContents contents, contents_of(connection, state.options.schema));
  if (contents.tables != 0) return ok();  // another process made it in the meantime
  STAYSAIL_TRY(const PostgresRows made,
               connection.execute("CREATE SCHEMA IF NOT EXISTS " + store::postgres::quoted_name(state.options.schema)));
  STAYSAIL_TRY(const PostgresRows filled, connection.execute(kSchema));
  STAYSAIL_CHECK(write_identity(state));
  return transaction.commit();
}

// `schema` of a table `meta` that is ours.
Result<std::int64_t> schema_version(PostgresState& state) {
  const Error not_ours = about_schema(state, Errc::not_a_store,
                                      "this schema belongs to another program and was left untouched; name another one "
                                      "(?schema=NAME)");
  const auto rows = state.writer->query("SELECT value::bigint FROM meta WHERE name = 'schema'");
  if (!rows) return rows.error().code() == Errc::store_corrupt ? not_ours : rows.error();
  if (rows->size() != 1) return not_ours;
  return rows->integer(0, 0);
}

// A store of schema 1 has digests without a key, and stays as it is.
Status judge(PostgresState& state) {
  STAYSAIL_TRY(const std::int64_t version, schema_version(state));
  if (version > kPostgresSchemaVersion)
    return about_schema(state, Errc::store_newer,
                        "a newer staysail made this store (schema version " + std::to_string(version) +
                            ", this one knows " + std::to_string(kPostgresSchemaVersion) +
                            "); it was left untouched: use the newer program");
  if (version < 1) return about_schema(state, Errc::not_a_store, "the tables of this schema are of no version of ours");
  return version < kKeyedSchema ? ok() : state.read_identity();
}

// A standby takes no changes, and a user may lack the rights.
Result<bool> may_write(PostgresConnection& connection) {
  STAYSAIL_TRY(
      const PostgresRows rows,
      connection.query("SELECT (NOT pg_is_in_recovery() AND has_table_privilege('meta', 'UPDATE'))::int::bigint"));
  return rows.integer(0, 0) == 1;
}

Status prepare(PostgresState& state) {
  STAYSAIL_CHECK(state.writer->connect());
  STAYSAIL_TRY(SchemaContents contents, contents_of(*state.writer, state.options.schema));
  if (contents.tables == 0 && state.options.create && !state.options.read_only) {
    STAYSAIL_CHECK(make_schema(state));
    STAYSAIL_TRY(contents, contents_of(*state.writer, state.options.schema));
  }
  if (contents.tables == 0)
    return about_schema(state, Errc::not_found, "there is no store in this schema; look at its spelling");
  STAYSAIL_CHECK(judge(state));
  STAYSAIL_TRY(const bool writable, may_write(*state.writer));
  state.options.read_only |= !writable;
  return ok();
}

// A lock of a session of its own: the server ends it with the session.
class PostgresClaim final : public StoreClaim {
 public:
  explicit PostgresClaim(std::unique_ptr<PostgresConnection> connection) : connection_(std::move(connection)) {}

  Status acquire(const PostgresState& state, const std::string& work) {
    STAYSAIL_CHECK(connection_->connect());
    const std::string key = lock_key(state.options.schema, work);
    constexpr std::chrono::milliseconds step{20};
    for (auto patience = state.options.busy_timeout;; patience -= step) {
      STAYSAIL_TRY(const PostgresRows tried,
                   connection_->query("SELECT pg_try_advisory_lock(" + key + ")::int::bigint"));
      if (tried.integer(0, 0) == 1) return ok();
      if (patience <= step) return held_by_another(state, work);
      std::this_thread::sleep_for(step);
    }
  }

 private:
  Error held_by_another(const PostgresState& state, const std::string& work) {
    const auto holders = connection_->query(
        "SELECT convert_to(a.application_name || ' (server process ' || a.pid || ')', 'UTF8') FROM pg_locks AS l"
        " JOIN pg_stat_activity AS a ON a.pid = l.pid WHERE l.locktype = 'advisory' AND l.granted AND l.classid = " +
        std::to_string(kLockSpace) +
        " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        " AND l.objid = (" +
        lock_key(state.options.schema, work).substr(std::to_string(kLockSpace).size() + 2) + "::bigint & 4294967295)");
    const std::string who = holders && holders->size() > 0 ? holders->text(0, 0) : "another process";
    return Error::at(Place{state.label, 0, 0}, Errc::store_locked,
                     who + " is busy with a " + work +
                         " on this store; wait until it has ended, or stop it, and try "
                         "again");
  }

  std::unique_ptr<PostgresConnection> connection_;
};

class PostgresStore final : public Store {
 public:
  explicit PostgresStore(std::unique_ptr<PostgresState> state) : state_(std::move(state)) {}
  EntityStore& entities() override { return entities_; }
  FactStore& facts() override { return facts_; }
  bool writable() const override { return !state_->options.read_only; }
  std::string place() const override { return state_->label; }
  Result<StoreReport> verify() override { return store::postgres::verify_postgres(*state_); }
  Status backup(const std::string&) override { return store::server_keeps_backups(state_->options.schema); }
  // Freed rows stay in the files of a table until it is written anew.
  Status scrub() override {
    const std::lock_guard lock(state_->mutex);
    STAYSAIL_CHECK(state_->writer->connect());
    return state_->writer->execute("VACUUM (FULL) entities, entity_index, chunks, tokens").and_then([](auto) {
      return ok();
    });
  }
  Result<std::unique_ptr<StoreClaim>> claim(const std::string& work) override {
    auto claimed = std::make_unique<PostgresClaim>(state_->new_connection(false));
    STAYSAIL_CHECK(claimed->acquire(*state_, work));
    return std::unique_ptr<StoreClaim>(std::move(claimed));
  }

 private:
  std::unique_ptr<PostgresState> state_;
  store::postgres::PostgresEntityStore entities_{*state_};
  store::postgres::PostgresFactStore facts_{*state_};
};

Status read_flag(const std::string& name, const std::string& value, bool& flag) {
  if (value != "true" && value != "false")
    return Error(Errc::invalid_argument, name + " is true or false; this was given: " + name + "=" + value);
  flag = value == "true";
  return ok();
}

// Options of ours are taken out; the others are libpq's.
Result<std::unique_ptr<Store>> open_by_url(const StoreUrl& url) {
  PostgresOptions options;
  options.url = url.scheme + ":" + url.path;
  char separator = '?';
  for (const auto& [name, value] : url.options) {
    if (name == "schema") options.schema = value;
    else if (name == "read_only") STAYSAIL_CHECK(read_flag(name, value, options.read_only));
    else if (name == "create") STAYSAIL_CHECK(read_flag(name, value, options.create));
    else if (name == "key_file") {
      STAYSAIL_TRY(options.key, store::read_key_file(value));
    } else options.url += std::exchange(separator, '&') + name + "=" + value;
  }
  return open_postgres_store(options);
}

Status check_options(const PostgresOptions& options) {
  char* fault = nullptr;
  PQconninfoOption* parsed = PQconninfoParse(options.url.c_str(), &fault);
  const std::string message = fault == nullptr ? "" : fault;
  PQfreemem(fault);
  PQconninfoFree(parsed);
  if (parsed == nullptr)
    return Error(Errc::invalid_argument,
                 "a PostgreSQL store is named as postgres://[user@]host[:port]/database[?schema=NAME]; " + message);
  if (options.schema.empty() || options.schema.size() > 63 || options.schema.substr(0, 3) == "pg_")
    return Error(Errc::invalid_argument,
                 "a schema has a name of 1 to 63 bytes that does not begin with pg_: '" + options.schema + "'");
  return ok();
}

}  // namespace

Result<std::unique_ptr<Store>> open_postgres_store(const PostgresOptions& options) {
  STAYSAIL_CHECK(check_options(options));
  auto state = std::make_unique<PostgresState>(options);
  STAYSAIL_CHECK(prepare(*state));
  return std::unique_ptr<Store>(std::make_unique<PostgresStore>(std::move(state)));
}

void add_postgres(StoreRegistry& registry) {
  registry.add("postgres", open_by_url);
  registry.add("postgresql", open_by_url);
}

}  // namespace staysail
