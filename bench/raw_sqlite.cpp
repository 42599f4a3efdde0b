#include "raw_sqlite.hpp"

namespace staysail::bench {
namespace {

constexpr const char* kIndexTable =
    "CREATE TABLE entity_index(kind TEXT NOT NULL, name TEXT NOT NULL, value BLOB NOT NULL, id BLOB NOT NULL,"
    " PRIMARY KEY(kind, name, value, id)) WITHOUT ROWID";
constexpr const char* kSameTable =
    "CREATE TABLE entities(kind TEXT NOT NULL, id BLOB NOT NULL, version INTEGER NOT NULL, payload BLOB NOT NULL,"
    " indexes BLOB NOT NULL, digest BLOB NOT NULL, PRIMARY KEY(kind, id)) WITHOUT ROWID";
constexpr const char* kBareTable =
    "CREATE TABLE entities(kind TEXT NOT NULL, id BLOB NOT NULL, version INTEGER NOT NULL, payload BLOB NOT NULL,"
    " PRIMARY KEY(kind, id)) WITHOUT ROWID";
void run(sqlite3* handle, const char* sql) {
  if (sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(sqlite3_errmsg(handle));
}

void text(sqlite3_stmt* statement, int place, std::string_view value) {
  sqlite3_bind_text64(statement, place, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void blob(sqlite3_stmt* statement, int place, std::string_view value) {
  sqlite3_bind_blob64(statement, place, value.data(), value.size(), SQLITE_STATIC);
}

}  // namespace

Sqlite open_sqlite(const std::string& path) {
  sqlite3* handle = nullptr;
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  if (sqlite3_open_v2(path.c_str(), &handle, kFlags, nullptr) != SQLITE_OK) fail("cannot open " + path);
  return Sqlite(handle);
}

std::vector<std::vector<std::string>> rows_of(sqlite3* handle, const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(handle, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) fail(sqlite3_errmsg(handle));
  std::vector<std::vector<std::string>> rows;
  while (sqlite3_step(statement) == SQLITE_ROW) {
    auto& row = rows.emplace_back();
    for (int i = 0; i < sqlite3_column_count(statement); ++i)
      row.emplace_back(static_cast<const char*>(sqlite3_column_blob(statement, i)),
                       static_cast<std::size_t>(sqlite3_column_bytes(statement, i)));
  }
  sqlite3_finalize(statement);
  return rows;
}

Insert::Insert(sqlite3* handle, const std::string& columns, const std::string& row, std::size_t rows) : rows_(rows) {
  std::string sql = "INSERT INTO " + columns + " VALUES";
  int place = 2;
  for (std::size_t i = 0; i < rows; ++i) {
    sql += i == 0 ? "(" : ", (";
    for (const char c : row) sql += c == '#' ? "?" + std::to_string(++place) : std::string(1, c);
    sql += ")";
  }
  // Without OR IGNORE a statement of many rows keeps a copy of each page, to undo them by itself.
  if (rows > 1) sql.replace(0, 6, "INSERT OR IGNORE");
  if (sqlite3_prepare_v3(handle, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr) != SQLITE_OK)
    fail(sqlite3_errmsg(handle));
}

void Insert::step() {
  if (sqlite3_step(statement_) != SQLITE_DONE) fail(sqlite3_errmsg(sqlite3_db_handle(statement_)));
  sqlite3_reset(statement_);
}

// Pages, cache, log and syncs as the store has them.
RawSqlite::RawSqlite(const std::string& path, bool bare, std::size_t at_once) : handle_(open_sqlite(path)) {
  run(handle_.get(),
      "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
      "PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4096; PRAGMA temp_store = MEMORY");
  run(handle_.get(), bare ? kBareTable : kSameTable);
  run(handle_.get(), kIndexTable);
  const std::string columns =
      bare ? "entities(kind, version, id, payload)" : "entities(kind, version, id, payload, indexes, digest)";
  const std::string row = bare ? "?1, ?2, #, #" : "?1, ?2, #, #, #, #";
  record_.emplace(handle_.get(), columns, row, 1);
  records_.emplace(handle_.get(), columns, row, at_once);
  entry_.emplace(handle_.get(), "entity_index(kind, name, value, id)", "?1, ?2, #, #", 1);
  entries_.emplace(handle_.get(), "entity_index(kind, name, value, id)", "?1, ?2, #, #", at_once);
}

Cost RawSqlite::write(const Work& work) {
  const Stopwatch watch;
  for (std::size_t change = 0; change < work.changes.size(); ++change) {
    run(handle_.get(), "BEGIN IMMEDIATE");
    write_records(work.changes[change], change, work.bare() ? nullptr : &work.additions[change]);
    write_entries(work.changes[change]);
    run(handle_.get(), "COMMIT");
  }
  return watch.read();
}

// The kind and the version stay bound from row to row.
void RawSqlite::write_records(const ChangeSet& changes, std::size_t change, const std::vector<Additions>* additions) {
  for (Insert* insert : {&*record_, &*records_}) {
    text(insert->statement(), 1, changes.puts.front().record.key.kind);
    sqlite3_bind_int64(insert->statement(), 2, static_cast<std::int64_t>(change) + 1);
  }
  for (std::size_t i = 0; i < changes.puts.size();) {
    Insert& insert = changes.puts.size() - i < records_->rows() ? *record_ : *records_;
    int place = 2;
    for (const std::size_t end = i + insert.rows(); i < end; ++i) {
      const Record& record = changes.puts[i].record;
      blob(insert.statement(), ++place, record.key.id);
      blob(insert.statement(), ++place, record.payload);
      if (additions == nullptr) continue;
      blob(insert.statement(), ++place, (*additions)[i].packed);
      blob(insert.statement(), ++place, (*additions)[i].digest);
    }
    insert.step();
  }
}

void RawSqlite::write_entries(const ChangeSet& changes) {
  const auto sorted = sorted_entries(changes);
  for (const auto& [name, entries] : sorted) {
    for (Insert* insert : {&*entry_, &*entries_}) {
      text(insert->statement(), 1, changes.puts.front().record.key.kind);
      text(insert->statement(), 2, name);
    }
    for (std::size_t i = 0; i < entries.size();) {
      Insert& insert = entries.size() - i < entries_->rows() ? *entry_ : *entries_;
      int place = 2;
      for (const std::size_t end = i + insert.rows(); i < end; ++i) {
        blob(insert.statement(), ++place, entries[i].first);
        blob(insert.statement(), ++place, entries[i].second);
      }
      insert.step();
    }
  }
}

}  // namespace staysail::bench
