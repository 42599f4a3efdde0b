// The calendar of base reaches from 1400 to 9999; day numbers in columns and sums of dates may lie outside it.
#pragma once

#include <optional>
#include <string>

#include "staysail/base/calendar.hpp"
#include "staysail/base/int128.hpp"

namespace staysail::decision {

inline constexpr std::int32_t kFirstDay = -208188;  // 1400-01-01
inline constexpr std::int32_t kLastDay = 2932896;   // 9999-12-31

inline bool in_calendar(Int128 days) { return days >= kFirstDay && days <= kLastDay; }

inline std::optional<Day> day_in_calendar(Int128 days) {
  if (!in_calendar(days)) return std::nullopt;
  return Day::since_epoch(static_cast<std::int32_t>(days));
}

inline std::string day_text(Day day) {
  return in_calendar(day.days_since_epoch()) ? day.to_string() : "day " + std::to_string(day.days_since_epoch());
}

}  // namespace staysail::decision
