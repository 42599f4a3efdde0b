#include "main/scenario.hpp"

#include <doctest/doctest.h>

using staysail::scenario::parse_scenarios;

TEST_CASE("a scenario table gives its cases with the line they stand on") {
  const auto rows = parse_scenarios(
      "# stages\n"
      "customer | tenure || stage | reason\n"
      "new      | 2      || onboarding | \n"
      "\n"
      "account | idle || stage\n"
      "quiet   | 45   || decline\n",
      "stages.txt");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].name == "new");
  CHECK(rows[0].where == "stages.txt:3");
  CHECK(rows[0].given.at("tenure") == "2");
  CHECK(rows[0].expected.at("stage") == "onboarding");
  CHECK(rows[0].expected.at("reason").empty());
  CHECK(rows[1].given.at("account") == "quiet");
  CHECK(rows[1].given.count("customer") == 0);
}

TEST_CASE("a table without a row fails its test" * doctest::should_fail()) {
  parse_scenarios("customer | tenure || stage\n", "empty.txt");
}

TEST_CASE("a row that does not fit its header fails its test" * doctest::should_fail()) {
  parse_scenarios("customer | tenure || stage\nnew | 2 | 3 || onboarding\n", "wide.txt");
}
