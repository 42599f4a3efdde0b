#include "staysail/base/calendar.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <limits>

using namespace staysail;

TEST_CASE("days exist or are refused") {
  CHECK(Day::of(1970, 1, 1).value().days_since_epoch() == 0);
  CHECK(Day::of(2024, 2, 29).value().to_string() == "2024-02-29");
  for (const char* text : {"2025-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-1-01", "20260101",
                           "2026-01-01 ", "abcd-ef-gh", ""}) {
    CAPTURE(text);
    CHECK_FALSE(Day::parse(text));
  }
}

TEST_CASE("months later: a day past the end snaps to the last") {
  struct Row {
    const char* from;
    int months;
    const char* to;
  };
  for (const Row& row : {Row{"2026-01-31", 1, "2026-02-28"}, Row{"2024-01-31", 1, "2024-02-29"},
                         Row{"2026-02-28", 1, "2026-03-28"}, Row{"2026-03-31", -1, "2026-02-28"},
                         Row{"2026-12-15", 1, "2027-01-15"}, Row{"2026-01-15", -13, "2024-12-15"}}) {
    CAPTURE(row.from);
    CHECK(Day::parse(row.from).value().plus_months(row.months).to_string() == row.to);
  }
}

TEST_CASE("months count and know their ends") {
  CHECK(Month::of(2026, 1) - Month::of(2025, 11) == 2);
  CHECK((Month::of(2025, 12) + 1).to_string() == "2026-01");
  CHECK(Month::of(2024, 2).last_day().to_string() == "2024-02-29");
  CHECK(Month::of(2026, 1).first_day().to_string() == "2026-01-01");
  CHECK(Month::parse("2026-01").value() == Month::parse("202601").value());
  for (const char* text : {"2026-13", "2026-1", "26-01", "2026/01", ""}) CHECK_FALSE(Month::parse(text));
}

TEST_CASE("every day is in its month, and back from text") {
  REQUIRE(rc::check([] {
    const Day day = Day::since_epoch(*rc::gen::inRange(-200000, 2900000));
    RC_ASSERT(day >= day.month_of().first_day());
    RC_ASSERT(day <= day.month_of().last_day());
    RC_ASSERT(Day::parse(day.to_string()).value() == day);
  }));
}

TEST_CASE("the first and the last microsecond that exist print, and days beyond them come to the nearest") {
  constexpr auto first = std::numeric_limits<std::int64_t>::min();
  CHECK(Instant::from_micros(first).to_string().ends_with("T19:59:05.224192"));
  CHECK(Instant::from_micros(std::numeric_limits<std::int64_t>::max()).to_string().ends_with("T04:00:54.775807"));
  CHECK(Instant::at_start_of(Day::since_epoch(std::numeric_limits<std::int32_t>::max())) ==
        Instant::at_start_of(Day::since_epoch(106'751'991)));
  CHECK(Instant::at_start_of(Day::since_epoch(std::numeric_limits<std::int32_t>::min())) ==
        Instant::at_start_of(Day::since_epoch(-106'751'991)));
}

TEST_CASE("instants read and print to the microsecond") {
  CHECK(Instant::parse("2026-01-31").value() == Instant::at_start_of(Day::of(2026, 1, 31).value()));
  CHECK(Instant::parse("2026-01-31 08:30").value().to_string() == "2026-01-31T08:30:00");
  CHECK(Instant::parse("2026-01-31T08:30:05.25").value().to_string() == "2026-01-31T08:30:05.250000");
  CHECK(Instant::from_micros(-1).day().to_string() == "1969-12-31");
  CHECK(Instant::from_micros(-1).micros_of_day() == 86'399'999'999);
  for (const char* text : {"2026-01-31T24:00", "2026-01-31T08:60", "2026-01-31T08", "2026-01-31X08:00",
                           "2026-01-31T08:00:00.", "2026-01-31T08:00:00.1234567"}) {
    CAPTURE(text);
    CHECK_FALSE(Instant::parse(text));
  }
}
