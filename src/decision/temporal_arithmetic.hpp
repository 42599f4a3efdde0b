// Dates, times and durations under + - * / and their named parts. Null where the standard defines nothing, and where a
// date would leave FEEL's years.
#pragma once

#include "staysail/decision/value.hpp"

namespace staysail::decision {

Value add_temporal(const Value& a, const Value& b);
Value subtract_temporal(const Value& a, const Value& b);
Value multiply_temporal(const Value& a, const Value& b);
Value divide_temporal(const Value& a, const Value& b);

// year, month, day, weekday, hour, minute, second, time offset; years, months, days, hours, minutes, seconds.
Value temporal_member(const Value& value, std::string_view name);
// start, end, start included, end included.
Value range_member(const ValueRange& range, std::string_view name);

// Whole months from a to b, towards zero.
Value months_between(const Value& from, const Value& to);

}  // namespace staysail::decision
