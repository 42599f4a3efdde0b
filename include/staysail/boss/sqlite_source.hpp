// A BOSS's SQLite database, for SqlFeed and SqlActions (target staysail::sqlite).
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "staysail/boss/boss_registry.hpp"
#include "staysail/boss/sql_source.hpp"

namespace staysail {

// The file is opened for reading only, and no statement that does anything but select is let through. `not_found` when
// there is no such file, `malformed_file` when it is no database.
Result<std::shared_ptr<SqlSource>> open_sqlite_source(const std::string& path);

// `deadline`: how long a call may take, waiting for other writers included, before it is given up with
// `adapter_failed`.
Result<std::shared_ptr<SqlSession>> open_sqlite_session(const std::string& path,
                                                        std::chrono::milliseconds deadline = std::chrono::seconds(30));

// Lets a registry open sqlite:PATH.
void add_sqlite(BossRegistry& registry);

}  // namespace staysail
