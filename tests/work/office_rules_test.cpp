#include "staysail/work/office_rules.hpp"

#include <doctest/doctest.h>

#include "work/matter_fixture.hpp"

namespace staysail::test {

TEST_CASE("the shipped playbook says by when matters are done") {
  const auto rules = OfficeRules::load(std::string(STAYSAIL_SOURCE_DIR) + "/examples/playbook");
  REQUIRE_MESSAGE(rules, rules.error().to_string());
  CHECK(rules->service.minutes_of.at("ticket:complaint") == 450);
  CHECK(rules->service.call_again_minutes == 450);
  // 16 February 2026 lies in the Spring Festival, the 28th is a Saturday that is worked: both stand in work.toml.
  CHECK_FALSE(rules->service.hours.covers(at("2026-02-16T10:00")));
  CHECK(rules->service.hours.covers(at("2026-02-28T10:00")));
  CHECK_FALSE(rules->service.hours.covers(at("2026-02-28T13:00")));
  CHECK(rules->access.size() == parse_access_table(usual_access_table(), "usual").value().size());
  CHECK(OfficeRules::load("")->service.minutes_of.empty());
  CHECK(OfficeRules::load("/nowhere").error().code() == Errc::not_found);
}

TEST_CASE("clocks that make no sense are refused where they stand") {
  const auto fault = [](const char* toml) {
    const auto level = OfficeRules::parse_clock(toml, "clock.toml");
    return level ? std::string() : level.error().to_string();
  };
  CHECK(fault("shifts = [\"9-12\"]").find("09:00-12:00") != std::string::npos);
  CHECK(fault("shifts = [\"12:00-09:00\"]").find("one after the other") != std::string::npos);
  CHECK(fault("calls = -1").find("between 0 and 100") != std::string::npos);
  CHECK(fault("[minutes]\ntickets = 5").find("did you mean 'ticket'") != std::string::npos);
  CHECK(fault("[minutes]\n\"ticket:rain\" = 5").find("no such subject") != std::string::npos);
  CHECK(fault("[minutes]\nticket = 0").find("1 to 525600") != std::string::npos);
  CHECK(fault("hours = 3").find("hours") != std::string::npos);
  CHECK(fault("").empty());
}

}  // namespace staysail::test
