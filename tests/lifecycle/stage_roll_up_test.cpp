#include "staysail/lifecycle/stage_roll_up.hpp"

#include <doctest/doctest.h>

#include "main/scenario.hpp"
#include "staysail/indicators/decision_scope.hpp"
#include "staysail/lifecycle/stage_names.hpp"
#include "told_lines.hpp"

using namespace staysail;
using namespace staysail::testing;

namespace {

StagePolicy policy_of(const std::string& text) {
  auto policy = StagePolicy::parse(text, "lifecycle.toml", decision_scope(frame_schema()));
  INFO((policy ? std::string() : policy.error().to_string()));
  REQUIRE(policy);
  return *policy;
}

std::string rule_text(const std::string& rule) {
  return rule == "worst" ? "\"worst\"" : "{ decline_share = " + rule + " }";
}

// A stage frame of the population's lines, in their order.
Batch stages_of(const Population& population, const std::vector<std::string>& stages) {
  ColumnBuilder builder(Field{"stage", ColumnType::text, 0, {}});
  for (const auto& stage : stages) builder.append_text(stage);
  return Batch::of({*population.subscriptions().find("subscription_id"), builder.finish()}).value();
}

std::string line_of(const std::string& id, const std::string& customer) {
  return "subscription_id=" + id + ";customer_id=" + customer + ";status=active;activated=2020-01-01";
}

std::string member(const std::string& group, const std::string& customer) {
  return "customer_id=" + group + ";member_customer_id=" + customer + ";start=2020-01-01";
}

std::string text_at(const Batch& frame, const char* column, std::size_t row) {
  return frame.find(column)->is_null(row) ? "-" : std::string(frame.find(column)->text(row));
}

}  // namespace

TEST_CASE("the stage of a customer comes out as the scenario table says") {
  for (const auto& row : scenario::read_scenarios("stage_roll_up.txt")) {
    INFO(row.where);
    const auto stages = words_of(row.given.at("lines"));
    ToldOperator one;
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < stages.size(); ++i) lines.push_back(line_of("S" + std::to_string(100 + i), "C1"));
    const auto population = one.add("customers", {"customer_id=C1;customer_type=individual"})
                                .add("subscriptions", lines)
                                .population("2026-01-01");
    const auto policy = policy_of("[roll_up]\ncustomer = " + rule_text(row.given.at("rule")) + "\n");
    const auto rolled_up = rolled_up_stages(policy, stages_of(population, stages), population);
    REQUIRE(rolled_up);
    for (std::size_t i = 0; i < stages.size(); ++i)
      CHECK(text_at(*rolled_up, "customer_stage", i) == row.expected.at("stage"));
  }
}

TEST_CASE("a group has the stage of all lines below it, each counted once; who is in none has none") {
  ToldOperator one;
  one.add("customers", {"customer_id=G1;customer_type=group", "customer_id=G2;customer_type=group",
                        "customer_id=C1;customer_type=individual", "customer_id=C2;customer_type=individual"});
  one.add("group_members", {member("G1", "G2"), member("G1", "C1"), member("G2", "C1")});
  one.add("subscriptions", {line_of("S1", "C1"), line_of("S2", "G1"), line_of("S3", "G2"), line_of("S4", "C2")});
  const auto population = one.population("2026-01-01");
  const auto policy = policy_of("[roll_up]\ngroup = { decline_share = 0.5 }\n");
  const auto frame = stages_of(population, {"decline", "maturity", "growth", "decline"});
  const auto rolled_up = rolled_up_stages(policy, frame, population).value();
  CHECK(rolled_up.find("customer_stage") == nullptr);
  // G1 has S1 once though two ways lead to it: one of three lines declines. Of G2's two it is one.
  CHECK(text_at(rolled_up, "group_stage", 1) == "maturity");
  CHECK(text_at(rolled_up, "group_stage", 2) == "decline");
  CHECK(text_at(rolled_up, "group_stage", 0) == "maturity");
  CHECK(text_at(rolled_up, "group_stage", 3) == "-");
}

TEST_CASE("a frame that is not the population's stage frame is refused") {
  ToldOperator one;
  const auto population = one.add("subscriptions", {line_of("S1", "C1")}).population("2026-01-01");
  const auto policy = policy_of("[roll_up]\ncustomer = \"worst\"\n");
  CHECK(rolled_up_stages(policy, Batch(), population).error().code() == Errc::schema_mismatch);
  CHECK(rolled_up_stages(policy, stages_of(population, {"declin"}), population).error().code() == Errc::unknown_name);
}
