// A BOSS's PostgreSQL database, for SqlFeed and SqlActions (target staysail::postgres). A URL is one of libpq:
// postgres://[user[:password]@][host][:port]/database[?...].
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "staysail/boss/boss_registry.hpp"
#include "staysail/boss/sql_source.hpp"

namespace staysail {

// Every transaction is read-only and sees one state (repeatable read); a text is sent as one statement and read by a
// cursor, so that neither a change nor a second statement passes. Dates are written YYYY-MM-DD, times in UTC.
// `adapter_failed`: no server, or it refuses the connection.
Result<std::shared_ptr<SqlSource>> open_postgres_source(const std::string& url);

// `deadline`: how long a statement may run before the server gives it up (`adapter_failed`; nothing happened).
Result<std::shared_ptr<SqlSession>> open_postgres_session(
    const std::string& url, std::chrono::milliseconds deadline = std::chrono::seconds(30));

// Lets a registry open postgres:// and postgresql://.
void add_postgres(BossRegistry& registry);

}  // namespace staysail
