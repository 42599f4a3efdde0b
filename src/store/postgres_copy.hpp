// COPY ... FROM STDIN (FORMAT binary): rows go to the server in blocks, without a statement for each.
#pragma once

#include <string>
#include <string_view>

#include "store/postgres_connection.hpp"

namespace staysail::store::postgres {

// Within a transaction. Left without finish(), nothing is kept.
class PostgresCopy {
 public:
  // `table`: "entities(kind, id)", a literal.
  static Result<PostgresCopy> begin(PostgresConnection& connection, const std::string& table, int columns);
  PostgresCopy(PostgresCopy&& other) noexcept
      : connection_(std::exchange(other.connection_, nullptr)),
        columns_(other.columns_),
        block_(std::move(other.block_)),
        used_(other.used_),
        sent_(other.sent_) {}
  PostgresCopy& operator=(PostgresCopy&&) = delete;
  ~PostgresCopy();

  // Begins a row; as many values as there are columns follow.
  PostgresCopy& row();
  PostgresCopy& add(std::string_view bytes);
  PostgresCopy& add(std::int64_t bigint);
  // Sends what is left and waits for the server. `conflict` when a row's key is there already.
  Status finish();

 private:
  PostgresCopy(PostgresConnection& connection, int columns);
  void send(std::string_view bytes);
  void send_block();
  void put_bytes(std::string_view bytes);
  template <int bytes>
  void put_number(std::uint64_t value);
  Status result_of_copy();

  PostgresConnection* connection_;
  int columns_;
  std::string block_;     // has room for a row beyond the length at which it is sent
  std::size_t used_ = 0;  // of it
  bool sent_ = true;      // false once a block could not be sent
};

}  // namespace staysail::store::postgres
