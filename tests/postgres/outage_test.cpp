// A server that is stopped in the middle of the work delays it: nothing is lost, nothing happens twice.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <random>
#include <thread>

#include "main/shared_data.hpp"
#include "server.hpp"
#include "staysail/store/postgres_store.hpp"

using namespace staysail;
using staysail::postgres::find_server_programs;
using staysail::postgres::Server;
using staysail::postgres::ServerOptions;

namespace {

// Adds one to a counter, a record and a row of facts for each batch, each step under a token of its own. What a step
// writes depends on what it reads: done twice, it shows.
class Bookkeeper {
 public:
  // `heeds_tokens` false is the planted fault: each try is a new change to the store, and nothing counts as done.
  Bookkeeper(Store& store, bool heeds_tokens) : store_(store), heeds_tokens_(heeds_tokens) {}

  void work_until(const std::atomic<bool>& stopped) {
    while (!stopped && fault.empty()) {
      const std::string name = "batch " + std::to_string(batches);
      insist(name + " entities", [&](const std::string& token) { return count_up(token); });
      insist(name + " facts", [&](const std::string& token) { return add_row(token); });
      ++batches;
    }
  }

  std::atomic<int> batches{0}, doubts{0};
  std::string fault;

 private:
  // What a host does: in doubt it asks, else it repeats.
  template <class Step>
  void insist(const std::string& token, const Step& step) {
    bool doubt = false;
    for (int tries = 0; fault.empty(); ++tries) {
      if (doubt && heeds_tokens_) {
        const auto applied = store_.entities().was_applied(token);
        if (applied && *applied) return;
        doubt = !applied;
      }
      if (!doubt || !heeds_tokens_) {
        const Result<Receipt> receipt = step(heeds_tokens_ ? token : token + " try " + std::to_string(tries));
        if (receipt) return;
        take_down(receipt.error(), doubt);
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }

  // Only the outage may show.
  void take_down(const Error& error, bool& doubt) {
    doubt = error.in_doubt();
    doubts += doubt ? 1 : 0;
    if (!doubt && error.code() != Errc::adapter_failed) fault = error.to_string();
  }

  Result<Receipt> count_up(const std::string& token) {
    STAYSAIL_TRY(const auto read, store_.entities().get({EntityKey{"ledger", "counter"}}));
    const int count = read.front() ? std::stoi(read.front()->payload) : 0;
    ChangeSet changes;
    Record counter, entry;
    counter.key = {"ledger", "counter"};
    counter.payload = std::to_string(count + 1);
    entry.key = {"entry", std::to_string(count)};
    entry.indexes = {{"half", count % 2 == 0 ? "even" : "odd"}};
    changes.put(counter, read.front() ? read.front()->version : absent);
    changes.put(entry, absent);
    return store_.entities().apply(changes, token);
  }

  Result<Receipt> add_row(const std::string& token) {
    ScanRequest request;
    request.table = "payments";
    request.first = request.last = Month::of(2026, 1);
    STAYSAIL_TRY(const ScanResult before, store_.facts().scan(request));
    ColumnBuilder amount(Field{"amount", ColumnType::number, 2, "CNY"});
    const std::size_t rows = before.chunks.empty() ? 0 : before.chunks.front().batch.rows();
    for (std::size_t row = 0; row <= rows; ++row) amount.append_number(static_cast<std::int64_t>(row));
    FactChunk chunk;
    chunk.table = "payments";
    chunk.month = request.first;
    STAYSAIL_TRY(chunk.batch, Batch::of({amount.finish()}));
    return store_.facts().append({chunk}, token);
  }

  Store& store_;
  bool heeds_tokens_;
};

// The commit is on the disk, and its answer never comes: a standby that does not exist is waited for.
void stop_before_the_answer(Server& server) {
  server.sql("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
  server.sql("SELECT pg_reload_conf()");
  for (int waits = 0; server.sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") == "0";
       ++waits) {
    REQUIRE(waits < 3000);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  server.stop(Server::Stop::quit);
  server.start();
  server.sql("ALTER SYSTEM RESET synchronous_standby_names");
  server.sql("SELECT pg_reload_conf()");
}

void stop_and_start(Server& server, int stop, std::mt19937& dice) {
  if (stop % 3 == 0) return stop_before_the_answer(server);
  std::this_thread::sleep_for(std::chrono::microseconds(dice() % 30'000));
  server.stop(stop % 3 == 1 ? Server::Stop::quit : Server::Stop::kill);
  server.start();
}

struct Outcome {
  int batches = 0, doubts = 0;
  int counter = 0;
  std::size_t entries = 0, rows = 0;
  std::string fault;
  bool exact() const {
    return counter == batches && entries == static_cast<std::size_t>(batches) &&
           rows == static_cast<std::size_t>(batches);
  }
};

Outcome survive(int stops, bool heeds_tokens) {
  ServerOptions options;
  options.durable = true;
  options.settings = {"synchronous_commit=off"};  // a careless server: the store switches it on
  Server server(options);
  const auto store = open_postgres_store({server.url()}).value();
  Bookkeeper bookkeeper(*store, heeds_tokens);
  std::atomic<bool> stopped{false};
  std::thread work([&] { bookkeeper.work_until(stopped); });
  std::mt19937 dice(7);
  for (int stop = 0; stop < stops && bookkeeper.fault.empty(); ++stop) {
    const int before = bookkeeper.batches;
    while (bookkeeper.batches < before + 2 && bookkeeper.fault.empty())
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    stop_and_start(server, stop, dice);
  }
  stopped = true;
  work.join();
  Outcome outcome;
  outcome.batches = bookkeeper.batches;
  outcome.doubts = bookkeeper.doubts;
  outcome.fault = bookkeeper.fault;
  outcome.counter = std::stoi(store->entities().get({EntityKey{"ledger", "counter"}}).value().front()->payload);
  outcome.entries = store->entities().find(FindRequest{"entry", "", {}, {}, 0, ""}).value().records.size();
  ScanRequest request;
  request.table = "payments";
  request.first = request.last = Month::of(2026, 1);
  outcome.rows = store->facts().scan(request).value().chunks.front().batch.rows();
  CHECK(store->verify().value().sound);
  return outcome;
}

void nothing_is_lost_or_doubled(int stops) {
  const Outcome outcome = survive(stops, true);
  CHECK_MESSAGE(outcome.fault.empty(), outcome.fault);
  CHECK(outcome.batches >= 2 * stops);
  CHECK(outcome.doubts >= stops / 3);
  CHECK(outcome.counter == outcome.batches);
  CHECK(outcome.entries == static_cast<std::size_t>(outcome.batches));
  CHECK(outcome.rows == static_cast<std::size_t>(outcome.batches));
}

bool has_server() {
  if (!find_server_programs().empty()) return true;
  report_skipped("no PostgreSQL server is installed (package postgresql)");
  return false;
}

}  // namespace

TEST_CASE("a server that is stopped six times in the middle of batches: 0 lost, 0 doubled") {
  if (has_server()) nothing_is_lost_or_doubled(6);
}

TEST_CASE("a server that is stopped sixty times in the middle of batches: 0 lost, 0 doubled [slow]") {
  if (has_server()) nothing_is_lost_or_doubled(60);
}

TEST_CASE("a host that ignores tokens does things twice, and the count shows it") {
  if (!has_server()) return;
  const Outcome outcome = survive(1, false);
  CHECK_MESSAGE(outcome.fault.empty(), outcome.fault);
  CHECK(outcome.doubts > 0);
  CHECK_FALSE(outcome.exact());
}
