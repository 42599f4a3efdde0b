#include "staysail/boss/sqlite_source.hpp"

#include <sqlite3.h>

#include <filesystem>
#include <mutex>

namespace staysail {
namespace {

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct FinishStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, FinishStatement>;
using Clock = std::chrono::steady_clock;

// One connection and whoever waits for it.
struct Database {
  std::string path;
  std::unique_ptr<sqlite3, CloseDatabase> handle;
  std::mutex mutex;
  Clock::time_point deadline = Clock::time_point::max();  // of the call under way

  Error error(Errc code, const std::string& sentence) const {
    return Error::at(Place{path, 0, 0}, code, sentence + " (SQLite: " + sqlite3_errmsg(handle.get()) + ")");
  }
  // What the failure of a statement that was understood means.
  Error failure(int code) const {
    switch (code & 0xFF) {
      case SQLITE_BUSY:
      case SQLITE_LOCKED:
      case SQLITE_INTERRUPT: return error(Errc::adapter_failed, "the database did not answer in time; try again");
      case SQLITE_NOTADB:
      case SQLITE_CORRUPT: return error(Errc::malformed_file, "this is no SQLite database, or a damaged one");
      case SQLITE_NOMEM: return Error::out_of_memory();
      default: return error(Errc::adapter_failed, "the database cannot be read");
    }
  }
  Status run(const char* sql) {
    const int code = sqlite3_exec(handle.get(), sql, nullptr, nullptr, nullptr);
    return code == SQLITE_OK ? ok() : Status(failure(code));
  }
};

Result<std::shared_ptr<Database>> open_database(const std::string& path, int flags) {
  std::error_code none;
  if (!std::filesystem::exists(path, none))
    return Error::at(Place{path, 0, 0}, Errc::not_found, "there is no database here; look at the spelling of its path");
  const auto database = std::make_shared<Database>();
  database->path = path;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  database->handle.reset(handle);
  if (handle == nullptr) return Error::out_of_memory();
  if (code != SQLITE_OK) return database->failure(code);
  sqlite3_busy_timeout(handle, 10'000);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  STAYSAIL_CHECK(database->run("SELECT 1 FROM sqlite_schema LIMIT 1"));  // whether it is a database at all
  return database;
}

// One statement: what follows it may only be blanks and comments.
Result<Statement> prepare(Database& database, const SqlStatement& sql, Errc not_understood) {
  sqlite3_stmt* raw = nullptr;
  const char* rest = nullptr;
  const int code =
      sqlite3_prepare_v2(database.handle.get(), sql.text.data(), static_cast<int>(sql.text.size()), &raw, &rest);
  Statement statement(raw);
  if (code == SQLITE_AUTH)
    return Error(Errc::mapping_invalid, "a feed asks and changes nothing; this is no plain SELECT: " + sql.text);
  if (code != SQLITE_OK)
    return Error(not_understood, "the database does not understand the statement (SQLite: " +
                                     std::string(sqlite3_errmsg(database.handle.get())) + "): " + sql.text);
  sqlite3_stmt* second = nullptr;
  const auto left = static_cast<int>(sql.text.data() + sql.text.size() - rest);
  sqlite3_prepare_v2(database.handle.get(), rest, left, &second, nullptr);
  const Statement further(second);
  if (statement == nullptr || further != nullptr || sqlite3_errcode(database.handle.get()) != SQLITE_OK)
    return Error(not_understood, "one statement was expected: " + sql.text);
  return statement;
}

int bind_value(sqlite3_stmt* statement, int place, const SqlValue& value) {
  if (value.kind == SqlValue::Kind::null) return sqlite3_bind_null(statement, place);
  if (value.kind == SqlValue::Kind::number && value.text.find_first_of(".eE") == std::string::npos)
    return sqlite3_bind_int64(statement, place, std::strtoll(value.text.c_str(), nullptr, 10));
  if (value.kind == SqlValue::Kind::number)
    return sqlite3_bind_double(statement, place, std::strtod(value.text.c_str(), nullptr));
  return sqlite3_bind_text64(statement, place, value.text.data(), value.text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

Status bind(Database& database, sqlite3_stmt* statement, const std::vector<SqlValue>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string name = "$" + std::to_string(i + 1);
    const int place = sqlite3_bind_parameter_index(statement, name.c_str());
    if (place == 0) continue;  // the statement has no use for it
    if (const int code = bind_value(statement, place, values[i]); code != SQLITE_OK) return database.failure(code);
  }
  return ok();
}

void read_value(sqlite3_stmt* statement, int column, SqlValue& value) {
  const int type = sqlite3_column_type(statement, column);
  value.text.clear();
  value.kind = type == SQLITE_NULL                              ? SqlValue::Kind::null
               : type == SQLITE_INTEGER || type == SQLITE_FLOAT ? SqlValue::Kind::number
                                                                : SqlValue::Kind::text;
  if (type == SQLITE_NULL) return;
  if (type != SQLITE_BLOB) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
    value.text.assign(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
    return;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  const auto* bytes = static_cast<const unsigned char*>(sqlite3_column_blob(statement, column));
  for (int i = 0; i < sqlite3_column_bytes(statement, column); ++i)
    value.text += {digits[bytes[i] >> 4], digits[bytes[i] & 15]};
}

std::vector<std::string> columns_of(sqlite3_stmt* statement) {
  std::vector<std::string> columns;
  for (int i = 0; i < sqlite3_column_count(statement); ++i) columns.emplace_back(sqlite3_column_name(statement, i));
  return columns;
}

class SqliteRows final : public SqlRows {
 public:
  SqliteRows(std::shared_ptr<Database> database, Statement statement)
      : database_(std::move(database)), statement_(std::move(statement)), columns_(columns_of(statement_.get())) {}
  ~SqliteRows() override {
    const std::lock_guard lock(database_->mutex);
    statement_.reset();
  }
  const std::vector<std::string>& columns() const override { return columns_; }

  Result<bool> next(std::vector<SqlValue>& out) override {
    if (ended_) return false;  // SQLite would begin anew
    const std::lock_guard lock(database_->mutex);
    const int code = sqlite3_step(statement_.get());
    ended_ = code != SQLITE_ROW;
    if (code == SQLITE_DONE) return false;
    if (code != SQLITE_ROW) return database_->failure(code);
    out.resize(columns_.size());
    for (std::size_t i = 0; i < out.size(); ++i) read_value(statement_.get(), static_cast<int>(i), out[i]);
    return true;
  }

 private:
  std::shared_ptr<Database> database_;
  Statement statement_;
  std::vector<std::string> columns_;
  bool ended_ = false;
};

// SELECT and what it needs; no PRAGMA, no ATTACH, no change, and no end of the transaction.
int let_only_select_through(void*, int action, const char*, const char* function, const char*, const char*) {
  const bool reads = action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_RECURSIVE;
  const bool calls =
      action == SQLITE_FUNCTION && (function == nullptr || sqlite3_stricmp(function, "load_extension") != 0);
  return reads || calls ? SQLITE_OK : SQLITE_DENY;
}

class SqliteSnapshot final : public SqlSnapshot {
 public:
  explicit SqliteSnapshot(std::shared_ptr<Database> database) : database_(std::move(database)) {}
  Result<std::unique_ptr<SqlRows>> query(const SqlStatement& statement) override {
    const std::lock_guard lock(database_->mutex);
    STAYSAIL_TRY(Statement prepared, prepare(*database_, statement, Errc::mapping_invalid));
    STAYSAIL_CHECK(bind(*database_, prepared.get(), statement.parameters));
    return std::unique_ptr<SqlRows>(std::make_unique<SqliteRows>(database_, std::move(prepared)));
  }

 private:
  std::shared_ptr<Database> database_;
};

class SqliteSource final : public SqlSource {
 public:
  explicit SqliteSource(std::string path) : path_(std::move(path)) {}
  std::string name() const override { return "sqlite:" + path_; }
  Result<std::shared_ptr<SqlSnapshot>> snapshot() override {
    STAYSAIL_TRY(auto database, open_database(path_, SQLITE_OPEN_READONLY));
    // The first read of the transaction takes the snapshot.
    STAYSAIL_CHECK(database->run("PRAGMA query_only = ON; BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1"));
    sqlite3_set_authorizer(database->handle.get(), let_only_select_through, nullptr);
    return std::shared_ptr<SqlSnapshot>(std::make_shared<SqliteSnapshot>(std::move(database)));
  }

 private:
  std::string path_;
};

Result<SqlTable> rows_of(Database& database, const SqlStatement& sql) {
  STAYSAIL_TRY(const Statement statement, prepare(database, sql, Errc::action_refused));
  STAYSAIL_CHECK(bind(database, statement.get(), sql.parameters));
  SqlTable table;
  while (true) {
    const int code = sqlite3_step(statement.get());
    if (code == SQLITE_DONE) return table;
    const int kind = code & 0xFF;
    if (kind == SQLITE_CONSTRAINT || kind == SQLITE_ERROR || kind == SQLITE_READONLY)
      return database.error(Errc::action_refused, "the BOSS refuses the statement");
    if (code != SQLITE_ROW) return database.failure(code);
    auto& row = table.emplace_back(static_cast<std::size_t>(sqlite3_column_count(statement.get())));
    for (std::size_t i = 0; i < row.size(); ++i) read_value(statement.get(), static_cast<int>(i), row[i]);
  }
}

class SqliteSession final : public SqlSession {
 public:
  SqliteSession(std::shared_ptr<Database> database, std::chrono::milliseconds deadline)
      : database_(std::move(database)), deadline_(deadline) {
    sqlite3_busy_timeout(database_->handle.get(), static_cast<int>(deadline.count()));
    sqlite3_progress_handler(
        database_->handle.get(), 1000,
        [](void* called) { return Clock::now() > static_cast<Database*>(called)->deadline ? 1 : 0; }, database_.get());
  }
  Result<std::vector<SqlTable>> ask(std::span<const SqlStatement> statements) override {
    return run("PRAGMA query_only = ON; BEGIN", statements, "ROLLBACK; PRAGMA query_only = OFF");
  }
  Result<std::vector<SqlTable>> transact(std::span<const SqlStatement> statements) override {
    return run("BEGIN IMMEDIATE", statements, "COMMIT");
  }

 private:
  Result<std::vector<SqlTable>> run(const char* begin, std::span<const SqlStatement> statements, const char* end) {
    const std::lock_guard lock(database_->mutex);
    database_->deadline = Clock::now() + deadline_;
    STAYSAIL_CHECK(database_->run(begin));
    auto tables = answers(statements);
    database_->deadline = Clock::time_point::max();
    if (tables)
      if (const Status ended = database_->run(end); !ended) tables = ended.error();
    if (!tables) sqlite3_exec(database_->handle.get(), "ROLLBACK; PRAGMA query_only = OFF", nullptr, nullptr, nullptr);
    return tables;
  }
  Result<std::vector<SqlTable>> answers(std::span<const SqlStatement> statements) {
    std::vector<SqlTable> tables;
    for (const SqlStatement& statement : statements) {
      STAYSAIL_TRY(tables.emplace_back(), rows_of(*database_, statement));
    }
    return tables;
  }

  std::shared_ptr<Database> database_;
  std::chrono::milliseconds deadline_;
};

}  // namespace

Result<std::shared_ptr<SqlSource>> open_sqlite_source(const std::string& path) {
  STAYSAIL_TRY(const auto reachable, open_database(path, SQLITE_OPEN_READONLY));
  return std::shared_ptr<SqlSource>(std::make_shared<SqliteSource>(path));
}

Result<std::shared_ptr<SqlSession>> open_sqlite_session(const std::string& path, std::chrono::milliseconds deadline) {
  STAYSAIL_TRY(auto database, open_database(path, SQLITE_OPEN_READWRITE));
  return std::shared_ptr<SqlSession>(std::make_shared<SqliteSession>(std::move(database), deadline));
}

void add_sqlite(BossRegistry& registry) {
  const auto path = [](const std::string& address) { return address.substr(std::string_view("sqlite:").size()); };
  registry.add_database("sqlite", {[=](const std::string& address) { return open_sqlite_source(path(address)); },
                                   [=](const std::string& address) { return open_sqlite_session(path(address)); }});
}

}  // namespace staysail
