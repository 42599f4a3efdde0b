#include "staysail/boss/sql_feed.hpp"

#include <doctest/doctest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>

#include "boss/named_parameters.hpp"
#include "boss/sql_boss.hpp"
#include "staysail/boss/sqlite_source.hpp"
#include "store/temporary_folder.hpp"

using namespace staysail;

namespace {

// A BOSS of its own for each test, and what happens in it behind our back.
struct SqliteBoss {
  store::TemporaryFolder folder;
  std::string path = folder.file("boss.db");
  sqlite3* handle = nullptr;

  SqliteBoss() {
    REQUIRE(sqlite3_open(path.c_str(), &handle) == SQLITE_OK);
    run("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
    test::make_boss(execute());
  }
  ~SqliteBoss() { sqlite3_close(handle); }
  void run(const std::string& sql) {
    CAPTURE(sql);
    REQUIRE(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  }
  test::Execute execute() {
    return [this](const std::string& sql) { run(sql); };
  }
  std::size_t count(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    REQUIRE(sqlite3_prepare_v2(handle, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK);
    sqlite3_step(statement);
    const auto rows = static_cast<std::size_t>(sqlite3_column_int64(statement, 0));
    sqlite3_finalize(statement);
    return rows;
  }
  std::shared_ptr<SqlSource> source() const { return open_sqlite_source(path).value(); }
};

// A table of requests that the BOSS works off.
SqlActionStatements request_table() {
  SqlActionStatements statements;
  statements.eligibility = "SELECT :kind = 'renew', 'not_offered'";
  statements.submit =
      "INSERT INTO requests(token, kind, subscription, months, content) VALUES(:token, :kind, :subscription_id,"
      " :parameter.months, :content) ON CONFLICT(token) DO NOTHING";
  statements.status = "SELECT status, note, content FROM requests WHERE token = :token";
  return statements;
}

void make_requests(SqliteBoss& boss) {
  boss.run(
      "CREATE TABLE requests(token text PRIMARY KEY, kind text, subscription text, months text, content text,"
      " status text DEFAULT 'accepted', note text)");
}

std::string complaint(const std::string& text) {
  const auto mapping = Mapping::parse(text, "m.toml");
  return mapping ? "no error" : mapping.error().to_string();
}

const std::string kUnits = "[[feed.entity]]\ntable = \"units\"\nfields = { unit_id = \"u\" }\n";

}  // namespace

TEST_CASE("tables and queries of SQLite are a feed") {
  const SqliteBoss boss;
  test::check_tables_as_a_feed(boss.source());
  test::check_rows_since(boss.source());
}

TEST_CASE("rows without a version have the time of reading as theirs") {
  const SqliteBoss boss;
  for (const std::int64_t read_at : {std::int64_t{0}, std::int64_t{1'767'225'600'000'000}}) {
    SqlFeed feed(boss.source(), test::mapping_of("[[feed]]\nname = \"b\"\nsql = \"SELECT 'u' || 1 AS u\"\n" + kUnits),
                 SqlFeedOptions{"", read_at});
    const auto splits = feed.plan({}).value();
    const auto reader = feed.open({}, splits.front()).value();
    FeedBatch batch;
    REQUIRE(reader->next(batch).value());
    CHECK(batch.parts.front().version == std::vector<std::int64_t>{read_at});
  }
}

TEST_CASE("a plan of SQLite tables is one state") {
  SqliteBoss boss;
  test::check_one_state(boss.source(), boss.execute());
}

TEST_CASE("no mapping writes to SQLite") {
  const SqliteBoss boss;
  test::check_nothing_is_written(boss.source(),
                                 {"DELETE FROM bills RETURNING *", "SELECT 1; DROP TABLE bills",
                                  "SELECT * FROM bills) AS x; DELETE FROM bills; --", "SELECT load_extension('x')",
                                  "PRAGMA user_version = 7", "ATTACH 'x.db' AS x", "SELECT * FROM no_such_table"});
}

TEST_CASE("rows that are no text, too long or of other columns are told") {
  SqliteBoss boss;
  boss.run("CREATE TABLE units(u, other)");
  boss.run("INSERT INTO units VALUES ('U1', x'00ff'), (CAST(x'41ff42' AS text), 1), (printf('%.*c', 300, 'u'), 2.5)");
  SqlFeed feed(boss.source(), test::mapping_of("[[feed]]\ntable = \"units\"\nmax_record_bytes = 200\n"
                                               "unknown_columns = \"keep\"\n" +
                                               kUnits));
  const auto read = test::read_all(feed, feed.plan({}).value());
  CHECK(read.rows == std::map<std::string, std::uint64_t>{{"units", 1}});
  CHECK(read.rejects == std::map<std::string, std::uint64_t>{{"bad_encoding", 1}, {"record_too_long", 1}});
  SqlFeed lacking(boss.source(), test::mapping_of("[[feed]]\ntable = \"units\"\n[[feed.entity]]\ntable = \"units\"\n"
                                                  "fields = { unit_id = \"uu\" }\n"));
  const auto refused = lacking.open({}, lacking.plan({}).value().front());
  CHECK(refused.error().message().find("no column 'uu'; did you mean 'u'?") != std::string::npos);
}

TEST_CASE("a feed of a database says what it reads") {
  CHECK(complaint("[[feed]]\ntable = \"t\"\nsql = \"SELECT 1\"\n" + kUnits).find("a table or a query") !=
        std::string::npos);
  CHECK(complaint("[[feed]]\nsql = \"SELECT 1\"\n" + kUnits).find("name") != std::string::npos);
  CHECK(complaint("[[feed]]\ntable = \"t\"\nfiles = \"x.csv\"\n" + kUnits).find("files") != std::string::npos);
  CHECK(complaint("[[feed]]\ntable = \"t\"\nsplits = 3\n" + kUnits).find("split_by is missing") != std::string::npos);
  CHECK(complaint("[[feed]]\ntable = \"t\"\n" + kUnits + "[[feed]]\ntable = \"t\"\n" + kUnits)
            .find("two feeds have this name") != std::string::npos);
  const auto mapping = test::mapping_of("[[feed]]\ntable = 'crm.my \"t'\nnull_texts = [\"-\"]\n" + kUnits);
  CHECK(mapping->sql_feeds.front().query == "SELECT * FROM \"crm\".\"my \"\"t\"");
  CHECK(mapping->sql_feeds.front().feed.entities.front().null_texts == std::vector<std::string>{"-", ""});
  CHECK(open_sqlite_source("/no/such/boss.db").error().code() == Errc::not_found);
  const store::TemporaryFolder folder;
  store::write_file(folder.file("text.db"), std::string(2000, 'x'));
  CHECK(open_sqlite_source(folder.file("text.db")).error().code() == Errc::malformed_file);
}

TEST_CASE("a table of requests carries actions, each once") {
  SqliteBoss boss;
  make_requests(boss);
  const auto session = open_sqlite_session(boss.path).value();
  const auto effects = [&] { return boss.count("SELECT count(*) FROM requests"); };
  const auto report = test::check_actions(session, request_table(), effects);
  CHECK_MESSAGE(report.passed(), report.to_string());
  CHECK(boss.count("SELECT count(*) FROM requests WHERE months = '12'") == 2);
  test::check_doubt_is_settled(session, request_table(), effects);
  boss.run("UPDATE requests SET status = 'provisioning', note = 'step 2' WHERE token = 'doubt.1'");
  boss.run("UPDATE requests SET status = 'refused', note = 'arrears' WHERE token = 'doubt.2'");
  const auto actions = SqlActions::open(session, request_table()).value();
  const auto receipts = actions->status(std::vector<std::string>{"doubt.1", "doubt.2", "none.1"}).value();
  CHECK(receipts[0] == ActionReceipt{"doubt.1", ActionStatus::in_doubt, "the BOSS says: provisioning step 2"});
  CHECK(receipts[1] == ActionReceipt{"doubt.2", ActionStatus::refused, "arrears"});
  CHECK(receipts[2].status == ActionStatus::unknown);
}

TEST_CASE("the kit sees statements that do not keep the promises") {
  SqliteBoss boss;
  make_requests(boss);
  boss.run("CREATE TABLE orders(token text, content text)");
  const auto session = open_sqlite_session(boss.path).value();
  const auto effects = [&] {
    return boss.count("SELECT (SELECT count(*) FROM orders) + (SELECT count(*) FROM requests)");
  };
  SqlActionStatements twice = request_table();
  twice.submit = "INSERT INTO orders(token, content) VALUES(:token, :content)";
  CHECK_FALSE(test::check_actions(session, twice, effects).passed());
  SqlActionStatements forgets = request_table();
  forgets.status = "SELECT status, note FROM requests WHERE token = :token";
  CHECK_FALSE(test::check_actions(session, forgets, effects, "2").passed());
  SqlActionStatements eager = request_table();
  eager.eligibility = "INSERT INTO orders(token) VALUES(:token) RETURNING 1";
  CHECK_FALSE(test::check_actions(session, eager, effects, "3").passed());
}

TEST_CASE("a BOSS that refuses or is busy has done nothing") {
  SqliteBoss boss;
  make_requests(boss);
  boss.run(
      "CREATE TRIGGER closed BEFORE INSERT ON requests WHEN NEW.subscription = 'S2'"
      " BEGIN SELECT RAISE(ABORT, 'this line is being ported'); END");
  const auto session = open_sqlite_session(boss.path, std::chrono::milliseconds(60)).value();
  const auto actions = SqlActions::open(session, request_table()).value();
  // One that is refused is refused by itself.
  const auto receipts = actions->submit(test::two_actions(), "one").value();
  CHECK(receipts[0].status == ActionStatus::accepted);
  CHECK(receipts[1].status == ActionStatus::refused);
  CHECK(receipts[1].note.find("being ported") != std::string::npos);
  CHECK(boss.count("SELECT count(*) FROM requests") == 1);
  // Where nothing goes at all the fault may lie elsewhere: nothing is refused for good.
  boss.run("ALTER TABLE requests RENAME COLUMN months TO duration");
  for (const auto& receipt : actions->submit(test::two_actions(), "all").value()) {
    CHECK(receipt.status == ActionStatus::unknown);
    CHECK_FALSE(receipt.note.empty());
  }
  boss.run("ALTER TABLE requests RENAME COLUMN duration TO months");
  boss.run("DROP TRIGGER closed; BEGIN IMMEDIATE");
  CHECK(actions->submit(test::two_actions(), "t").error().code() == Errc::adapter_failed);
  boss.run("COMMIT");
  CHECK(actions->submit(test::two_actions(), "t").value().size() == 2);
  SqlActionStatements slow = request_table();
  slow.eligibility = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
  const auto asked = SqlActions::open(session, slow).value()->check_eligibility(test::two_actions());
  CHECK(asked.error().code() == Errc::adapter_failed);
}

TEST_CASE("statements are declared in a text and name what they need") {
  const auto read =
      SqlActionStatements::parse("submit = \"CALL s(:token, :kind)\"\nstatus = \"SELECT t(:token)\"", "a.toml");
  CHECK(read.value().submit == "CALL s(:token, :kind)");
  const auto complaint_of = [](const std::string& text) {
    const auto statements = SqlActionStatements::parse(text, "a.toml");
    return statements ? "no error" : statements.error().to_string();
  };
  CHECK(complaint_of("submit = \"f(:tokem)\"\nstatus = \"s(:token)\"").find(":tokem; did you mean 'token'?") !=
        std::string::npos);
  CHECK(complaint_of("submit = \"f(:token)\"\nstatus = \"s(:kind)\"").find("by :token alone") != std::string::npos);
  CHECK(complaint_of("submit = \"f(:token)\"").find("status") != std::string::npos);
}

TEST_CASE("named parameters are numbered, and nothing else is touched") {
  const auto text_of = [](const char* statement) { return boss::number_parameters(statement).text; };
  CHECK(text_of("f(:a, :b, :a)") == "f($1, $2, $1)");
  CHECK(text_of("x::date = ':a' AND \":b\" = :b -- :c\n + /* :d */ :e") ==
        "x::date = ':a' AND \":b\" = $1 -- :c\n + /* :d */ $2");
  CHECK(text_of("'it''s :a'||:parameter.months.") == "'it''s :a'||$1.");
  CHECK(text_of("a : b :1 :") == "a : b :1 :");
  CHECK(boss::number_parameters(":token::text, :parameter.x").names ==
        std::vector<std::string>{"token", "parameter.x"});
}
