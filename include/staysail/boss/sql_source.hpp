// SqlSource and SqlSession: the database of a BOSS as this library talks to it. A source is read and cannot be written;
// a session calls what the BOSS offers for writing: procedures, or a table of requests.
//
// Shipped for SQLite (boss/sqlite_source.hpp) and PostgreSQL (boss/postgres_source.hpp). Another database, or a driver
// such as ODBC, is connected by implementing these classes: values travel as texts, parameters are written $1, $2 ...
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail {

struct SqlValue {
  enum class Kind : std::uint8_t { null, number, text };
  Kind kind = Kind::null;
  std::string text;  // in UTF-8 as the database writes it; empty for null

  static SqlValue null() { return {}; }
  static SqlValue of(std::string text) { return {Kind::text, std::move(text)}; }
  friend bool operator==(const SqlValue&, const SqlValue&) = default;
};

struct SqlStatement {
  std::string text;                  // one statement
  std::vector<SqlValue> parameters;  // of $1, $2 ...
};

// The rows of one answer, one by one. Owned by one thread at a time; keeps what it needs of its snapshot alive.
class SqlRows {
 public:
  virtual ~SqlRows() = default;
  virtual const std::vector<std::string>& columns() const = 0;
  // Overwrites `out`, one value a column. False: the end. After an error the rows may only be destroyed.
  virtual Result<bool> next(std::vector<SqlValue>& out) = 0;
};

// One state of the database, whatever others write meanwhile. May be asked from many threads.
class SqlSnapshot {
 public:
  virtual ~SqlSnapshot() = default;
  // `mapping_invalid` for a statement that the database does not understand or that is no question; `adapter_failed`
  // when the database cannot be reached.
  virtual Result<std::unique_ptr<SqlRows>> query(const SqlStatement& statement) = 0;
};

// Plug point. May be used from many threads. An implementation makes sure that nothing asked here writes: neither by a
// statement, nor by several in one text.
class SqlSource {
 public:
  virtual ~SqlSource() = default;
  virtual Result<std::shared_ptr<SqlSnapshot>> snapshot() = 0;
  // For people: without user and password.
  virtual std::string name() const = 0;
};

using SqlTable = std::vector<std::vector<SqlValue>>;

// Plug point. May be used from many threads.
class SqlSession {
 public:
  virtual ~SqlSession() = default;
  // The rows of each statement, all from one state. Writes nothing. Errors as SqlSnapshot::query().
  virtual Result<std::vector<SqlTable>> ask(std::span<const SqlStatement> statements) = 0;
  // The same as one transaction that may write: all or nothing. `action_refused` with the database's own words when a
  // statement fails, `in_doubt` when it is unknown whether the transaction was committed, `adapter_failed` when the
  // database cannot be reached or did not answer in time: then nothing happened.
  virtual Result<std::vector<SqlTable>> transact(std::span<const SqlStatement> statements) = 0;
};

}  // namespace staysail
