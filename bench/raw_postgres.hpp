// Records and index entries by COPY BINARY, as a program of one's own would send them.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>

#include "store_peer.hpp"

namespace staysail::bench {

using Postgres = std::unique_ptr<PGconn, void (*)(PGconn*)>;

Postgres connect(const std::string& url);
// One or more statements; the first value of the last one.
std::string run(PGconn* connection, const std::string& sql);

// Into the tables of the schema, each change in a transaction.
Cost write_raw(PGconn* connection, const std::string& schema, const Work& work);

}  // namespace staysail::bench
