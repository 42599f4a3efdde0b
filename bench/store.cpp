// Bulk writes beside the database's own interface: bench_store [--rows N] [--postgres URL]. The peer writes the very
// rows that the store wrote, in transactions of the same size; then both must hold the same.
#include <libpq-fe.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "staysail/store/postgres_store.hpp"
#include "staysail/store/sqlite_store.hpp"

namespace {

using namespace staysail;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kRowsAChange = 10'000;
constexpr int kRepeats = 5;
[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::exit(1);
}

template <class T>
T required(Result<T> result) {
  if (!result) fail(result.error().to_string());
  return *std::move(result);
}

// Passed time, and the processor time of this process: a server's own is not in it.
struct Cost {
  double seconds = 0, processor = 0;
};

class Stopwatch {
 public:
  Cost read() const {
    return {std::chrono::duration<double>(Clock::now() - start_).count(),
            static_cast<double>(std::clock() - processor_) / CLOCKS_PER_SEC};
  }

 private:
  Clock::time_point start_ = Clock::now();
  std::clock_t processor_ = std::clock();
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// Customers of 200 bytes with two index entries, new and in the order of their ids: a bulk load.
std::vector<ChangeSet> changes_of(std::size_t rows) {
  std::mt19937_64 dice(1);
  std::vector<ChangeSet> changes;
  for (std::size_t row = 0; row < rows; ++row) {
    if (row % kRowsAChange == 0) changes.emplace_back();
    char id[24];
    std::snprintf(id, sizeof id, "C%09zu", row);
    Record record;
    record.key = EntityKey{"customers", id};
    for (int i = 0; i < 25; ++i) {
      const std::uint64_t word = dice();
      record.payload.append(reinterpret_cast<const char*>(&word), 8);
    }
    record.indexes = {{"manager_id", "M" + std::to_string(dice() % 500)}, {"party_id", "P" + std::string(id)}};
    changes.back().put(std::move(record), absent);
  }
  return changes;
}

Cost cost_of_store(Store& store, const std::vector<ChangeSet>& changes) {
  const Stopwatch watch;
  for (std::size_t i = 0; i < changes.size(); ++i)
    required(store.entities().apply(changes[i], "change " + std::to_string(i)));
  return watch.read();
}

struct WrittenRow {
  std::vector<std::string> values;
  std::size_t change = 0;  // by the version of the record
};
struct WrittenRows {                        // what a store wrote
  std::vector<WrittenRow> entities, index;  // in the order of their keys, change by change
};

void report(const char* what, std::size_t rows, const std::vector<Cost>& ours, const std::vector<Cost>& theirs) {
  std::vector<double> passed, used, our_rates, their_rates, our_micros, their_micros;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    passed.push_back(theirs[i].seconds / ours[i].seconds);
    used.push_back(theirs[i].processor / ours[i].processor);
    our_rates.push_back(static_cast<double>(rows) / 1000 / ours[i].seconds);
    their_rates.push_back(static_cast<double>(rows) / 1000 / theirs[i].seconds);
    our_micros.push_back(1e6 * ours[i].processor / static_cast<double>(rows));
    their_micros.push_back(1e6 * theirs[i].processor / static_cast<double>(rows));
  }
  std::printf(
      "%s: store %.0f k rows/s, raw %.0f k rows/s: %.1f %% of raw; processor time of this process %.2f us and "
      "%.2f us a row: %.1f %% (medians of %zu runs)\n",
      what, median(our_rates), median(their_rates), 100 * median(passed), median(our_micros), median(their_micros),
      100 * median(used), ours.size());
}

// -- SQLite ----------------------------------------------------------------------------------------------------------

struct CloseSqlite {
  void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};
using Sqlite = std::unique_ptr<sqlite3, CloseSqlite>;

Sqlite open_sqlite(const std::string& path) {
  sqlite3* handle = nullptr;
  if (sqlite3_open(path.c_str(), &handle) != SQLITE_OK) fail("cannot open " + path);
  return Sqlite(handle);
}

void run(sqlite3* handle, const std::string& sql) {
  if (sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(sqlite3_errmsg(handle));
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

WrittenRows written_rows(sqlite3* handle) {
  WrittenRows written;
  for (auto& values : rows_of(handle,
                              "SELECT kind, id, version, payload, indexes, digest FROM entities"
                              " ORDER BY version, kind, id")) {
    const auto change = static_cast<std::size_t>(std::stoull(values[2])) - 1;
    written.entities.push_back({std::move(values), change});
  }
  for (auto& values : rows_of(handle,
                              "SELECT i.kind, i.name, i.value, i.id, e.version FROM entity_index AS i"
                              " JOIN entities AS e USING(kind, id) ORDER BY e.version, 1, 2, 3, 4")) {
    const auto change = static_cast<std::size_t>(std::stoull(values[4])) - 1;
    values.pop_back();
    written.index.push_back({std::move(values), change});
  }
  return written;
}

class RawSqlite {
 public:
  RawSqlite(const std::string& path, sqlite3* like) : handle_(open_sqlite(path)) {
    run(handle_.get(),
        "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
        "PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4096; PRAGMA temp_store = MEMORY");
    for (const auto& row : rows_of(like,
                                   "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name IN"
                                   " ('entities', 'entity_index')"))
      run(handle_.get(), row.front());
    entities_ = prepare("INSERT INTO entities(kind, id, version, payload, indexes, digest) VALUES(?1,?2,?3,?4,?5,?6)");
    index_ = prepare("INSERT INTO entity_index(kind, name, value, id) VALUES(?1,?2,?3,?4)");
  }
  ~RawSqlite() {
    sqlite3_finalize(entities_);
    sqlite3_finalize(index_);
  }
  sqlite3* handle() { return handle_.get(); }

  Cost write(const WrittenRows& rows) {
    const Stopwatch watch;
    std::size_t entity = 0, index = 0;
    for (std::size_t change = 0; entity < rows.entities.size(); ++change) {
      run(handle_.get(), "BEGIN IMMEDIATE");
      for (; entity < rows.entities.size() && rows.entities[entity].change == change; ++entity)
        insert_entity(rows.entities[entity].values, change);
      for (; index < rows.index.size() && rows.index[index].change == change; ++index)
        insert_index(rows.index[index].values);
      run(handle_.get(), "COMMIT");
    }
    return watch.read();
  }

 private:
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(handle_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
      fail(sqlite3_errmsg(handle_.get()));
    return statement;
  }
  static void text(sqlite3_stmt* statement, int place, const std::string& value) {
    sqlite3_bind_text64(statement, place, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
  }
  static void blob(sqlite3_stmt* statement, int place, const std::string& value) {
    sqlite3_bind_blob64(statement, place, value.data(), value.size(), SQLITE_STATIC);
  }
  void step(sqlite3_stmt* statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) fail(sqlite3_errmsg(handle_.get()));
    sqlite3_reset(statement);
  }
  void insert_entity(const std::vector<std::string>& values, std::size_t change) {
    text(entities_, 1, values[0]);
    blob(entities_, 2, values[1]);
    sqlite3_bind_int64(entities_, 3, static_cast<std::int64_t>(change) + 1);
    for (int place = 4; place <= 6; ++place) blob(entities_, place, values[static_cast<std::size_t>(place) - 1]);
    step(entities_);
  }
  void insert_index(const std::vector<std::string>& values) {
    text(index_, 1, values[0]);
    text(index_, 2, values[1]);
    blob(index_, 3, values[2]);
    blob(index_, 4, values[3]);
    step(index_);
  }

  Sqlite handle_;
  sqlite3_stmt *entities_ = nullptr, *index_ = nullptr;
};

void bench_sqlite(const std::filesystem::path& folder, const std::vector<ChangeSet>& changes, std::size_t rows) {
  std::vector<Cost> ours, theirs;
  for (int repeat = 0; repeat < kRepeats; ++repeat) {
    const std::string path = (folder / ("store" + std::to_string(repeat) + ".db")).string();
    {
      const auto store = required(open_sqlite_store({path}));
      ours.push_back(cost_of_store(*store, changes));
    }
    const Sqlite written = open_sqlite(path);
    const WrittenRows expected = written_rows(written.get());
    RawSqlite raw((folder / ("raw" + std::to_string(repeat) + ".db")).string(), written.get());
    theirs.push_back(raw.write(expected));
    for (const char* table : {"entities", "entity_index"})
      if (rows_of(raw.handle(), std::string("SELECT * FROM ") + table) !=
          rows_of(written.get(), std::string("SELECT * FROM ") + table))
        fail(std::string("store and peer hold different rows of ") + table);
  }
  report("SQLite, records with two index entries", rows, ours, theirs);
}

// -- PostgreSQL ------------------------------------------------------------------------------------------------------

using Postgres = std::unique_ptr<PGconn, void (*)(PGconn*)>;

std::string run(PGconn* connection, const std::string& sql) {
  PGresult* result = PQexec(connection, sql.c_str());
  const ExecStatusType status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN)
    fail(PQerrorMessage(connection));
  std::string value = PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "";
  PQclear(result);
  return value;
}

void put_number(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift & 0xFF));
}

void put_value(std::string& out, const std::string& value) {
  put_number(out, value.size(), 4);
  out.append(value);
}

// COPY BINARY as a program of one's own would write it.
void copy_rows(PGconn* connection, const std::string& table, const std::vector<WrittenRow>& rows, std::size_t& next,
               std::size_t change) {
  run(connection, "COPY " + table + " FROM STDIN (FORMAT binary)");
  std::string block("PGCOPY\n\377\r\n\0", 11);
  put_number(block, 0, 8);
  const auto send = [&] {
    if (PQputCopyData(connection, block.data(), static_cast<int>(block.size())) != 1) fail(PQerrorMessage(connection));
    block.clear();
  };
  for (; next < rows.size() && rows[next].change == change; ++next) {
    const auto& values = rows[next].values;
    put_number(block, values.size(), 2);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values.size() != 6 || i != 2) {
        put_value(block, values[i]);
        continue;
      }
      put_number(block, 8, 4);
      put_number(block, change + 1, 8);
    }
    if (block.size() > 256 * 1024) send();
  }
  put_number(block, 0xFFFF, 2);
  send();
  if (PQputCopyEnd(connection, nullptr) != 1) fail(PQerrorMessage(connection));
  while (PGresult* result = PQgetResult(connection)) {
    if (PQresultStatus(result) != PGRES_COMMAND_OK) fail(PQresultErrorMessage(result));
    PQclear(result);
  }
}

Cost write_raw(PGconn* connection, const std::string& schema, const WrittenRows& rows) {
  const Stopwatch watch;
  std::size_t entity = 0, index = 0;
  for (std::size_t change = 0; entity < rows.entities.size(); ++change) {
    run(connection, "BEGIN");
    copy_rows(connection, schema + ".entities(kind, id, version, payload, indexes, digest)", rows.entities, entity,
              change);
    copy_rows(connection, schema + ".entity_index(kind, name, value, id)", rows.index, index, change);
    run(connection, "COMMIT");
  }
  return watch.read();
}

// Without the digests, which are as long in both: each store has a salt of its own.
std::string contents(PGconn* connection, const std::string& schema) {
  return run(connection,
             "SELECT (SELECT md5(string_agg((kind, id, version, payload, indexes, length(digest))::text, ' ' "
             "ORDER BY kind, id)) FROM " +
                 schema +
                 ".entities AS e) || (SELECT md5(string_agg(i::text, ' ' ORDER BY kind, name, value, id)) "
                 "FROM " +
                 schema + ".entity_index AS i)");
}

void bench_postgres(const std::string& url, const WrittenRows& rows, const std::vector<ChangeSet>& changes) {
  const Postgres connection(PQconnectdb(url.c_str()), PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) fail(PQerrorMessage(connection.get()));
  run(connection.get(), "SET client_min_messages = warning");
  std::vector<Cost> ours, theirs;
  for (int repeat = 0; repeat < kRepeats; ++repeat) {
    PostgresOptions options;
    options.url = url;
    options.schema = "bench_store";
    const auto store = required(open_postgres_store(options));
    run(connection.get(),
        "CREATE SCHEMA bench_raw;"
        "CREATE TABLE bench_raw.entities(LIKE bench_store.entities INCLUDING ALL);"
        "CREATE TABLE bench_raw.entity_index(LIKE bench_store.entity_index INCLUDING ALL)");
    // Each goes first in every other run: the server's own work of the one falls into the time of the other.
    run(connection.get(), "CHECKPOINT");
    if (repeat % 2 == 1) theirs.push_back(write_raw(connection.get(), "bench_raw", rows));
    run(connection.get(), "CHECKPOINT");
    ours.push_back(cost_of_store(*store, changes));
    run(connection.get(), "CHECKPOINT");
    if (repeat % 2 == 0) theirs.push_back(write_raw(connection.get(), "bench_raw", rows));
    if (contents(connection.get(), "bench_raw") != contents(connection.get(), "bench_store"))
      fail("store and peer hold different rows");
    run(connection.get(), "DROP SCHEMA bench_store CASCADE; DROP SCHEMA bench_raw CASCADE");
  }
  report("PostgreSQL, records with two index entries", rows.entities.size(), ours, theirs);
}

}  // namespace

int main(int count, char** words) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  std::size_t rows = 200'000;
  std::string url;
  for (int i = 1; i + 1 < count; i += 2) {
    if (std::string(words[i]) == "--rows") rows = std::stoul(words[i + 1]);
    if (std::string(words[i]) == "--postgres") url = words[i + 1];
  }
  std::string pattern = (std::filesystem::temp_directory_path() / "staysail-bench-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) fail("no temporary folder");
  const std::filesystem::path folder = pattern;
  const auto changes = changes_of(rows);
  bench_sqlite(folder, changes, rows);
  if (!url.empty()) {
    const Sqlite written = open_sqlite((folder / "store0.db").string());
    bench_postgres(url, written_rows(written.get()), changes);
  }
  std::filesystem::remove_all(folder);
  return 0;
}
