#include "raw_postgres.hpp"

namespace staysail::bench {
namespace {

void put_number(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift & 0xFF));
}

void put_value(std::string& out, std::string_view value) {
  put_number(out, value.size(), 4);
  out.append(value);
}

class Copy {
 public:
  Copy(PGconn* connection, const std::string& table) : connection_(connection) {
    run(connection, "COPY " + table + " FROM STDIN (FORMAT binary)");
    block_.append("PGCOPY\n\377\r\n\0", 11);
    put_number(block_, 0, 8);
  }

  std::string& row(std::size_t columns) {
    if (block_.size() > 256 * 1024) send();
    put_number(block_, columns, 2);
    return block_;
  }

  void finish() {
    put_number(block_, 0xFFFF, 2);
    send();
    if (PQputCopyEnd(connection_, nullptr) != 1) fail(PQerrorMessage(connection_));
    while (PGresult* result = PQgetResult(connection_)) {
      if (PQresultStatus(result) != PGRES_COMMAND_OK) fail(PQresultErrorMessage(result));
      PQclear(result);
    }
  }

 private:
  void send() {
    if (PQputCopyData(connection_, block_.data(), static_cast<int>(block_.size())) != 1)
      fail(PQerrorMessage(connection_));
    block_.clear();
  }

  PGconn* connection_;
  std::string block_;
};

void copy_records(PGconn* connection, const std::string& schema, const ChangeSet& changes, std::size_t change,
                  const std::vector<Additions>* additions) {
  Copy copy(connection, schema + ".entities(kind, id, version, payload" + (additions ? ", indexes, digest)" : ")"));
  for (std::size_t i = 0; i < changes.puts.size(); ++i) {
    const Record& record = changes.puts[i].record;
    std::string& row = copy.row(additions == nullptr ? 4 : 6);
    put_value(row, record.key.kind);
    put_value(row, record.key.id);
    put_number(row, 8, 4);
    put_number(row, change + 1, 8);
    put_value(row, record.payload);
    if (additions == nullptr) continue;
    put_value(row, (*additions)[i].packed);
    put_value(row, (*additions)[i].digest);
  }
  copy.finish();
}

void copy_entries(PGconn* connection, const std::string& schema, const ChangeSet& changes) {
  Copy copy(connection, schema + ".entity_index(kind, name, value, id)");
  for (const auto& [name, entries] : sorted_entries(changes))
    for (const auto& [value, id] : entries) {
      std::string& row = copy.row(4);
      put_value(row, changes.puts.front().record.key.kind);
      put_value(row, name);
      put_value(row, value);
      put_value(row, id);
    }
  copy.finish();
}

}  // namespace

Postgres connect(const std::string& url) {
  Postgres connection(PQconnectdb(url.c_str()), PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) fail(PQerrorMessage(connection.get()));
  run(connection.get(), "SET client_min_messages = warning");
  return connection;
}

std::string run(PGconn* connection, const std::string& sql) {
  PGresult* result = PQexec(connection, sql.c_str());
  const ExecStatusType status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN)
    fail(PQerrorMessage(connection));
  std::string value = PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "";
  PQclear(result);
  return value;
}

Cost write_raw(PGconn* connection, const std::string& schema, const Work& work) {
  const Stopwatch watch;
  for (std::size_t change = 0; change < work.changes.size(); ++change) {
    run(connection, "BEGIN");
    copy_records(connection, schema, work.changes[change], change, work.bare() ? nullptr : &work.additions[change]);
    copy_entries(connection, schema, work.changes[change]);
    run(connection, "COMMIT");
  }
  return watch.read();
}

}  // namespace staysail::bench
