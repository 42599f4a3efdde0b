// One PostgreSQL connection: statements that are prepared once, values in binary both ways, COPY BINARY, errors in our
// words.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail::store::postgres {

// The rows of an answer. Views last as long as it does.
class PostgresRows {
 public:
  explicit PostgresRows(PGresult* result) : result_(result) {}

  int size() const { return PQntuples(result_.get()); }
  std::string_view bytes(int row, int column) const;
  std::string text(int row, int column) const { return std::string(bytes(row, column)); }
  // Of a bigint.
  std::int64_t integer(int row, int column) const;
  std::uint64_t version(int row, int column) const { return static_cast<std::uint64_t>(integer(row, column)); }
  bool is_null(int row, int column) const { return PQgetisnull(result_.get(), row, column) == 1; }
  PGresult* handle() const { return result_.get(); }

 private:
  struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  std::unique_ptr<PGresult, Clear> result_;
};

// Values of $1, $2 ... Lists become arrays, for unnest().
class PostgresParameters {
 public:
  PostgresParameters& add(std::string_view bytes);
  PostgresParameters& add(std::int64_t number);
  PostgresParameters& add(const std::vector<std::string_view>& list);
  PostgresParameters& add(const std::vector<std::int64_t>& list);

  int size() const { return static_cast<int>(values_.size()); }
  const std::vector<std::string>& values() const { return values_; }
  const std::vector<Oid>& types() const { return types_; }

 private:
  std::vector<std::string> values_;
  std::vector<Oid> types_;
};

// Owned by one thread at a time. Whoever finds it lost() connects anew.
class PostgresConnection {
 public:
  // `setup`: statements that each new session begins with. Nothing is connected yet.
  PostgresConnection(std::string url, std::string label, std::string setup)
      : url_(std::move(url)), label_(std::move(label)), setup_(std::move(setup)) {}

  // Connects when there is no connection, or the one there was is lost.
  Status connect();
  bool lost() const { return broken_ || connection_ == nullptr || PQstatus(connection_.get()) != CONNECTION_OK; }

  // Prepared at its first use in a session. `sql` is put together from literals only.
  Result<PostgresRows> query(const std::string& sql, const PostgresParameters& parameters = {});
  // One or more statements; the rows of the last one, as text.
  Result<PostgresRows> execute(const std::string& sql);
  // Hands the rows over one by one, so that they never lie in memory together. Stops at the first error of `visit`.
  Status for_each_row(const std::string& sql, const std::function<Status(const PostgresRows&)>& visit);

  // For people: without user and password.
  const std::string& label() const { return label_; }
  PGconn* handle() const { return connection_.get(); }
  // The error that the server or the connection tells; `result` may be null.
  Error error(const PGresult* result);

 private:
  Result<std::string> prepared(const std::string& sql, const PostgresParameters& parameters);
  Status settle_stream(Status status);

  struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  std::string url_, label_, setup_;
  std::unique_ptr<PGconn, Finish> connection_;
  std::unordered_map<std::string, std::string> statements_;  // of this session: text -> name
  bool broken_ = false;
};

// The SQLSTATE of an answer; empty without one.
std::string_view sql_state(const PGresult* result);

// Rolls back unless it was committed.
class PostgresTransaction {
 public:
  enum class Kind { read, write };
  static Result<PostgresTransaction> begin(PostgresConnection& connection, Kind kind);
  PostgresTransaction(PostgresTransaction&& other) noexcept : connection_(other.connection_) {
    other.connection_ = nullptr;
  }
  PostgresTransaction& operator=(PostgresTransaction&&) = delete;
  ~PostgresTransaction() { roll_back(); }
  void roll_back();
  // `in_doubt` when the connection was lost before the server answered.
  Status commit();

 private:
  explicit PostgresTransaction(PostgresConnection& connection) : connection_(&connection) {}
  PostgresConnection* connection_;
};

}  // namespace staysail::store::postgres
