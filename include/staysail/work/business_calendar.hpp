// BusinessCalendar: which days people work; due dates are counted in those.
#pragma once

#include <set>
#include <vector>

#include "staysail/base/calendar.hpp"

namespace staysail {

// A plain value. Saturdays and Sundays are free, unless listed as working days; holidays are free.
class BusinessCalendar {
 public:
  BusinessCalendar() = default;
  // `conflict` for a day that is listed as both.
  static Result<BusinessCalendar> of(const std::vector<Day>& holidays, const std::vector<Day>& working_days);

  bool is_working(Day day) const;
  // The `count`-th working day after `day`; for 0 the day itself, or the next working day when it is free. At most
  // 10,000 days are looked through, so that a calendar without working days ends.
  Day plus_working_days(Day day, int count) const;
  // Working days in (from, to]; negative when `to` comes first.
  int working_days_between(Day from, Day to) const;

 private:
  std::set<Day> holidays_, working_days_;
};

}  // namespace staysail
