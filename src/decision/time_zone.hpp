// Named time zones, from the system's time zone database. Bounds: rules that end in the database's table of changes
// (2037 in most builds of it) keep the last offset after it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "staysail/decision/temporal.hpp"

namespace staysail::decision {

// Null for a name the database does not have, and on a machine without a database.
const TimeZone* find_zone(std::string_view name);
std::string name_of(const TimeZone& zone);

// Seconds east of UTC. `civil` and `utc` count seconds since 1970-01-01T00:00.
std::int32_t offset_at_civil(const TimeZone& zone, std::int64_t civil);
std::int32_t offset_at_utc(const TimeZone& zone, std::int64_t utc);
// Outside daylight saving time, by the rules in force at the turn of 2024.
std::int32_t standard_offset(const TimeZone& zone);

}  // namespace staysail::decision
