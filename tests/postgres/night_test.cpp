// One night, one digest, wherever it is kept.
#include <doctest/doctest.h>

#include "cycle/small_operator.hpp"
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
