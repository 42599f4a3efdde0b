// The schema of an SQLite store: what a file says about itself before it is opened, how a new one is made, and how an
// older one is brought to this version.
//
// Version 1 (staysail 0.1): no digests of pages, no chain of changes, no anchor. Version 2: all three.
#pragma once

#include <cstdint>
#include <string>

#include "staysail/store/sqlite_store.hpp"

namespace staysail::store {

class Connection;
class SqliteState;

inline constexpr std::int64_t kApplicationId = 0x53746179;  // "Stay"
inline constexpr std::int64_t kSchemaVersion = 2;
inline constexpr std::int64_t kGuardedSchema = 2;                    // from here on pages carry digests
inline constexpr std::string_view kPlainDigests = "xxh3-128";        // of rows, without a key: schema 1
inline constexpr std::string_view kKeyedDigests = "xxh3-128 keyed";  // salt and secret go in first

// The version that the header of the file names; 0 for a file without pages, or none. Reads alone. `not_a_store`,
// `store_newer`, or `store_corrupt` where an anchor tells that this was a store.
Result<std::int64_t> schema_of(const SqliteOptions& options);

// Rolls back what a crash left half done before the log existed, for a file with a -journal.
Status settle_journal(const SqliteOptions& options);

// Brings a store of an older schema to this version. Interrupted, it goes on when the store is opened the next time.
// `store_locked` while anybody else has it open.
Status migrate(const SqliteOptions& options);

// Lets the pages of a database without any leave room for their digests.
Status reserve_bytes(Connection& connection);
// Makes the tables where the file has no page yet.
Status make_if_new(SqliteState& state);

Status judge(const std::string& path, std::int64_t application, std::int64_t version);

}  // namespace staysail::store
