// What the tests of the SQLite store share: a store with known content, and SQL behind its back.
#pragma once

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <string>

#include "staysail/store/sqlite_store.hpp"
#include "temporary_folder.hpp"

namespace staysail::store {

inline SqliteOptions quick_options(const std::string& path, std::uint64_t max_page_count = 0) {
  SqliteOptions options;
  options.path = path;
  options.max_page_count = max_page_count;
  options.busy_timeout = std::chrono::milliseconds(20);
  return options;
}

inline std::unique_ptr<Store> open_quickly(const SqliteOptions& options) {
  auto store = open_sqlite_store(options);
  REQUIRE_MESSAGE(store.has_value(), (store ? "" : store.error().to_string()));
  return *std::move(store);
}

inline std::unique_ptr<Store> open_quickly(const std::string& path, std::uint64_t max_page_count = 0) {
  return open_quickly(quick_options(path, max_page_count));
}

// For verify() alone: what is wrong with the store is a finding.
inline std::unique_ptr<Store> open_to_inspect(const std::string& path) {
  SqliteOptions options = quick_options(path);
  options.inspect = true;
  return open_quickly(options);
}

inline Record customer(int number, const std::string& payload = "payload") {
  Record record;
  record.key = EntityKey{"customers", "C" + std::to_string(number)};
  record.payload = payload + " " + std::to_string(number);
  record.indexes = {{"manager_id", "M" + std::to_string(number % 3)}};
  return record;
}

inline ChangeSet customers(int begin, int end, const std::string& payload = "payload") {
  ChangeSet changes;
  for (int i = begin; i < end; ++i) changes.put(customer(i, payload), any_version);
  return changes;
}

inline FactChunk bills(Month month, std::int64_t rows) {
  ColumnBuilder amount(Field{"amount", ColumnType::number, 3, "CNY"});
  for (std::int64_t row = 0; row < rows; ++row) amount.append_number(row * row * 7919);
  FactChunk chunk;
  chunk.table = "bills";
  chunk.month = month;
  chunk.batch = Batch::of({amount.finish()}).value();
  return chunk;
}

inline ScanRequest all_bills() {
  ScanRequest request;
  request.table = "bills";
  request.first = Month::of(2025, 1);
  request.last = Month::of(2027, 1);
  return request;
}

// Ten customers and two months of bills.
inline void fill(Store& store) {
  REQUIRE(store.entities().apply(customers(0, 10), "customers"));
  REQUIRE(store.facts().append({bills(Month::of(2026, 1), 50), bills(Month::of(2026, 2), 40)}, "bills"));
}

// Everything that can be read, as text; the error where there is one.
inline std::string contents(Store& store) {
  FindRequest request;
  request.kind = "customers";
  const auto page = store.entities().find(request);
  if (!page) return page.error().to_string();
  std::string text;
  for (const Record& record : page->records)
    text += record.key.id + "=" + record.payload + "/" + record.indexes.front().value + " ";
  const auto scan = store.facts().scan(all_bills());
  if (!scan) return scan.error().to_string();
  for (const FactChunk& chunk : scan->chunks)
    for (std::size_t row = 0; row < chunk.batch.rows(); ++row) text += chunk.batch.column(0).value_text(row) + " ";
  return text;
}

// Through the guard of pages, so that only the rows tell what was done.
inline void run_sql(const std::string& path, const std::string& sql, const char* vfs = "staysail-on-unix") {
  sqlite3* database = nullptr;
  constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  REQUIRE(sqlite3_open_v2(path.c_str(), &database, flags, sqlite3_vfs_find(vfs) == nullptr ? nullptr : vfs) ==
          SQLITE_OK);
  CAPTURE(sql);
  REQUIRE(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(database);
}

}  // namespace staysail::store
