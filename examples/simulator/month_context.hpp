// MonthContext: what is the same for everybody in one simulated month.
#pragma once

#include <cstdint>

#include "staysail/base/calendar.hpp"

namespace staysail::simulator {

struct MonthContext {
  std::uint64_t seed = 0;
  std::int32_t number = 0;  // 0 for the first month of the history
  Month month;
  Day first, last;
  int days = 30;
  double call_season = 1.0;  // factors on everybody's calls and data
  double data_season = 1.0;

  // The nth day of the month (0-based), kept within it.
  Day day(std::uint32_t nth) const {
    return nth < static_cast<std::uint32_t>(days) ? first + static_cast<int>(nth) : last;
  }
};

MonthContext month_context(std::uint64_t seed, Month first_month, std::int32_t number);

}  // namespace staysail::simulator
