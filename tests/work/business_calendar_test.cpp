#include "staysail/work/business_calendar.hpp"

#include <doctest/doctest.h>

#include "strategy/plan_fixture.hpp"

namespace staysail::test {

TEST_CASE("due days skip weekends and holidays, and count weekends that are worked") {
  // Spring Festival 2026: free from 15 to 23 February; the 14th and the 28th, Saturdays, are worked.
  std::vector<Day> free;
  for (Day d = day("2026-02-15"); d <= day("2026-02-23"); d = d + 1) free.push_back(d);
  const BusinessCalendar calendar = BusinessCalendar::of(free, {day("2026-02-14"), day("2026-02-28")}).value();
  CHECK(calendar.is_working(day("2026-02-14")));
  CHECK_FALSE(calendar.is_working(day("2026-02-16")));
  CHECK(calendar.plus_working_days(day("2026-02-13"), 1) == day("2026-02-14"));
  CHECK(calendar.plus_working_days(day("2026-02-13"), 2) == day("2026-02-24"));
  CHECK(calendar.plus_working_days(day("2026-02-16"), 0) == day("2026-02-24"));
  CHECK(calendar.plus_working_days(day("2026-02-24"), 0) == day("2026-02-24"));
  CHECK(calendar.working_days_between(day("2026-02-13"), day("2026-02-28")) == 6);
  CHECK(calendar.working_days_between(day("2026-02-28"), day("2026-02-13")) == -6);
}

TEST_CASE("without holidays a week has five days") {
  const BusinessCalendar calendar;
  CHECK(calendar.plus_working_days(day("2026-01-09"), 5) == day("2026-01-16"));
  CHECK(calendar.plus_working_days(day("2026-01-10"), 5) == day("2026-01-16"));
}

TEST_CASE("a day is not both free and worked") {
  CHECK(BusinessCalendar::of({day("2026-02-14")}, {day("2026-02-14")}).error().code() == Errc::conflict);
}

}  // namespace staysail::test
