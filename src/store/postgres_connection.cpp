#include "store/postgres_connection.hpp"

#include <algorithm>

namespace staysail::store::postgres {
namespace {

// pg_type.h is part of the server's headers, and these numbers never change.
constexpr Oid kBytea = 17, kBigint = 20, kByteaList = 1001, kBigintList = 1016;
constexpr int kBinary = 1;

struct Meaning {
  std::string_view state;  // an SQLSTATE or the class that it begins with; the first that fits
  Errc errc;
  const char* sentence;
};

constexpr Meaning kMeanings[] = {
    {"55P03", Errc::store_locked,
     "another program is writing to this store; wait until it has ended, or stop it, and try again"},
    {"40", Errc::store_locked, "another program changed the same rows at the same time; try again"},
    {"53100", Errc::store_full, "the server's disk is full, nothing of this change was kept; free space and try again"},
    {"53200", Errc::adapter_failed, "the server ran out of memory; try again, or write smaller change sets"},
    {"53300", Errc::adapter_failed, "the server has no free connection; raise max_connections or try again later"},
    {"57", Errc::adapter_failed, "the server is stopping or starting; try again when it is up"},
    {"08", Errc::adapter_failed, "the connection to the server was lost; try again when it is up"},
    {"25006", Errc::io_failed, "the store may only be read: the server or this user's transactions are read-only"},
    {"42501", Errc::io_failed, "this user lacks a right on the store; GRANT it, or connect as its owner"},
    {"42", Errc::store_corrupt, "a table of the store is missing or changed; restore the latest backup"},
    {"3F", Errc::store_corrupt, "the schema of the store is gone; restore the latest backup"},
    {"XX001", Errc::store_corrupt, "the store is damaged; run `staysail verify` and restore the latest backup"},
    {"XX002", Errc::store_corrupt, "an index of the store is damaged; REINDEX its tables and run `staysail verify`"},
    {"54", Errc::limit_exceeded,
     "a key, an index value or a chunk is larger than the server can hold (index entries: about 2,700 bytes); use "
     "shorter ones"},
};

Meaning meaning_of(std::string_view state, bool lost) {
  for (const Meaning& meaning : kMeanings)
    if (state.substr(0, meaning.state.size()) == meaning.state) return meaning;
  if (lost) return {"", Errc::adapter_failed, "the connection to the server was lost; try again when it is up"};
  return {"", Errc::io_failed, "the store cannot be read or written"};
}

// The server's sentence in one line.
std::string one_line(std::string_view message) {
  while (!message.empty() && (message.back() == '\n' || message.back() == ' ')) message.remove_suffix(1);
  std::string line(message);
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

void put_big_endian(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift & 0xFF));
}

// One dimension, no nulls, counted from 1.
std::string list_header(Oid element, std::size_t size) {
  std::string bytes;
  put_big_endian(bytes, size == 0 ? 0 : 1, 4);
  put_big_endian(bytes, 0, 4);
  put_big_endian(bytes, element, 4);
  if (size == 0) return bytes;
  put_big_endian(bytes, size, 4);
  put_big_endian(bytes, 1, 4);
  return bytes;
}

struct ParameterViews {
  std::vector<const char*> values;
  std::vector<int> sizes, formats;
  explicit ParameterViews(const PostgresParameters& parameters) {
    for (const std::string& value : parameters.values()) {
      values.push_back(value.data());
      sizes.push_back(static_cast<int>(value.size()));
      formats.push_back(kBinary);
    }
  }
};

bool is_good(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_SINGLE_TUPLE ||
         status == PGRES_COPY_IN;
}

}  // namespace

std::string_view PostgresRows::bytes(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column), static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::int64_t PostgresRows::integer(int row, int column) const {
  std::uint64_t value = 0;
  for (const char c : bytes(row, column)) value = value << 8 | static_cast<unsigned char>(c);
  return static_cast<std::int64_t>(value);
}

PostgresParameters& PostgresParameters::add(std::string_view bytes) {
  values_.emplace_back(bytes);
  types_.push_back(kBytea);
  return *this;
}

PostgresParameters& PostgresParameters::add(std::int64_t number) {
  put_big_endian(values_.emplace_back(), static_cast<std::uint64_t>(number), 8);
  types_.push_back(kBigint);
  return *this;
}

PostgresParameters& PostgresParameters::add(const std::vector<std::string_view>& list) {
  std::string& bytes = values_.emplace_back(list_header(kBytea, list.size()));
  for (const std::string_view value : list) {
    put_big_endian(bytes, value.size(), 4);
    bytes.append(value);
  }
  types_.push_back(kByteaList);
  return *this;
}

PostgresParameters& PostgresParameters::add(const std::vector<std::int64_t>& list) {
  std::string& bytes = values_.emplace_back(list_header(kBigint, list.size()));
  for (const std::int64_t value : list) {
    put_big_endian(bytes, 8, 4);
    put_big_endian(bytes, static_cast<std::uint64_t>(value), 8);
  }
  types_.push_back(kBigintList);
  return *this;
}

std::string_view sql_state(const PGresult* result) {
  const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return state == nullptr ? std::string_view() : state;
}

Error PostgresConnection::error(const PGresult* result) {
  // What the server did not say itself comes of the connection, of which libpq may not be sure yet.
  broken_ |= sql_state(result).empty();
  const Meaning meaning = meaning_of(sql_state(result), lost());
  const char* detail = result == nullptr ? PQerrorMessage(connection_.get()) : PQresultErrorMessage(result);
  return Error::at(Place{label_, 0, 0}, meaning.errc,
                   std::string(meaning.sentence) + " (PostgreSQL: " + one_line(detail) + ")");
}

Status PostgresConnection::connect() {
  if (!lost()) return ok();
  statements_.clear();
  broken_ = false;
  connection_.reset(PQconnectdb(url_.c_str()));
  if (connection_ == nullptr) return Error::out_of_memory();
  if (lost())
    return Error::at(
        Place{label_, 0, 0}, Errc::adapter_failed,
        "the PostgreSQL server cannot be reached or refuses the connection; check that it is up, and host, "
        "port, database, user and password of the URL (PostgreSQL: " +
            one_line(PQerrorMessage(connection_.get())) + ")");
  PQsetNoticeProcessor(
      connection_.get(), [](void*, const char*) {}, nullptr);
  STAYSAIL_TRY(const PostgresRows done, execute(setup_));
  return ok();
}

Result<std::string> PostgresConnection::prepared(const std::string& sql, const PostgresParameters& parameters) {
  const auto found = statements_.find(sql);
  if (found != statements_.end()) return found->second;
  const std::string name = "s" + std::to_string(statements_.size());
  const PostgresRows done(
      PQprepare(connection_.get(), name.c_str(), sql.c_str(), parameters.size(), parameters.types().data()));
  if (!is_good(done.handle())) return error(done.handle());
  statements_.emplace(sql, name);
  return name;
}

Result<PostgresRows> PostgresConnection::query(const std::string& sql, const PostgresParameters& parameters) {
  STAYSAIL_TRY(const std::string name, prepared(sql, parameters));
  const ParameterViews views(parameters);
  PostgresRows rows(PQexecPrepared(connection_.get(), name.c_str(), parameters.size(), views.values.data(),
                                   views.sizes.data(), views.formats.data(), kBinary));
  if (!is_good(rows.handle())) return error(rows.handle());
  return rows;
}

Result<PostgresRows> PostgresConnection::execute(const std::string& sql) {
  PostgresRows rows(PQexec(connection_.get(), sql.c_str()));
  if (!is_good(rows.handle())) return error(rows.handle());
  return rows;
}

Status PostgresConnection::for_each_row(const std::string& sql,
                                        const std::function<Status(const PostgresRows&)>& visit) {
  if (PQsendQueryParams(connection_.get(), sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, kBinary) != 1)
    return error(nullptr);
  PQsetSingleRowMode(connection_.get());
  while (PGresult* next = PQgetResult(connection_.get())) {
    const PostgresRows row(next);
    if (!is_good(next)) return settle_stream(error(next));
    if (row.size() == 0) continue;
    if (const Status status = visit(row); !status) return settle_stream(status);
  }
  return ok();
}

// The rest of the answer is thrown away: the connection takes no other call before.
Status PostgresConnection::settle_stream(Status status) {
  while (PGresult* rest = PQgetResult(connection_.get())) PQclear(rest);
  return status;
}

Result<PostgresTransaction> PostgresTransaction::begin(PostgresConnection& connection, Kind kind) {
  const char* sql = kind == Kind::write ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
                                        : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
  STAYSAIL_TRY(const PostgresRows done, connection.execute(sql));
  return PostgresTransaction(connection);
}

void PostgresTransaction::roll_back() {
  if (connection_ == nullptr || connection_->lost()) return;
  static_cast<void>(connection_->execute("ROLLBACK"));  // fails only where the connection is lost with it
  connection_ = nullptr;
}

Status PostgresTransaction::commit() {
  PostgresConnection& connection = *std::exchange(connection_, nullptr);
  const PostgresRows answer(PQexec(connection.handle(), "COMMIT"));
  if (is_good(answer.handle()) && std::string_view(PQcmdStatus(answer.handle())) == "COMMIT") return ok();
  const Error error = connection.error(answer.handle());
  const bool answered = !connection.lost() && error.code() != Errc::adapter_failed;
  if (answered) return error;
  return Error::at(Place{connection.label(), 0, 0}, Errc::in_doubt,
                   "the connection was lost during the commit; ask was_applied() when the server is back, before "
                   "repeating: " +
                       error.message());
}

}  // namespace staysail::store::postgres
