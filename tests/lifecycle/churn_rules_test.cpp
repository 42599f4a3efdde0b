#include "staysail/lifecycle/churn_rules.hpp"

#include "main/scenario.hpp"
#include "told_lines.hpp"

using namespace staysail;
using namespace staysail::testing;

namespace {

using Cells = std::map<std::string, std::string>;

std::string other_line(const std::string& cell) {
  const auto slash = cell.find('/');
  const auto line = "subscription_id=S2;customer_id=C2;activated=" + cell.substr(0, slash);
  return slash == std::string::npos ? line + ";status=active"
                                    : line + ";status=terminated;terminated=" + cell.substr(slash + 1);
}

// Two customers of one party.
Population told(ToldOperator& one, const Cells& row) {
  one.add("customers", {"customer_id=C1;party_id=P1", "customer_id=C2;party_id=P1"});
  std::vector<std::string> lines{
      "subscription_id=S1;customer_id=C1;status=terminated;activated=2020-01-01;terminated=" + row.at("ended") +
      given("terminated_by", row.at("by")) + given("termination_cause", row.at("stated"))};
  if (!row.at("other").empty()) lines.push_back(other_line(row.at("other")));
  one.add("subscriptions", lines);
  if (!row.at("service").empty()) one.add("services", {"service_id=V1;subscription_id=S2;start=" + row.at("service")});
  const auto port_out = words_of(row.at("port_out"));
  if (port_out.size() == 2)
    one.add("port_out_requests", {"subscription_id=S1;status=" + port_out[0] + ";day=" + port_out[1]});
  if (!row.at("complaint").empty())
    one.add("tickets",
            {"ticket_id=T1;subscription_id=S1;opened=2025-12-01;type=complaint;cause=" + row.at("complaint")});
  return one.population("2026-01-01");
}

ChurnRules shipped_rules() {
  auto rules = ChurnRules::load(playbook_folder(), frame_schema());
  INFO((rules ? std::string() : rules.error().to_string()));
  REQUIRE(rules);
  return *rules;
}

}  // namespace

TEST_CASE("churn kinds and causes come out as the scenario table says, for one line and for a column") {
  const auto rules = shipped_rules();
  for (const auto& row : scenario::read_scenarios("churn_kinds.txt")) {
    INFO(row.where);
    ToldOperator one;
    const auto population = told(one, row.given);
    const auto frame = frame_of(population);
    const auto endings = line_endings(population.subscriptions(), population.entities("services"), population.as_of());
    REQUIRE(endings);
    const auto kinds = rules.kinds(frame, *endings, population.as_of());
    REQUIRE(kinds);
    CHECK(value_at(*kinds, "churn_kind") == row.expected.at("kind"));
    CHECK(value_at(*kinds, "churn_cause") == row.expected.at("cause"));
    auto inputs = Inputs::of_row(frame.columns(), 0);
    for (const auto& column : endings->columns()) inputs.set(column.field().name, Value::of_row(column, 0));
    const auto single = rules.kind(inputs, population.as_of());
    REQUIRE(single);
    CHECK(single->kind == row.expected.at("kind"));
    CHECK(single->cause == row.expected.at("cause"));
  }
}

TEST_CASE("lines that are alive have no churn kind, and a party's lines do not mix with a customer of the same name") {
  ToldOperator one;
  one.add("customers", {"customer_id=X", "customer_id=C2;party_id=X"});
  one.add("subscriptions", {"subscription_id=S1;customer_id=X;status=terminated;terminated=2025-12-15",
                            "subscription_id=S2;customer_id=C2;status=active;activated=2025-12-16"});
  const auto population = one.population("2026-01-01");
  const auto endings = line_endings(population.subscriptions(), Batch(), population.as_of());
  REQUIRE(endings);
  CHECK(value_at(*endings, "party_other_lines") == "0");
  CHECK(value_at(*endings, "line_ended", 1) == "false");
  const auto kinds = shipped_rules().kinds(frame_of(population), *endings, population.as_of());
  REQUIRE(kinds);
  CHECK(value_at(*kinds, "churn_kind", 0) == "left_market");
  CHECK(value_at(*kinds, "churn_kind", 1).empty());
}
