// The store on a server: a schema of a PostgreSQL database, 12 or later (target staysail::postgres).
//
// One change set is one transaction, and one process writes at a time: a second one waits for `busy_timeout`. Any
// number may read, each from a snapshot. Every acknowledged change set is in the server's log on the disk
// (synchronous_commit is switched on where it is off). Every row carries a digest that is compared whenever it is read.
//
// A connection that is lost is made anew by the next call. Was it lost during a commit, the change is `in_doubt`:
// was_applied(token) tells, once the server is back; repeating apply() or append() with the same token is harmless.
// Lost earlier, it is `adapter_failed`: nothing of the change was kept. Calls wait for the server as long as its URL
// says (connect_timeout, 10 s when it says nothing; tcp_user_timeout, keepalives of libpq).
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "staysail/store/store.hpp"

namespace staysail {

struct PostgresOptions {
  // As libpq reads it: postgres://[user[:password]@][host][:port]/database[?host=/socket/folder&connect_timeout=5...].
  // The password is better kept in a file (PGPASSFILE); no error shows it.
  std::string url;
  // Where the tables lie. One database holds as many stores as it has such schemas.
  std::string schema = "staysail";
  // How long a call waits for another process that writes, before it gives up with `store_locked`.
  std::chrono::milliseconds busy_timeout{2000};
  bool read_only = false;
  // False: a schema without a store is `not_found`, and nothing is made there. A user who may not change the tables
  // opens the store for reading (Store::writable).
  bool create = true;
  // As SqliteOptions::key: goes into the digest of every row and of the sums. Empty: only the random salt of the store.
  // A store is opened with the key it was made with; one of schema 1 has neither.
  std::string key = {};
};

// Connects, and makes the schema and its tables where there are none and `create` holds. `not_a_store`: the schema
// holds other tables; `store_newer`: a newer staysail made it; both are left untouched. `adapter_failed`: no server, or
// it refuses the connection.
Result<std::unique_ptr<Store>> open_postgres_store(const PostgresOptions& options);

// Adds the schemes `postgres:` and `postgresql:`, for URLs of libpq with these options of ours:
// schema=NAME&read_only=true&create=false&key_file=PATH. A key file holds the key, at least 16 bytes of it.
void add_postgres(StoreRegistry& registry);

}  // namespace staysail
