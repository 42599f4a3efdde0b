#include "staysail/indicators/window.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "main/scenario.hpp"

using namespace staysail;

namespace {

Day day(const std::string& text) { return Day::parse(text).value(); }

// "2025-10-01..2025-12-31" or "..2026-01-01": what a window covers, as days.
std::string covered(const Window& window, Day as_of) {
  if (window.span == Window::Span::days)
    return window.first_day(as_of).to_string() + ".." + window.last_day(as_of).to_string();
  const auto first = window.first_month(as_of);
  return (first ? first->to_string() : std::string()) + ".." + window.last_month(as_of).to_string();
}

}  // namespace

TEST_CASE("windows cover closed cycles and days as the scenario table says") {
  for (const auto& row : scenario::read_scenarios("windows.txt")) {
    if (row.given.count("window") == 0) continue;
    INFO(row.where);
    const auto window = Window::parse(row.given.at("window"));
    REQUIRE(window);
    CHECK(covered(*window, day(row.given.at("as_of"))) == row.expected.at("covers"));
    CHECK(Window::parse(window->to_string()).value() == *window);
  }
}

TEST_CASE("whole and begun months at month ends, as the scenario table says") {
  for (const auto& row : scenario::read_scenarios("windows.txt")) {
    if (row.given.count("from") == 0) continue;
    INFO(row.where);
    const auto from = day(row.given.at("from")), to = day(row.given.at("to"));
    CHECK(std::to_string(months_between(from, to)) == row.expected.at("whole"));
    CHECK(std::to_string(months_begun_between(from, to)) == row.expected.at("begun"));
  }
}

TEST_CASE("a text that is no window is refused and the forms are shown") {
  for (const auto* text : {"", "3", "months", "0 months", "3 weeks", "3 months before", "3 months before 30 days",
                           "-3 months", "99999 days"}) {
    INFO(text);
    const auto window = Window::parse(text);
    REQUIRE_FALSE(window);
    CHECK(window.error().code() == Errc::invalid_argument);
    CHECK(window.error().message().find("3 months before 3 months") != std::string::npos);
  }
}

TEST_CASE("months between two days bracket the days") {
  REQUIRE(rc::check([] {
    const auto from = Day::since_epoch(*rc::gen::inRange(0, 30000));
    const auto to = from + *rc::gen::inRange(0, 4000);
    const int whole = months_between(from, to), begun = months_begun_between(from, to);
    RC_ASSERT(from.plus_months(whole) <= to);
    RC_ASSERT(from.plus_months(whole + 1) > to);
    RC_ASSERT(from.plus_months(begun) >= to);
    RC_ASSERT(begun == 0 || from.plus_months(begun - 1) < to);
  }));
}
