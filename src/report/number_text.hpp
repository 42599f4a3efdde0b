// Numbers as people read them: exact, with thousands grouped.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "staysail/base/int128.hpp"

namespace staysail::report {

// What stands where there is no number.
inline constexpr std::string_view kNoNumber = "\xE2\x80\x93";

// "1,234,567"
std::string count_text(std::int64_t count);
// A scaled integer at its scale: "1,234.50"; with letters: "1,234.50 CNY".
std::string amount_text(Int128 value, int scale, std::string_view letters = {});
// part of whole, rounded half-even: "41.2%"; "<0.1%" for what is more than nothing; a dash when the whole is 0.
std::string percent_text(std::int64_t part, std::int64_t whole);
// A share as percentage points with its sign: 0.023 -> "+2.3".
std::string points_text(double share);

}  // namespace staysail::report
