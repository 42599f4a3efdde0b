// One SQLite connection: statements that are prepared once, transactions that roll back when left, errors in our words.
#pragma once

#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "staysail/base/result.hpp"

namespace staysail::store {

// What an SQLite result code means for the caller.
Error sqlite_error(int code, std::string_view path, std::string_view detail);

// A sync that failed leaves unknown what is on the disk.
bool is_failed_sync(int code);

// A prepared statement in use: bind from 1, step, read columns from 0. Resets itself when it goes.
class Query {
 public:
  Query(sqlite3_stmt* statement, std::string_view path) : statement_(statement), path_(path) {}
  Query(Query&& other) noexcept : statement_(other.statement_), path_(other.path_), failure_(other.failure_) {
    other.statement_ = nullptr;
  }
  Query& operator=(Query&&) = delete;
  ~Query() { reset(); }

  // The bytes must live until the next reset().
  Query& bind(int place, std::string_view blob);
  Query& bind_text(int place, std::string_view text);
  Query& bind(int place, std::int64_t number);
  // True: there is a row.
  Result<bool> step();
  // Steps once and expects no row.
  Status run();
  void reset();

  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  std::uint64_t version(int column) const { return static_cast<std::uint64_t>(integer(column)); }
  bool is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  // Valid until the next step() or reset().
  std::string_view bytes(int column) const;
  std::string text(int column) const { return std::string(bytes(column)); }

 private:
  sqlite3_stmt* statement_;
  std::string_view path_;
  int failure_ = SQLITE_OK;  // the first failed bind, told by step()
};

// Owned by one thread at a time.
class Connection {
 public:
  Connection() = default;
  Connection(Connection&& other) noexcept
      : database_(other.database_), path_(std::move(other.path_)), statements_(std::move(other.statements_)) {
    other.database_ = nullptr;
  }
  Connection& operator=(Connection&&) = delete;
  ~Connection() { close(); }

  // `flags`: SQLITE_OPEN_... `vfs`: empty for the default one. `stands_still`: nobody changes the file meanwhile, so
  // that no lock and no log is needed.
  static Result<Connection> open(const std::string& path, int flags, std::chrono::milliseconds busy_timeout,
                                 const std::string& vfs = {}, bool stands_still = false);
  void close();
  // Lets go of the file without touching it: in a child process, whose parent goes on using it.
  void abandon();

  // `sql` must stay where it is, as a literal does: it is prepared at its first use, and found again by its address.
  Result<Query> query(const char* sql);
  // One or more statements whose rows do not matter.
  Status execute(const char* sql);
  // A transaction whose rollback found no memory still stands: ends it.
  Status end_rest();
  // The first column of the first row of a PRAGMA.
  Result<std::string> pragma(const std::string& name);
  Status configure(int option, bool on);
  // Of the log (-wal); 0 when there is none.
  Result<std::int64_t> log_bytes();

  const std::string& path() const { return path_; }
  sqlite3* handle() const { return database_; }

 private:
  Error error(int code) const;

  sqlite3* database_ = nullptr;
  std::string path_;
  std::unordered_map<const char*, sqlite3_stmt*> statements_;
};

// Rolls back unless it was committed.
class Transaction {
 public:
  enum class Kind { read, write };
  static Result<Transaction> begin(Connection& connection, Kind kind);
  Transaction(Transaction&& other) noexcept : connection_(other.connection_) { other.connection_ = nullptr; }
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  Status commit();

 private:
  explicit Transaction(Connection& connection) : connection_(&connection) {}
  Connection* connection_;
};

}  // namespace staysail::store
