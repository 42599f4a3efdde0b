// Civil time in named zones of the system's time zone database (IANA): what a clock shows elsewhere.
#pragma once

#include <string_view>

#include "staysail/base/calendar.hpp"

namespace staysail {

bool is_time_zone(std::string_view name);

// What a clock in `there` shows when one in `here` shows `civil`; of the two moments of a repeated hour the first.
// `not_found` for a name that is no zone.
Result<Instant> civil_time_there(Instant civil, std::string_view here, std::string_view there);

}  // namespace staysail
