// Records and index entries through the C API of SQLite, as a program of one's own would write them.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "store_peer.hpp"

namespace staysail::bench {

struct CloseSqlite {
  void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};
using Sqlite = std::unique_ptr<sqlite3, CloseSqlite>;

Sqlite open_sqlite(const std::string& path);
std::vector<std::vector<std::string>> rows_of(sqlite3* handle, const std::string& sql);

// An INSERT of so many rows; places ?1 and ?2 are alike in all of them.
class Insert {
 public:
  // `row`: "?1, ?2, #, #", each # a place of its own.
  Insert(sqlite3* handle, const std::string& columns, const std::string& row, std::size_t rows);
  ~Insert() { sqlite3_finalize(statement_); }
  Insert(const Insert&) = delete;
  Insert& operator=(const Insert&) = delete;

  std::size_t rows() const { return rows_; }
  sqlite3_stmt* statement() { return statement_; }
  void step();

 private:
  std::size_t rows_;
  sqlite3_stmt* statement_ = nullptr;
};

// Makes the tables in a new file: those of the store, or those without what a store adds. `at_once`: rows a statement.
class RawSqlite {
 public:
  RawSqlite(const std::string& path, bool bare, std::size_t at_once);
  Cost write(const Work& work);

 private:
  void write_records(const ChangeSet& changes, std::size_t change, const std::vector<Additions>* additions);
  void write_entries(const ChangeSet& changes);

  Sqlite handle_;
  std::optional<Insert> record_, records_, entry_, entries_;
};

}  // namespace staysail::bench
