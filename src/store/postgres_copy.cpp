#include "store/postgres_copy.hpp"

#include <utility>

namespace staysail::store::postgres {
namespace {

constexpr std::size_t kBlockBytes = 256 * 1024;
// Longer values are sent from where they lie.
constexpr std::size_t kLongValue = 32 * 1024;
constexpr std::string_view kSignature("PGCOPY\n\377\r\n\0", 11);

}  // namespace

Result<PostgresCopy> PostgresCopy::begin(PostgresConnection& connection, const std::string& table, int columns) {
  STAYSAIL_TRY(const PostgresRows ready, connection.execute("COPY " + table + " FROM STDIN (FORMAT binary)"));
  PostgresCopy copy(connection, columns);
  copy.block_.reserve(kBlockBytes + kLongValue);
  copy.block_.append(kSignature);
  copy.put_number(0, 4);  // flags
  copy.put_number(0, 4);  // header extension
  return copy;
}

PostgresCopy::~PostgresCopy() {
  if (connection_ == nullptr) return;
  PQputCopyEnd(connection_->handle(), "left");
  while (PGresult* rest = PQgetResult(connection_->handle())) PQclear(rest);
}

void PostgresCopy::put_number(std::uint64_t value, int bytes) {
  char text[8];
  for (int i = 0; i < bytes; ++i) text[i] = static_cast<char>(value >> (8 * (bytes - 1 - i)) & 0xFF);
  block_.append(text, static_cast<std::size_t>(bytes));
}

void PostgresCopy::send(std::string_view bytes) {
  sent_ = sent_ && PQputCopyData(connection_->handle(), bytes.data(), static_cast<int>(bytes.size())) == 1;
}

PostgresCopy& PostgresCopy::row() {
  if (block_.size() >= kBlockBytes) {
    send(block_);
    block_.clear();
  }
  put_number(static_cast<std::uint64_t>(columns_), 2);
  return *this;
}

PostgresCopy& PostgresCopy::add(std::string_view bytes) {
  put_number(bytes.size(), 4);
  if (bytes.size() < kLongValue) {
    block_.append(bytes);
    return *this;
  }
  send(block_);
  block_.clear();
  send(bytes);
  return *this;
}

PostgresCopy& PostgresCopy::add(std::int64_t bigint) {
  put_number(8, 4);
  put_number(static_cast<std::uint64_t>(bigint), 8);
  return *this;
}

Status PostgresCopy::result_of_copy() {
  Status status = ok();
  while (PGresult* next = PQgetResult(connection_->handle())) {
    const PostgresRows answer(next);
    if (PQresultStatus(next) == PGRES_COMMAND_OK || !status) continue;
    if (sql_state(next) == "23505") status = Error(Errc::conflict, PQresultErrorMessage(next));
    else status = connection_->error(next);
  }
  if (status && connection_->lost()) return connection_->error(nullptr);
  return status;
}

Status PostgresCopy::finish() {
  put_number(0xFFFF, 2);  // the end of the rows
  send(block_);
  const bool ended = sent_ && PQputCopyEnd(connection_->handle(), nullptr) == 1;
  PostgresConnection& connection = *connection_;
  Status status = result_of_copy();
  connection_ = nullptr;
  return status && !ended ? Status(connection.error(nullptr)) : status;
}

}  // namespace staysail::store::postgres
