// One night, one digest, wherever it is kept.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "cycle/small_operator.hpp"
#include "main/shared_data.hpp"
#include "server.hpp"
#include "staysail/store/postgres_store.hpp"
#include "staysail/store/sqlite_store.hpp"
#include "store/temporary_folder.hpp"

using namespace staysail;

TEST_CASE("a night on memory, SQLite and PostgreSQL has one digest, and spent again it changes nothing") {
  const auto server = postgres::shared_server();
  if (server == nullptr) return;
  const store::TemporaryFolder folder;
  test::Host memory, sqlite, postgres;
  sqlite.store = open_store("sqlite:" + folder.file("night.db")).value();
  sqlite.parts.store = sqlite.store.get();
  postgres.store = open_postgres_store({server->url(), "night"}).value();
  postgres.parts.store = postgres.store.get();
  const auto expected = memory.night().value();
  CHECK(sqlite.night().value().record.digest == expected.record.digest);
  CHECK(postgres.night().value().record.digest == expected.record.digest);
  const auto again = postgres.night().value();
  CHECK(again.record.digest == expected.record.digest);
  CHECK(again.record.rows.accepted == 0);
  const auto claim = postgres.store->claim("night");
  CHECK(postgres.night().error().code() == Errc::store_locked);
  const auto report = postgres.store->verify().value(), other = memory.store->verify().value();
  CHECK_MESSAGE(report.sound, report.first_fault);
  CHECK(report.records == other.records);
  CHECK(report.rows == other.rows);
}

// The server goes away after a while of each try; what was taken in until then is kept, and the next try goes on.
TEST_CASE("a night whose server goes away again and again has the digest of an undisturbed one") {
  if (postgres::find_server_programs().empty()) return report_skipped("no PostgreSQL server is installed");
  test::Host undisturbed;
  const auto expected = undisturbed.night().value().record.digest;
  postgres::Server server;
  test::Host host;
  host.store = open_postgres_store({server.url()}).value();
  host.parts.store = host.store.get();
  int failures = 0;
  for (int patience = 20; patience < 400; patience *= 2) {
    Errc failure{0};
    std::atomic<bool> done{false};
    std::thread night([&] {
      const auto result = host.night();
      if (!result) failure = result.error().code();
      done = true;
    });
    for (int waited = 0; waited < patience && !done; ++waited)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    server.stop(postgres::Server::Stop::quit);
    night.join();
    server.start();
    failures += failure != Errc{0} ? 1 : 0;
    const bool told = failure == Errc{0} || failure == Errc::adapter_failed || failure == Errc::in_doubt;
    CHECK_MESSAGE(told, name_of(failure));
  }
  CHECK(failures > 0);
  const auto result = host.night();
  REQUIRE_MESSAGE(result.has_value(), (result ? "" : result.error().to_string()));
  CHECK(result->record.digest == expected);
  const auto report = host.store->verify().value();
  CHECK_MESSAGE(report.sound, report.first_fault);
}
