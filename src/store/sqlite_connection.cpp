#include "store/sqlite_connection.hpp"

#include <cctype>
#include <string_view>

#include "store/sqlite_page_guard.hpp"
#include "store/stored_row.hpp"

namespace staysail::store {
namespace {

struct Meaning {
  int code;
  Errc errc;
  const char* sentence;
};

constexpr Meaning kMeanings[] = {
    {SQLITE_BUSY, Errc::store_locked,
     "another program is writing to this store; wait until it has ended, or stop it, and try again"},
    {SQLITE_LOCKED, Errc::store_locked,
     "another program is writing to this store; wait until it has ended, or stop it, and try again"},
    {SQLITE_FULL, Errc::store_full,
     "the store is full, nothing of this change was kept; free space on the disk or raise max_page_count, and try "
     "again"},
    {SQLITE_CORRUPT, Errc::store_corrupt, "the store is damaged; run `staysail verify` and restore the latest backup"},
    {SQLITE_NOTADB, Errc::not_a_store, "this file is no staysail store; name another file"},
    {SQLITE_READONLY, Errc::io_failed, "the store may only be read; check the permissions of the file and its folder"},
    {SQLITE_CANTOPEN, Errc::io_failed,
     "the store cannot be opened; check that the folder exists and may be written, or copy the store with its -wal to "
     "a "
     "folder of your own"},
    {SQLITE_PERM, Errc::io_failed, "the store cannot be opened; check its permissions"},
    {SQLITE_TOOBIG, Errc::limit_exceeded, "a record or a chunk is larger than a store can hold; write smaller chunks"},
};

// Every byte that could mean something in a URI is written as %XX.
std::string immutable_uri(const std::string& path) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string uri = path.front() == '/' ? "file://" : "file:";  // an empty host, should the path begin with two
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '/' || c == '.' || c == '-' || c == '_') uri += c;
    else uri += {'%', digits[byte >> 4], digits[byte & 15]};
  }
  return uri + "?immutable=1";
}

}  // namespace

Error sqlite_error(int code, std::string_view path, std::string_view detail) {
  const int primary = code & 0xFF;
  if (primary == SQLITE_NOMEM || code == SQLITE_IOERR_NOMEM) return Error::out_of_memory();
  if (code == SQLITE_IOERR_DATA) return corrupt(path, noticed_by_page_guard());
  Errc errc = Errc::io_failed;
  std::string sentence = "the store cannot be read or written";
  for (const Meaning& meaning : kMeanings) {
    if (meaning.code != primary) continue;
    errc = meaning.errc;
    sentence = meaning.sentence;
  }
  return Error::at(Place{std::string(path), 0, 0}, errc, sentence + " (SQLite: " + std::string(detail) + ")");
}

bool is_failed_sync(int code) { return code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC; }

Query& Query::bind(int place, std::string_view blob) {
  // A null pointer would bind NULL instead of no bytes.
  const int code = sqlite3_bind_blob64(statement_, place, blob.empty() ? "" : blob.data(), blob.size(), SQLITE_STATIC);
  if (failure_ == SQLITE_OK) failure_ = code;
  return *this;
}

Query& Query::bind_text(int place, std::string_view text) {
  const int code =
      sqlite3_bind_text64(statement_, place, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
  if (failure_ == SQLITE_OK) failure_ = code;
  return *this;
}

Query& Query::bind(int place, std::int64_t number) {
  const int code = sqlite3_bind_int64(statement_, place, number);
  if (failure_ == SQLITE_OK) failure_ = code;
  return *this;
}

Result<bool> Query::step() {
  const int code = failure_ != SQLITE_OK ? failure_ : sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return sqlite_error(code, path_, sqlite3_errmsg(sqlite3_db_handle(statement_)));
}

Status Query::run() {
  STAYSAIL_CHECK(step().and_then([](bool) { return ok(); }));
  reset();
  return ok();
}

void Query::reset() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  failure_ = SQLITE_OK;
}

std::string_view Query::bytes(int column) const {
  const void* data = sqlite3_column_blob(statement_, column);
  return {static_cast<const char*>(data), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Error Connection::error(int code) const { return sqlite_error(code, path_, sqlite3_errmsg(database_)); }

Result<Connection> Connection::open(const std::string& path, int flags, std::chrono::milliseconds busy_timeout,
                                    const std::string& vfs, bool stands_still) {
  Connection connection;
  connection.path_ = path;
  const std::string name = stands_still ? immutable_uri(path) : path;
  const int code =
      sqlite3_open_v2(name.c_str(), &connection.database_,
                      flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | (stands_still ? SQLITE_OPEN_URI : 0),
                      vfs.empty() ? nullptr : vfs.c_str());
  if (connection.database_ == nullptr) return Error::out_of_memory();
  if (code != SQLITE_OK) return connection.error(code);
  sqlite3_busy_timeout(connection.database_, static_cast<int>(busy_timeout.count()));
  return connection;
}

void Connection::close() {
  for (const auto& entry : statements_) sqlite3_finalize(entry.second);
  statements_.clear();
  sqlite3_close(database_);
  database_ = nullptr;
}

void Connection::abandon() {
  statements_.clear();
  database_ = nullptr;
}

Result<std::int64_t> Connection::log_bytes() {
  sqlite3_file* log = nullptr;
  const int code = sqlite3_file_control(database_, "main", SQLITE_FCNTL_JOURNAL_POINTER, static_cast<void*>(&log));
  if (code != SQLITE_OK) return error(code);
  sqlite3_int64 bytes = 0;
  if (log != nullptr && log->pMethods != nullptr) log->pMethods->xFileSize(log, &bytes);
  return std::int64_t{bytes};
}

Result<Query> Connection::query(const char* sql) {
  const auto found = statements_.find(sql);
  if (found != statements_.end()) return Query(found->second, path_);
  sqlite3_stmt*& statement = statements_[sql];  // before it is made: nothing may be thrown after
  const int code = sqlite3_prepare_v3(database_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) statements_.erase(sql);
  if (code == SQLITE_ERROR)
    return Error::at(Place{path_, 0, 0}, Errc::store_corrupt,
                     "a table of the store is missing or changed; restore the latest backup (SQLite: " +
                         std::string(sqlite3_errmsg(database_)) + ")");
  if (code != SQLITE_OK) return error(code);
  return Query(statement, path_);
}

Status Connection::execute(const char* sql) {
  const int code = sqlite3_exec(database_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error(code);
  return ok();
}

Result<std::string> Connection::pragma(const std::string& name) {
  sqlite3_stmt* statement = nullptr;
  int code = sqlite3_prepare_v2(database_, ("PRAGMA " + name).c_str(), -1, &statement, nullptr);
  std::string value;
  if (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
    value.assign(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
    code = SQLITE_DONE;
  }
  sqlite3_finalize(statement);
  if (code != SQLITE_DONE) return error(code);
  return value;
}

Status Connection::configure(int option, bool on) {
  const int code = sqlite3_db_config(database_, option, on ? 1 : 0, nullptr);
  if (code != SQLITE_OK) return error(code);
  return ok();
}

Status Connection::end_rest() { return sqlite3_get_autocommit(database_) != 0 ? ok() : execute("ROLLBACK"); }

Result<Transaction> Transaction::begin(Connection& connection, Kind kind) {
  STAYSAIL_CHECK(connection.end_rest());
  STAYSAIL_CHECK(connection.execute(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN"));
  return Transaction(connection);
}

Transaction::~Transaction() {
  if (connection_ == nullptr) return;
  // Fails only where SQLite has rolled back by itself, or without memory: then the next begin() does it.
  sqlite3_exec(connection_->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

Status Transaction::commit() {
  STAYSAIL_CHECK(connection_->execute("COMMIT"));
  connection_ = nullptr;
  return ok();
}

}  // namespace staysail::store
