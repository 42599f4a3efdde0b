#include "staysail/work/business_calendar.hpp"

#include <boost/date_time/gregorian/gregorian_types.hpp>

namespace staysail {
namespace {

constexpr int kLongestSearch = 10'000;

bool is_weekend(Day day) {
  const boost::gregorian::date date(static_cast<unsigned short>(day.year()), static_cast<unsigned short>(day.month()),
                                    static_cast<unsigned short>(day.day_of_month()));
  const auto weekday = date.day_of_week().as_enum();
  return weekday == boost::date_time::Saturday || weekday == boost::date_time::Sunday;
}

}  // namespace

Result<BusinessCalendar> BusinessCalendar::of(const std::vector<Day>& holidays, const std::vector<Day>& working_days) {
  BusinessCalendar calendar;
  calendar.holidays_.insert(holidays.begin(), holidays.end());
  calendar.working_days_.insert(working_days.begin(), working_days.end());
  for (const Day day : calendar.working_days_) {
    if (calendar.holidays_.count(day) != 0) {
      return Error(Errc::conflict, "a day cannot be both a holiday and a working day: " + day.to_string());
    }
  }
  return calendar;
}

bool BusinessCalendar::is_working(Day day) const {
  if (working_days_.count(day) != 0) return true;
  return holidays_.count(day) == 0 && !is_weekend(day);
}

Day BusinessCalendar::plus_working_days(Day day, int count) const {
  Day reached = day;
  int left = is_working(day) ? count : count + (count == 0 ? 1 : 0);
  for (int step = 0; left > 0 && step < kLongestSearch; ++step) {
    reached = reached + 1;
    if (is_working(reached)) --left;
  }
  return reached;
}

int BusinessCalendar::working_days_between(Day from, Day to) const {
  if (to < from) return -working_days_between(to, from);
  int days = 0;
  for (Day day = from + 1; day <= to; day = day + 1) days += is_working(day) ? 1 : 0;
  return days;
}

}  // namespace staysail
