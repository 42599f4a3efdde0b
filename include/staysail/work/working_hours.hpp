// WorkingHours: when people work, to the minute; clocks of service levels count in it.
#pragma once

#include <cstdint>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/work/business_calendar.hpp"

namespace staysail {

// Minutes after midnight, [from, to).
struct Shift {
  std::int32_t from_minute = 0, to_minute = 24 * 60;
  friend bool operator==(const Shift&, const Shift&) = default;
};

// A plain value. The operator's civil time throughout.
class WorkingHours {
 public:
  // Round the clock, every day of the year.
  WorkingHours() = default;
  // The shifts of each working day of the calendar. `invalid_argument` for shifts that are empty, overlap or leave the
  // day.
  static Result<WorkingHours> of(BusinessCalendar calendar, std::vector<Shift> shifts);

  bool covers(Instant moment) const;
  // When that many working minutes have passed after `from`; for 0 `from` itself, or the next opening. Looks through at
  // most 10,000 days, so that a calendar without working days ends.
  Instant plus_minutes(Instant from, std::int64_t minutes) const;
  // Whole working minutes in [from, to); 0 when `to` comes first.
  std::int64_t minutes_between(Instant from, Instant to) const;

 private:
  const std::vector<Shift>& shifts_on(Day day) const;
  bool every_day_ = true;
  BusinessCalendar calendar_;
  std::vector<Shift> shifts_ = {Shift{}};
};

}  // namespace staysail
