// A BOSS whose database is PostgreSQL: its tables as a feed, its functions as actions.
#include <doctest/doctest.h>

#include <memory>

#include "boss/sql_boss.hpp"
#include "server.hpp"
#include "staysail/boss/postgres_source.hpp"

using namespace staysail;
using staysail::postgres::Server;
using staysail::postgres::shared_server;

namespace {

struct PostgresBoss {
  std::string url;
  std::unique_ptr<PGconn, void (*)(PGconn*)> connection;

  PostgresBoss(Server& server, const std::string& name)
      : url(server.url_of_new_database(name)), connection(PQconnectdb(url.c_str()), PQfinish) {
    test::make_boss(execute());
  }
  std::string run(const std::string& sql) {
    const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(connection.get(), sql.c_str()), PQclear);
    const ExecStatusType status = PQresultStatus(result.get());
    CAPTURE(sql);
    REQUIRE_MESSAGE((status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK), PQerrorMessage(connection.get()));
    return PQntuples(result.get()) == 0 ? "" : PQgetvalue(result.get(), 0, 0);
  }
  test::Execute execute() {
    return [this](const std::string& sql) { run(sql); };
  }
  std::shared_ptr<SqlSource> source() const { return open_postgres_source(url).value(); }
  std::function<std::size_t()> orders() {
    return [this] { return static_cast<std::size_t>(std::stoul(run("SELECT count(*) FROM orders"))); };
  }
};

// Functions as a BOSS offers them: they look the token up, and answer with two rows.
void make_functions(PostgresBoss& boss) {
  boss.run(R"sql(
    CREATE TABLE orders(token text PRIMARY KEY, kind text, subscription text, requested date, content text,
      status text DEFAULT 'accepted', note text);
    CREATE FUNCTION may_order(wanted text, months int) RETURNS TABLE(eligible bool, reason text) LANGUAGE sql AS
      $$ SELECT wanted = 'renew' AND months <= 24, 'not_offered' $$;
    CREATE FUNCTION place_order(name text, wanted text, line text, day date, whole text) RETURNS SETOF text
    LANGUAGE plpgsql AS $$
    BEGIN
      IF line = 'S-closed' THEN RAISE EXCEPTION 'line % is being ported', line; END IF;
      IF line = 'S-slow' THEN PERFORM pg_sleep(20); END IF;
      INSERT INTO orders(token, kind, subscription, requested, content) VALUES (name, wanted, line, day, whole)
        ON CONFLICT DO NOTHING;
      RETURN NEXT 'taken'; RETURN NEXT 'taken';
    END $$;
  )sql");
}

SqlActionStatements functions() {
  SqlActionStatements statements;
  statements.eligibility = "SELECT * FROM may_order(:kind, :parameter.months::int)";
  statements.submit = "SELECT place_order(:token, :kind, :subscription_id, :requested::date, :content)";
  statements.status = "SELECT status, note, content FROM orders WHERE token = :token";
  return statements;
}

}  // namespace

TEST_CASE("tables and queries of PostgreSQL are a feed of one state") {
  Server* server = shared_server();
  if (server == nullptr) return;
  PostgresBoss boss(*server, "boss_feed");
  test::check_tables_as_a_feed(boss.source());
  test::check_rows_since(boss.source());
  test::check_one_state(boss.source(), boss.execute());
}

TEST_CASE("values of PostgreSQL are written in one way, whatever the server's settings") {
  Server* server = shared_server();
  if (server == nullptr) return;
  PostgresBoss boss(*server, "boss_values");
  boss.run(
      "ALTER DATABASE boss_values SET datestyle = 'German'; ALTER DATABASE boss_values SET timezone = 'Asia/Shanghai'");
  const auto snapshot = boss.source()->snapshot().value();
  const auto rows =
      snapshot
          ->query({"SELECT date '2026-01-31', timestamptz '2026-01-31 08:30:00+08', true, 12.50::numeric, "
                   "NULL::text, '中'::text, 7::bigint, $1::text",
                   {SqlValue::of("it's")}})
          .value();
  std::vector<SqlValue> row;
  REQUIRE(rows->next(row).value());
  std::string texts;
  for (const auto& value : row) texts += value.text + "|";
  CHECK(texts == "2026-01-31|2026-01-31 00:30:00+00|true|12.50||中|7|it's|");
  CHECK(row[3].kind == SqlValue::Kind::number);
  CHECK(row[4].kind == SqlValue::Kind::null);
  CHECK_FALSE(rows->next(row).value());
}

TEST_CASE("no mapping writes to PostgreSQL") {
  Server* server = shared_server();
  if (server == nullptr) return;
  PostgresBoss boss(*server, "boss_careful");
  boss.run(
      "CREATE SEQUENCE numbers; CREATE FUNCTION wipe() RETURNS SETOF bills LANGUAGE sql AS $$ DELETE FROM bills "
      "RETURNING * $$");
  test::check_nothing_is_written(
      boss.source(),
      {"DELETE FROM bills RETURNING *", "SELECT 1; DROP TABLE bills",
       "SELECT * FROM bills) AS x; DELETE FROM bills; --", "SELECT * FROM wipe()", "SELECT nextval('numbers')",
       "SELECT set_config('transaction_read_only', 'off', false)",
       "WITH gone AS (DELETE FROM bills RETURNING *) SELECT * FROM gone", "SELECT * FROM no_such_table", "COMMIT"});
}

TEST_CASE("functions of a BOSS carry actions, each once") {
  Server* server = shared_server();
  if (server == nullptr) return;
  PostgresBoss boss(*server, "boss_actions");
  make_functions(boss);
  const auto session = open_postgres_session(boss.url, std::chrono::milliseconds(300)).value();
  const auto report = test::check_actions(session, functions(), boss.orders());
  CHECK_MESSAGE(report.passed(), report.to_string());
  test::check_doubt_is_settled(session, functions(), boss.orders());
  const auto actions = SqlActions::open(session, functions()).value();
  auto batch = test::two_actions();
  batch[1].parameters = {{"months", "36"}};
  const auto answers = actions->check_eligibility(batch).value();
  CHECK(answers[0].eligible);
  CHECK(answers[1].reason == "not_offered");
  const std::size_t before = boss.orders()();
  batch[1].subscription = SubscriptionId::of("S-slow");
  CHECK(actions->submit(batch, "t slow").error().code() == Errc::adapter_failed);
  CHECK(boss.orders()() == before);  // not even the first of the two
  batch[1].subscription = SubscriptionId::of("S-closed");
  const auto receipts = actions->submit(batch, "t closed").value();
  CHECK(receipts[0].status == ActionStatus::accepted);
  CHECK(receipts[1].status == ActionStatus::refused);
  CHECK(boss.orders()() == before + 1);  // the one that it took
}

TEST_CASE("the kit sees a function that does things twice") {
  Server* server = shared_server();
  if (server == nullptr) return;
  PostgresBoss boss(*server, "boss_twice");
  make_functions(boss);
  boss.run("ALTER TABLE orders DROP CONSTRAINT orders_pkey");
  SqlActionStatements forgets = functions();
  forgets.status = "SELECT status, note, content FROM orders WHERE token = :token || ' '";
  const auto session = open_postgres_session(boss.url).value();
  CHECK_FALSE(test::check_actions(session, forgets, boss.orders()).passed());
}

TEST_CASE("a session finds its way back to a server that was restarted") {
  if (shared_server() == nullptr) return;
  Server server;
  PostgresBoss boss(server, "boss_restart");
  make_functions(boss);
  const auto actions = SqlActions::open(open_postgres_session(boss.url).value(), functions()).value();
  REQUIRE(actions->submit(test::two_actions(), "before"));
  server.stop(Server::Stop::quit);
  CHECK(actions->submit(test::two_actions(), "away").error().code() == Errc::adapter_failed);
  server.start();
  CHECK(actions->submit(test::two_actions(), "before").value().size() == 2);
  CHECK(actions->submit(test::two_actions(), "after").value().front().status == ActionStatus::accepted);
}
