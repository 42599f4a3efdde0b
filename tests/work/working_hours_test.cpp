#include "staysail/work/working_hours.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "main/scenario.hpp"
#include "work/matter_fixture.hpp"

namespace staysail::test {
namespace {

constexpr std::int64_t kMinute = 60'000'000;

// 09:00 to 12:00 and 13:30 to 18:00; New Year's Day is free, Sunday 4 January is worked.
WorkingHours office_hours() {
  const auto calendar = BusinessCalendar::of({day("2026-01-01")}, {day("2026-01-04")}).value();
  return WorkingHours::of(calendar, {{540, 720}, {810, 1080}}).value();
}

Instant minute_of(std::int64_t minutes) { return Instant::from_micros(at("2025-12-30").micros() + minutes * kMinute); }

}  // namespace

TEST_CASE("working minutes pass in the hours, by the table") {
  const WorkingHours hours = office_hours();
  for (const auto& row : scenario::read_scenarios("working_hours.txt")) {
    CAPTURE(row.where);
    const Instant from = at(row.given.at("from").c_str()), to = at(row.expected.at("to").c_str());
    const std::int64_t minutes = std::stoll(row.given.at("minutes"));
    CHECK(hours.plus_minutes(from, minutes).to_string() == to.to_string());
    CHECK(hours.minutes_between(from, to) == minutes);
  }
}

TEST_CASE("minutes are counted as somebody with a watch would") {
  CHECK(rc::check("between and plus against a minute hand", [] {
    const WorkingHours hours = office_hours();
    const auto from = *rc::gen::inRange<std::int64_t>(0, 20'000), length = *rc::gen::inRange<std::int64_t>(0, 20'000);
    std::int64_t counted = 0;
    for (std::int64_t m = from; m < from + length; ++m) counted += hours.covers(minute_of(m)) ? 1 : 0;
    RC_ASSERT(hours.minutes_between(minute_of(from), minute_of(from + length)) == counted);
    RC_ASSERT(hours.minutes_between(minute_of(from), hours.plus_minutes(minute_of(from), length)) == length);
  }));
}

TEST_CASE("round the clock every minute counts; shifts that are none are refused") {
  const WorkingHours always;
  CHECK(always.plus_minutes(at("2026-02-28T23:30"), 60) == at("2026-03-01T00:30"));
  CHECK(always.minutes_between(at("2026-01-01"), at("2027-01-01")) == 525'600);
  CHECK(always.minutes_between(at("2026-01-02"), at("2026-01-01")) == 0);
  for (const std::vector<Shift>& wrong : {std::vector<Shift>{}, {{600, 600}}, {{540, 720}, {700, 800}}, {{0, 1441}}})
    CHECK(WorkingHours::of({}, wrong).error().code() == Errc::invalid_argument);
}

}  // namespace staysail::test
