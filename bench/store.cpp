// Bulk writes beside the database's own interface: bench_store [--rows N] [--repeats N] [--postgres URL]. The peers
// write the same records and index entries in transactions of the same size: one the very rows of the store, with
// digests and packed entries that it is given; one without them. Then all must hold the same.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <random>

#include "raw_postgres.hpp"
#include "raw_sqlite.hpp"
#include "staysail/store/postgres_store.hpp"
#include "staysail/store/sqlite_store.hpp"

namespace staysail::bench {

void fail(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::exit(1);
}

std::map<std::string_view, std::vector<std::pair<std::string_view, std::string_view>>> sorted_entries(
    const ChangeSet& changes) {
  std::map<std::string_view, std::vector<std::pair<std::string_view, std::string_view>>> sorted;
  for (const auto& put : changes.puts)
    for (const auto& entry : put.record.indexes) sorted[entry.index].emplace_back(entry.value, put.record.key.id);
  for (auto& [name, entries] : sorted)
    if (!std::is_sorted(entries.begin(), entries.end())) std::sort(entries.begin(), entries.end());
  return sorted;
}

namespace {

constexpr std::size_t kRowsAChange = 10'000;
const std::vector<std::vector<Additions>> kNoAdditions;

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

// Of what ran in turn, each first in its turn: caches and the disk's own work fall on all alike.
class Race {
 public:
  struct Runner {
    const char* name;
    std::function<Cost(int repeat)> run;
  };
  Race(std::string what, std::size_t rows, std::vector<Runner> runners)
      : what_(std::move(what)), rows_(static_cast<double>(rows)), runners_(std::move(runners)) {}

  void run(int repeats) {
    costs_.assign(runners_.size(), {});
    for (int repeat = 0; repeat < repeats; ++repeat)
      for (std::size_t i = 0; i < runners_.size(); ++i) {
        const std::size_t next = (i + static_cast<std::size_t>(repeat)) % runners_.size();
        ::sync();
        costs_[next].push_back(runners_[next].run(repeat));
      }
    for (std::size_t i = 0; i < runners_.size(); ++i) report(i);
  }

 private:
  template <class Figure>
  double median_of(std::size_t runner, const Figure& figure) const {
    std::vector<double> figures;
    for (std::size_t i = 0; i < costs_[runner].size(); ++i) figures.push_back(figure(costs_[runner][i], costs_[0][i]));
    return median(figures);
  }

  void report(std::size_t runner) const {
    std::printf(
        "%s, %s: %.0f k rows/s, processor time %.2f us a row; the store reaches %.1f %% of it, %.1f %% by processor "
        "time (medians of %zu runs)\n",
        what_.c_str(), runners_[runner].name,
        median_of(runner, [&](const Cost& cost, const Cost&) { return rows_ / 1000 / cost.seconds; }),
        median_of(runner, [&](const Cost& cost, const Cost&) { return 1e6 * cost.processor / rows_; }),
        median_of(runner, [](const Cost& cost, const Cost& ours) { return 100 * cost.seconds / ours.seconds; }),
        median_of(runner, [](const Cost& cost, const Cost& ours) { return 100 * cost.processor / ours.processor; }),
        costs_[runner].size());
  }

  std::string what_;
  double rows_;
  std::vector<Runner> runners_;
  std::vector<std::vector<Cost>> costs_;
};

// What a store in this file adds to the records, change by change.
std::vector<std::vector<Additions>> additions_in(const std::string& path) {
  std::vector<std::vector<Additions>> additions;
  const Sqlite written = open_sqlite(path);
  for (auto& row : rows_of(written.get(), "SELECT indexes, digest, version FROM entities ORDER BY version, kind, id")) {
    additions.resize(std::stoul(row[2]));
    additions.back().push_back({std::move(row[0]), std::move(row[1])});
  }
  return additions;
}

// Each store has a salt of its own, so that of digests only the length is equal.
void check_equal(sqlite3* left, sqlite3* right, bool bare) {
  const std::string entities = std::string("SELECT kind, id, version, payload") +
                               (bare ? "" : ", indexes, length(digest)") + " FROM entities ORDER BY kind, id";
  for (const std::string& rows : {entities, std::string("SELECT * FROM entity_index ORDER BY kind, name, value, id")})
    if (rows_of(left, rows) != rows_of(right, rows)) fail("store and peer hold different rows");
}

struct Bench {
  std::filesystem::path folder;
  std::vector<ChangeSet> changes;
  std::size_t rows;
  int repeats;
  std::vector<std::vector<Additions>> additions;

  std::string file(const char* name) const { return (folder / name).string(); }

  Cost store_in(const std::string& path) const {
    for (const char* part : {"", "-wal", "-shm", "-anchor"}) std::filesystem::remove(path + part);
    const auto store = required(open_sqlite_store({path}));
    return cost_of_store(*store, changes);
  }

  Cost raw_in(const std::string& path, const Work& work, std::size_t at_once) const {
    for (const char* part : {"", "-wal", "-shm"}) std::filesystem::remove(path + part);
    RawSqlite raw(path, work.bare(), at_once);
    return raw.write(work);
  }

  void sqlite() {
    static_cast<void>(store_in(file("store.db")));
    additions = additions_in(file("store.db"));
    Race race("SQLite", rows,
              {{"store", [&](int) { return store_in(file("store.db")); }},
               {"raw, a row a statement, the same rows",
                [&](int) {
                  return raw_in(file("raw.db"), {changes, additions}, 1);
                }},
               {"raw, a row a statement, without digests and packed entries",
                [&](int) {
                  return raw_in(file("bare.db"), {changes, kNoAdditions}, 1);
                }},
               {"raw, 32 rows a statement, the same rows",
                [&](int) {
                  return raw_in(file("many.db"), {changes, additions}, 32);
                }},
               {"raw, 32 rows a statement, without digests and packed entries", [&](int) {
                  return raw_in(file("bare_many.db"), {changes, kNoAdditions}, 32);
                }}});
    race.run(repeats);
    const Sqlite ours = open_sqlite(file("store.db"));
    for (const char* raw : {"raw.db", "many.db"}) check_equal(ours.get(), open_sqlite(file(raw)).get(), false);
    for (const char* bare : {"bare.db", "bare_many.db"}) check_equal(ours.get(), open_sqlite(file(bare)).get(), true);
  }

  void postgres(const std::string& url) const;
};

std::string contents(PGconn* connection, const std::string& schema, bool bare) {
  return run(connection,
             std::string("SELECT (SELECT md5(string_agg((kind, id, version, payload") +
                 (bare ? "" : ", indexes, length(digest)") + ")::text, ' ' ORDER BY kind, id)) FROM " + schema +
                 ".entities AS e) || (SELECT md5(string_agg(i::text, ' ' ORDER BY kind, name, value, id)) FROM " +
                 schema + ".entity_index AS i)");
}

void make_anew(PGconn* connection, const std::string& schema, bool bare) {
  run(connection, "DROP SCHEMA IF EXISTS " + schema + " CASCADE; CREATE SCHEMA " + schema + "; CREATE TABLE " + schema +
                      ".entities(LIKE bench_model.entities INCLUDING ALL); CREATE TABLE " + schema +
                      ".entity_index(LIKE bench_model.entity_index INCLUDING ALL)");
  if (bare) run(connection, "ALTER TABLE " + schema + ".entities DROP COLUMN indexes, DROP COLUMN digest");
  run(connection, "CHECKPOINT");
}

std::unique_ptr<Store> open_in(const std::string& url, const std::string& schema) {
  PostgresOptions options;
  options.url = url;
  options.schema = schema;
  return required(open_postgres_store(options));
}

void Bench::postgres(const std::string& url) const {
  const Postgres connection = connect(url);
  open_in(url, "bench_model").reset();
  const auto raw = [&](const char* schema, const Work& work) {
    make_anew(connection.get(), schema, work.bare());
    return write_raw(connection.get(), schema, work);
  };
  const auto store = [&] {
    run(connection.get(), "DROP SCHEMA IF EXISTS bench_store CASCADE");
    const auto opened = open_in(url, "bench_store");
    run(connection.get(), "CHECKPOINT");
    return cost_of_store(*opened, changes);
  };
  Race race("PostgreSQL", rows,
            {{"store", [&](int) { return store(); }},
             {"raw, the same rows",
              [&](int) {
                return raw("bench_raw", {changes, additions});
              }},
             {"raw, without digests and packed entries", [&](int) {
                return raw("bench_bare", {changes, kNoAdditions});
              }}});
  race.run(repeats);
  for (const bool bare : {false, true})
    if (contents(connection.get(), "bench_store", bare) !=
        contents(connection.get(), bare ? "bench_bare" : "bench_raw", bare))
      fail("store and peer hold different rows");
  for (const char* schema : {"bench_model", "bench_store", "bench_raw", "bench_bare"})
    run(connection.get(), std::string("DROP SCHEMA ") + schema + " CASCADE");
}

int main_of(int count, char** words) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  std::size_t rows = 200'000;
  int repeats = 5;
  std::string url;
  for (int i = 1; i + 1 < count; i += 2) {
    if (std::string(words[i]) == "--rows") rows = std::stoul(words[i + 1]);
    if (std::string(words[i]) == "--repeats") repeats = std::stoi(words[i + 1]);
    if (std::string(words[i]) == "--postgres") url = words[i + 1];
  }
  std::string pattern = (std::filesystem::temp_directory_path() / "staysail-bench-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) fail("no temporary folder");
  Bench bench{pattern, changes_of(rows), rows, repeats, {}};
  bench.sqlite();
  if (!url.empty()) bench.postgres(url);
  std::filesystem::remove_all(pattern);
  return 0;
}

}  // namespace
}  // namespace staysail::bench

int main(int count, char** words) { return staysail::bench::main_of(count, words); }
