#include "staysail/work/service_level.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "work/matter_fixture.hpp"

namespace staysail::test {
namespace {

constexpr std::int64_t kHour = 3'600'000'000;

// Two working days for a ticket, one for a complaint; eight hours a day.
ServiceLevel office_level() {
  ServiceLevel level;
  level.hours = WorkingHours::of(BusinessCalendar::of({day("2026-01-01")}, {}).value(), {{540, 1020}}).value();
  level.minutes_of = {{"ticket", 960}, {"ticket:complaint", 480}};
  return level;
}

Matter ticket_of(int number) {
  Matter made = matter(MatterKind::ticket, "C" + std::to_string(number));
  made.subject = number % 2 == 0 ? "complaint" : "inquiry";
  return made;
}

// What happens in a year, at its hour: tickets come, are started, asked about, answered, and most are resolved.
struct Happening {
  std::int64_t hour;
  int ticket;
  const char* event;
};

std::vector<Happening> happenings() {
  std::vector<Happening> all;
  std::mt19937 dice(7);
  const auto soon = [&dice](int hours) { return 1 + static_cast<std::int64_t>(dice() % static_cast<unsigned>(hours)); };
  for (int ticket = 0; ticket < 60; ++ticket) {
    std::int64_t hour = static_cast<std::int64_t>(dice() % 8000);
    all.push_back({hour, ticket, "open"});
    for (const char* event : {"start", "ask", "answer", "resolve"}) {
      if (std::string_view(event) == "resolve" && ticket % 5 == 0) break;  // stays open for ever
      all.push_back({hour += soon(60), ticket, event});
    }
  }
  std::sort(all.begin(), all.end(), [](const Happening& a, const Happening& b) {
    return std::make_pair(a.hour, a.ticket) < std::make_pair(b.hour, b.ticket);
  });
  return all;
}

Instant hour_of(std::int64_t hour) { return Instant::from_micros(at("2026-01-01").micros() + hour * kHour); }

void happen(Office& office, const Happening& each) {
  MatterMove move = by("manager", "2026-01-01", "why");
  move.at = hour_of(each.hour);
  move.attributes = {{"cause", "billing"}};
  Matter made = ticket_of(each.ticket);
  made.id = matter_id_of(made);
  if (std::string_view(each.event) == "open") REQUIRE(office.desk.open_one(made, move));
  else REQUIRE(office.desk.move(made.id, each.event, move));
}

// The clock is looked at before each happening, and whenever `looks` says; the calls of the year by ticket.
template <class Looks>
std::vector<Matter> live_a_year(Looks looks) {
  Office office(office_level());
  std::int64_t hour = 0;
  for (const Happening& each : happenings()) {
    for (; hour < each.hour; ++hour)
      if (looks(hour)) REQUIRE(office.desk.tick(hour_of(hour)));
    REQUIRE(office.desk.tick(hour_of(each.hour)));
    happen(office, each);
  }
  REQUIRE(office.desk.tick(at("2027-01-01")));
  auto matters = office.desk.list({}, system_actor()).value();
  for (Matter& each : matters) each.version = 0;
  return matters;
}

std::size_t calls(const Matter& made, std::string_view event) {
  return static_cast<std::size_t>(std::count_if(made.history.begin(), made.history.end(),
                                                [event](const TaskEntry& entry) { return entry.event == event; }));
}

}  // namespace

TEST_CASE("a clock warns, calls the manager and calls again, each at its own moment") {
  Office office(office_level());
  const Matter ticket = office.open(ticket_of(1), "service", "2026-01-05T09:00");
  CHECK(ticket.due->to_string() == "2026-01-06T17:00:00");
  CHECK(ticket.timer->to_string() == "2026-01-06T13:00:00");
  CHECK(office.desk.tick(at("2026-01-06T12:59")).value().warned == 0);
  CHECK(office.desk.tick(at("2026-01-06T13:00")).value().warned == 1);
  CHECK(office.desk.tick(at("2026-01-06T13:00")).value().warned == 0);
  const TickReport late = office.desk.tick(at("2026-02-01")).value();
  CHECK(late.called == 3);
  const Matter seen = office.find(ticket.id);
  CHECK(seen.escalation_level == 3);
  CHECK(seen.assignee.text() == "manager");
  REQUIRE(seen.history.size() == 5);
  CHECK(seen.history[2].at.to_string() == "2026-01-06T17:00:00");
  CHECK(seen.history[3].at.to_string() == "2026-01-07T17:00:00");
  CHECK(office.desk.tick(at("2026-03-01")).value().called == 0);
}

TEST_CASE("while somebody else is waited for the clock stands, and goes on where it stood") {
  Office office(office_level());
  const Matter ticket = office.open(ticket_of(2), "service", "2026-01-05T09:00");
  CHECK(ticket.due->to_string() == "2026-01-05T17:00:00");
  office.move(ticket, "start", "service", "2026-01-05T10:00");
  office.move(ticket, "ask", "service", "2026-01-05T11:00");
  CHECK(office.desk.tick(at("2026-01-09")).value().warned == 0);
  const Matter back = office.move(ticket, "answer", "service", "2026-01-09T09:00");
  CHECK(back.paused_minutes == 6 * 60 + 3 * 480);
  CHECK(back.due->to_string() == "2026-01-09T15:00:00");
  CHECK(office.desk.tick(at("2026-01-09T15:00")).value().called == 1);
}

TEST_CASE("what has come to its end is never called about; kinds without a time have no clock") {
  Office office(office_level());
  const Matter ticket = office.open(ticket_of(1), "service", "2026-01-05T09:00");
  office.move(ticket, "cancel", "service", "2026-01-05T10:00");
  CHECK_FALSE(office.open(matter(MatterKind::visit, "C9")).due);
  const TickReport report = office.desk.tick(at("2027-01-01")).value();
  CHECK(report.warned + report.called == 0);
}

TEST_CASE("a year lived by the hour, by chance, once a month or with a clock that jumps back is one year") {
  const auto hourly = live_a_year([](std::int64_t) { return true; });
  REQUIRE(hourly.size() == 60);
  std::size_t warned = 0, called = 0;
  for (const Matter& each : hourly) {
    warned += calls(each, "warn_clock");
    called += calls(each, "call_clock");
    CHECK(calls(each, "warn_clock") <= 1);
    CHECK(calls(each, "call_clock") <= 3);
  }
  CHECK(warned > 20);
  CHECK(called > 36);  // those that stay open, three times each
  CHECK(live_a_year([](std::int64_t) { return false; }) == hourly);
  CHECK(live_a_year([](std::int64_t hour) { return hour % 720 == 0; }) == hourly);
  std::mt19937 dice(3);
  CHECK(live_a_year([&dice](std::int64_t) { return dice() % 7 == 0; }) == hourly);
}

TEST_CASE("a clock that jumps back says nothing twice") {
  Office office(office_level());
  office.open(ticket_of(1), "service", "2026-01-05T09:00");
  REQUIRE(office.desk.tick(at("2026-01-06T17:00")));
  for (const char* moment : {"2026-01-05T09:00", "2025-01-01", "2026-01-06T17:00"}) {
    const TickReport report = office.desk.tick(at(moment)).value();
    CHECK(report.warned + report.called == 0);
  }
}

}  // namespace staysail::test
