#include <doctest/doctest.h>

#include <limits>

#include "staysail/base/calendar.hpp"

using namespace staysail;

TEST_CASE("a day beyond the calendar reads as the nearest date within") {
  CHECK(Day::since_epoch(std::numeric_limits<std::int32_t>::min()).to_string() == "1400-01-01");
  CHECK(Day::since_epoch(std::numeric_limits<std::int32_t>::max()).to_string() == "9999-12-31");
  CHECK(Day::of(1400, 1, 1).value().days_since_epoch() == -208188);
  CHECK((Day::of(1400, 1, 1).value() - 1).to_string() == "1400-01-01");
  CHECK(Day::of(9999, 12, 31).value().plus_months(1).to_string() == "9999-12-31");
  CHECK(Day::of(2026, 1, 31).value().plus_months(std::numeric_limits<int>::max()).year() == 9999);
}

TEST_CASE("a month beyond the calendar has the days and the text of the nearest within") {
  CHECK(Month::of(9999, 12).last_day().to_string() == "9999-12-31");
  CHECK(Month::of(1399, 12).last_day().to_string() == "1400-01-31");
  CHECK(Month::from_index(std::numeric_limits<std::int32_t>::max()).first_day().to_string() == "9999-12-01");
  CHECK(Month::from_index(std::numeric_limits<std::int32_t>::min()).first_day().to_string() == "1400-01-01");
  CHECK(Month::from_index(-1).to_string() == "0000-01");
  CHECK(Month().to_string() == "0000-01");
  CHECK(Month::from_index(std::numeric_limits<std::int32_t>::max()).to_string() == "9999-12");
}
