#include "staysail/boss/postgres_source.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <map>
#include <mutex>

namespace staysail {
namespace {

constexpr int kText = 0;
constexpr const char* kRowsAFetch = "2000";
// Types whose values are numbers; flags are told apart because 't' is no word of theirs.
constexpr Oid kBoolean = 16, kNumbers[] = {20, 21, 23, 700, 701, 1700};

struct FinishConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct ClearAnswer {
  void operator()(PGresult* answer) const { PQclear(answer); }
};
using Answer = std::unique_ptr<PGresult, ClearAnswer>;

std::string one_line(std::string_view message) {
  while (!message.empty() && (message.back() == '\n' || message.back() == ' ')) message.remove_suffix(1);
  std::string line(message);
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

// What an error of the server means for whoever asked; classes of SQLSTATE.
Errc meaning_of(std::string_view state, Errc of_statement) {
  const bool away = state.empty() || state.substr(0, 2) == "08" || state.substr(0, 2) == "57" ||
                    state.substr(0, 2) == "53" || state.substr(0, 2) == "40" || state == "55P03";
  return away ? Errc::adapter_failed : of_statement;
}

class Client {
 public:
  Client(std::string url, std::string name, std::string setup)
      : url_(std::move(url)), name_(std::move(name)), setup_(std::move(setup)) {}

  Status connect() {
    if (connection_ != nullptr && PQstatus(connection_.get()) == CONNECTION_OK && !broken_) return ok();
    broken_ = false;
    connection_.reset(PQconnectdb(url_.c_str()));
    if (connection_ == nullptr) return Error::out_of_memory();
    if (PQstatus(connection_.get()) != CONNECTION_OK)
      return Error::at(Place{name_, 0, 0}, Errc::adapter_failed,
                       "the PostgreSQL server cannot be reached or refuses the connection; check host, port, database, "
                       "user and password (PostgreSQL: " +
                           one_line(PQerrorMessage(connection_.get())) + ")");
    PQsetNoticeProcessor(
        connection_.get(), [](void*, const char*) {}, nullptr);
    return run(setup_).and_then([](auto) { return ok(); });
  }

  Result<Answer> run(const std::string& sql) { return checked(Answer(PQexec(connection_.get(), sql.c_str())), sql); }

  // One statement: the server takes no second one from such a text.
  Result<Answer> run(const SqlStatement& sql, const std::string& before = "",
                     Errc of_statement = Errc::mapping_invalid) {
    std::vector<const char*> values;
    for (const SqlValue& value : sql.parameters)
      values.push_back(value.kind == SqlValue::Kind::null ? nullptr : value.text.c_str());
    return checked(Answer(PQexecParams(connection_.get(), (before + sql.text).c_str(), static_cast<int>(values.size()),
                                       nullptr, values.data(), nullptr, nullptr, kText)),
                   sql.text, of_statement);
  }

  const std::string& name() const { return name_; }
  std::mutex mutex;

 private:
  Result<Answer> checked(Answer answer, const std::string& sql, Errc of_statement = Errc::adapter_failed) {
    const ExecStatusType status = PQresultStatus(answer.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return answer;
    const char* state = answer == nullptr ? nullptr : PQresultErrorField(answer.get(), PG_DIAG_SQLSTATE);
    const Errc code = meaning_of(state == nullptr ? "" : state, of_statement);
    broken_ |= state == nullptr;
    const std::string words = one_line(PQerrorMessage(connection_.get()));
    if (code == Errc::mapping_invalid)
      return Error(code, "the database does not take the question (PostgreSQL: " + words + "): " + sql);
    return Error::at(Place{name_, 0, 0}, code,
                     (code == Errc::action_refused ? "the BOSS refuses the statement (PostgreSQL: "
                                                   : "the database did not answer; try again (PostgreSQL: ") +
                         words + ")");
  }

  std::string url_, name_, setup_;
  std::unique_ptr<PGconn, FinishConnection> connection_;
  bool broken_ = false;
};

std::string name_of_database(const std::string& url) {
  std::map<std::string, std::string> parts;
  PQconninfoOption* options = PQconninfoParse(url.c_str(), nullptr);
  for (auto* option = options; option != nullptr && option->keyword != nullptr; ++option)
    if (option->val != nullptr) parts[option->keyword] = option->val;
  PQconninfoFree(options);
  const bool is_folder = parts["host"].substr(0, 1) == "/";
  return "postgres://" + (is_folder ? "" : parts["host"]) + (parts["port"].empty() ? "" : ":" + parts["port"]) + "/" +
         parts["dbname"];
}

// Values are written in one way, whatever the server's own settings are.
const std::string kSetup =
    "SET client_encoding = 'UTF8'; SET datestyle = 'ISO, YMD'; SET timezone = 'UTC'; SET intervalstyle = 'iso_8601';"
    "SET synchronize_seqscans = off; SET application_name = 'staysail feed'";

void read_value(const PGresult* answer, int row, int column, SqlValue& value) {
  value.text.clear();
  value.kind = SqlValue::Kind::null;
  if (PQgetisnull(answer, row, column) == 1) return;
  const Oid type = PQftype(answer, column);
  const bool is_number = std::find(std::begin(kNumbers), std::end(kNumbers), type) != std::end(kNumbers);
  value.kind = is_number ? SqlValue::Kind::number : SqlValue::Kind::text;
  value.text.assign(PQgetvalue(answer, row, column), static_cast<std::size_t>(PQgetlength(answer, row, column)));
  if (type == kBoolean) value.text = value.text == "t" ? "true" : "false";
}

void read_row(const PGresult* answer, int row, std::vector<SqlValue>& out) {
  out.resize(static_cast<std::size_t>(PQnfields(answer)));
  for (std::size_t i = 0; i < out.size(); ++i) read_value(answer, row, static_cast<int>(i), out[i]);
}

// A cursor of the snapshot's transaction, read in shares.
class PostgresRows final : public SqlRows {
 public:
  PostgresRows(std::shared_ptr<Client> client, std::string cursor)
      : client_(std::move(client)), cursor_(std::move(cursor)) {}
  ~PostgresRows() override {
    const std::lock_guard lock(client_->mutex);
    static_cast<void>(client_->run("CLOSE " + cursor_));
  }
  const std::vector<std::string>& columns() const override { return columns_; }

  Status fetch(const std::string& rows) {
    const std::lock_guard lock(client_->mutex);
    STAYSAIL_TRY(share_, client_->run(SqlStatement{"FETCH FORWARD " + rows + " FROM " + cursor_, {}}));
    next_ = 0;
    if (!columns_.empty()) return ok();
    for (int i = 0; i < PQnfields(share_.get()); ++i) columns_.emplace_back(PQfname(share_.get(), i));
    return ok();
  }
  Result<bool> next(std::vector<SqlValue>& out) override {
    if (next_ == PQntuples(share_.get())) STAYSAIL_CHECK(fetch(kRowsAFetch));
    if (PQntuples(share_.get()) == 0) return false;
    read_row(share_.get(), next_++, out);
    return true;
  }

 private:
  std::shared_ptr<Client> client_;
  std::string cursor_;
  Answer share_;
  int next_ = 0;
  std::vector<std::string> columns_;
};

class PostgresSnapshot final : public SqlSnapshot {
 public:
  explicit PostgresSnapshot(std::shared_ptr<Client> client) : client_(std::move(client)) {}

  Result<std::unique_ptr<SqlRows>> query(const SqlStatement& statement) override {
    std::unique_ptr<PostgresRows> rows;
    {
      const std::lock_guard lock(client_->mutex);
      const std::string cursor = "feed_" + std::to_string(++cursors_);
      STAYSAIL_TRY(const auto kept, client_->run("SAVEPOINT question"));
      const auto declared = client_->run(statement, "DECLARE " + cursor + " NO SCROLL CURSOR FOR ");
      if (!declared) {
        static_cast<void>(client_->run("ROLLBACK TO SAVEPOINT question"));  // the snapshot lives on
        return declared.error();
      }
      STAYSAIL_TRY(const auto released, client_->run("RELEASE SAVEPOINT question"));
      rows = std::make_unique<PostgresRows>(client_, cursor);
    }
    STAYSAIL_CHECK(rows->fetch("0"));  // tells the columns
    return std::unique_ptr<SqlRows>(std::move(rows));
  }

 private:
  std::shared_ptr<Client> client_;
  int cursors_ = 0;
};

class PostgresSource final : public SqlSource {
 public:
  explicit PostgresSource(std::string url) : url_(std::move(url)), name_(name_of_database(url_)) {}
  std::string name() const override { return name_; }
  Result<std::shared_ptr<SqlSnapshot>> snapshot() override {
    const auto client = std::make_shared<Client>(url_, name_, kSetup + "; SET default_transaction_read_only = on");
    STAYSAIL_CHECK(client->connect());
    // The first question of the transaction takes the snapshot, and makes its being read-only final.
    STAYSAIL_TRY(const auto begun, client->run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1"));
    return std::shared_ptr<SqlSnapshot>(std::make_shared<PostgresSnapshot>(client));
  }

 private:
  std::string url_, name_;
};

class PostgresSession final : public SqlSession {
 public:
  explicit PostgresSession(std::shared_ptr<Client> client) : client_(std::move(client)) {}

  Result<std::vector<SqlTable>> ask(std::span<const SqlStatement> statements) override {
    const std::lock_guard lock(client_->mutex);
    STAYSAIL_CHECK(begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
    auto tables = answers(statements);
    static_cast<void>(client_->run("ROLLBACK"));
    return tables;
  }

  Result<std::vector<SqlTable>> transact(std::span<const SqlStatement> statements) override {
    const std::lock_guard lock(client_->mutex);
    STAYSAIL_CHECK(begin("BEGIN READ WRITE"));
    auto tables = answers(statements);
    if (!tables) {
      static_cast<void>(client_->run("ROLLBACK"));
      return tables;
    }
    const auto committed = client_->run(SqlStatement{"COMMIT", {}}, "", Errc::action_refused);
    if (committed && std::string_view(PQcmdStatus(committed->get())) == "COMMIT") return tables;
    if (!committed && committed.error().code() == Errc::action_refused) return committed.error();
    return Error::at(Place{client_->name(), 0, 0}, Errc::in_doubt,
                     "the connection was lost during the commit; ask status() before repeating");
  }

 private:
  // A connection that was lost since the last call is made anew.
  Status begin(const char* sql) {
    for (bool again = false;; again = true) {
      STAYSAIL_CHECK(client_->connect());
      const auto begun = client_->run(sql);
      if (begun || again) return begun ? ok() : Status(begun.error());
    }
  }
  Result<std::vector<SqlTable>> answers(std::span<const SqlStatement> statements) {
    std::vector<SqlTable> tables;
    for (const SqlStatement& statement : statements) {
      STAYSAIL_TRY(const Answer answer, client_->run(statement, "", Errc::action_refused));
      SqlTable& table = tables.emplace_back(static_cast<std::size_t>(PQntuples(answer.get())));
      for (int row = 0; row < PQntuples(answer.get()); ++row)
        read_row(answer.get(), row, table[static_cast<std::size_t>(row)]);
    }
    return tables;
  }

  std::shared_ptr<Client> client_;
};

Status check_url(const std::string& url) {
  char* fault = nullptr;
  PQconninfoOption* parsed = PQconninfoParse(url.c_str(), &fault);
  const std::string message = fault == nullptr ? "" : one_line(fault);
  PQfreemem(fault);
  PQconninfoFree(parsed);
  if (parsed != nullptr) return ok();
  return Error(Errc::invalid_argument,
               "a PostgreSQL database is named as postgres://[user@]host[:port]/database; " + message);
}

}  // namespace

Result<std::shared_ptr<SqlSource>> open_postgres_source(const std::string& url) {
  STAYSAIL_CHECK(check_url(url));
  const auto source = std::make_shared<PostgresSource>(url);
  STAYSAIL_TRY(const auto reachable, source->snapshot());
  return std::shared_ptr<SqlSource>(source);
}

Result<std::shared_ptr<SqlSession>> open_postgres_session(const std::string& url, std::chrono::milliseconds deadline) {
  STAYSAIL_CHECK(check_url(url));
  const auto client = std::make_shared<Client>(
      url, name_of_database(url), kSetup + "; SET statement_timeout = " + std::to_string(deadline.count()));
  STAYSAIL_CHECK(client->connect());
  return std::shared_ptr<SqlSession>(std::make_shared<PostgresSession>(client));
}

void add_postgres(BossRegistry& registry) {
  const BossDatabase database{open_postgres_source, [](const std::string& url) { return open_postgres_session(url); }};
  for (const char* scheme : {"postgres", "postgresql"}) registry.add_database(scheme, database);
}

}  // namespace staysail
