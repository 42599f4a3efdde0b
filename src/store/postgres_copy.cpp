#include "store/postgres_copy.hpp"

#include <cstring>
#include <utility>

namespace staysail::store::postgres {
namespace {

constexpr std::size_t kBlockBytes = 64 * 1024;
// Longer values are sent from where they lie.
constexpr std::size_t kLongValue = 32 * 1024;
constexpr std::string_view kSignature("PGCOPY\n\377\r\n\0", 11);

}  // namespace

Result<PostgresCopy> PostgresCopy::begin(PostgresConnection& connection, const std::string& table, int columns) {
  STAYSAIL_TRY(const PostgresRows ready, connection.execute("COPY " + table + " FROM STDIN (FORMAT binary)"));
  PostgresCopy copy(connection, columns);
  copy.put_bytes(kSignature);
  copy.put_number<4>(0);  // flags
  copy.put_number<4>(0);  // header extension
  return copy;
}

PostgresCopy::~PostgresCopy() {
  if (connection_ == nullptr) return;
  PQputCopyEnd(connection_->handle(), "left");
  while (PGresult* rest = PQgetResult(connection_->handle())) PQclear(rest);
}

PostgresCopy::PostgresCopy(PostgresConnection& connection, int columns)
    : connection_(&connection),
      columns_(columns),
      block_(kBlockBytes + static_cast<std::size_t>(columns + 1) * (kLongValue + 8), '\0') {}

template <int bytes>
void PostgresCopy::put_number(std::uint64_t value) {
  for (int i = 0; i < bytes; ++i)
    block_[used_ + static_cast<std::size_t>(i)] = static_cast<char>(value >> (8 * (bytes - 1 - i)) & 0xFF);
  used_ += bytes;
}

void PostgresCopy::put_bytes(std::string_view bytes) {
  if (!bytes.empty()) std::memcpy(block_.data() + used_, bytes.data(), bytes.size());
  used_ += bytes.size();
}

void PostgresCopy::send(std::string_view bytes) {
  sent_ = sent_ && PQputCopyData(connection_->handle(), bytes.data(), static_cast<int>(bytes.size())) == 1;
}

void PostgresCopy::send_block() {
  send(std::string_view(block_).substr(0, used_));
  used_ = 0;
}

PostgresCopy& PostgresCopy::row() {
  if (used_ >= kBlockBytes) send_block();
  put_number<2>(static_cast<std::uint64_t>(columns_));
  return *this;
}

PostgresCopy& PostgresCopy::add(std::string_view bytes) {
  put_number<4>(bytes.size());
  if (bytes.size() < kLongValue) {
    put_bytes(bytes);
    return *this;
  }
  send_block();
  send(bytes);
  return *this;
}

PostgresCopy& PostgresCopy::add(std::int64_t bigint) {
  put_number<4>(8);
  put_number<8>(static_cast<std::uint64_t>(bigint));
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
  put_number<2>(0xFFFF);  // the end of the rows
  send_block();
  const bool ended = sent_ && PQputCopyEnd(connection_->handle(), nullptr) == 1;
  PostgresConnection& connection = *connection_;
  Status status = result_of_copy();
  connection_ = nullptr;
  return status && !ended ? Status(connection.error(nullptr)) : status;
}

}  // namespace staysail::store::postgres
