// When a value was said, as far as its version tells.
#pragma once

#include <cstdint>
#include <optional>

#include "staysail/base/calendar.hpp"

namespace staysail {

// A version that is a moment (of a column of changes), or the digits of a file's name as yyyyMMdd or yyyyMM (its last
// day). Nothing for counters and serial numbers.
std::optional<Day> told_day(std::int64_t version);

}  // namespace staysail
