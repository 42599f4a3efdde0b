// News that come late: a corrected bill of a closed month, and facts that have stopped coming.
#include <algorithm>
#include <map>
#include <set>

#include "cycle/told_operator.hpp"
#include "staysail/columns/batch_codec.hpp"

using namespace staysail;
using test::found;
using test::ToldOperator;
using test::value_of;

namespace {

const std::vector<std::string> kLines = {"S1", "S2", "S3", "S4", "S5", "S6"};

// S3 and S4 are one customer's, S3 and S5 one account's. All but S6 have one plan, and each pays a little more than the
// last.
void tell_history(ToldOperator& told) {
  std::vector<std::string> customers, accounts, lines, plans, consents, bills;
  for (std::size_t i = 0; i < kLines.size(); ++i) {
    const std::string number = std::to_string(i + 1), line = kLines[i];
    const std::string customer = line == "S4" ? "C3" : "C" + number, account = line == "S5" ? "A3" : "A" + number;
    customers.push_back("customer_id=C" + number + ";customer_type=individual");
    accounts.push_back("account_id=A" + number + ";customer_id=C" + number);
    lines.push_back("subscription_id=" + line + ";customer_id=" + customer + ";account_id=" + account +
                    ";status=active;product_type=mobile;activated=2023-01-01");
    plans.push_back("plan_instance_id=I" + number + ";subscription_id=" + line + ";kind=plan;" +
                    (line == "S6" ? "start=2025-06-01;offering=P99;monthly_price=99000"
                                  : "start=2023-01-01;offering=P59;monthly_price=59000"));
    consents.push_back("customer_id=C" + number + ";channel=call;purpose=marketing;day=2025-01-01;granted=true");
    for (int month = 7; month <= 12; ++month)
      bills.push_back("subscription_id=" + line + ";account_id=" + account + ";month=2025-" + (month < 10 ? "0" : "") +
                      std::to_string(month) + ";amount=" + std::to_string(50'000 + 1'000 * i));
  }
  told.tell("customers", customers).tell("accounts", accounts).tell("subscriptions", lines);
  told.tell("plan_instances", plans).tell("consent", consents).tell("bills", bills);
}

void declare_roll_ups(ToldOperator& told) {
  told.declare("indicators.toml", "\n[account_value]\nroll_up_of = \"value\"\ngrain = \"account\"\n");
}

void tell_correction(ToldOperator& told) {
  told.tell("bills", {"subscription_id=S3;account_id=A3;month=2025-11;amount=200000"}, 2);
}

// The columns in which a line differs, by line.
std::map<std::string, std::set<std::string>> changes(const Batch& before, const Batch& after) {
  std::map<std::string, std::set<std::string>> changed;
  REQUIRE(before.rows() == after.rows());
  for (const auto& column : after.columns()) {
    const Column* was = before.find(column.field().name);
    for (std::size_t row = 0; row < after.rows(); ++row)
      if (was == nullptr || was->value_text(row) != column.value_text(row))
        changed[std::string(after.find("subscription_id")->text(row))].insert(column.field().name);
  }
  return changed;
}

// What a failing check shows.
std::string text_of(const std::map<std::string, std::set<std::string>>& changed) {
  std::string text;
  for (const auto& [line, columns] : changed) {
    text += line + ":";
    for (const auto& column : columns) text += " " + column;
    text += "\n";
  }
  return text;
}

// Clusters go on from the month before, as stages do: what that month took for true shows in them.
Batch indicators_of(const NightResult& night) {
  std::vector<std::string> names = {"subscription_id"};
  names.insert(names.end(), night.record.indicators.begin(), night.record.indicators.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  names.erase(std::remove(names.begin(), names.end(), "behaviour"), names.end());
  return night.record.decision.select(names).value();
}

std::set<std::string> tasks_of(const NightResult& night) {
  std::set<std::string> tasks;
  for (std::size_t row = 0; row < night.tasks.rows(); ++row)
    tasks.insert(night.tasks.find("subscription_id")->value_text(row) + " " +
                 night.tasks.find("strategy_id")->value_text(row));
  return tasks;
}

}  // namespace

TEST_CASE("a late correction of a closed month recomputes what depends on it and nothing else") {
  ToldOperator late, from_scratch;
  for (ToldOperator* each : {&late, &from_scratch}) {
    tell_history(*each);
    declare_roll_ups(*each);
  }
  const NightResult before = late.night("2026-01-01");
  tell_correction(late);
  const NightResult after = late.night("2026-01-01");
  tell_correction(from_scratch);
  const NightResult whole = from_scratch.night("2026-01-01");

  CHECK(encode_batch(after.record.decision) == encode_batch(whole.record.decision));
  CHECK(encode_batch(after.record.matches) == encode_batch(whole.record.matches));
  CHECK(after.record.digest == whole.record.digest);
  CHECK(after.record.rows.accepted == 1);

  // The line itself; the line of the same customer and the one on the same account; where lines are ranked, what peers
  // bring and what might be, and clusters. Of S1 and S2, which stay where they are in every order, the peers alone.
  std::map<std::string, std::set<std::string>> expected;
  expected["S1"] = expected["S2"] = {"potential_value", "value_of_peers"};
  expected["S3"] = {"account_value",   "arpu_12m",       "arpu_3m",
                    "arpu_6m",         "arpu_slope",     "behaviour",
                    "customer_value",  "fitting_plan",   "fitting_plan_price",
                    "potential_value", "retention_rank", "revenue_12m",
                    "segment",         "value",          "value_band",
                    "value_of_peers",  "value_rank"};
  expected["S4"] = {"customer_value", "potential_value", "retention_rank", "segment",
                    "value_band",     "value_of_peers",  "value_rank"};
  expected["S5"] = {"account_value", "behaviour",      "potential_value", "retention_rank",
                    "value_band",    "value_of_peers", "value_rank"};
  expected["S6"] = {"behaviour", "retention_rank", "value_of_peers", "value_rank"};
  CHECK(text_of(changes(before.record.decision, after.record.decision)) == text_of(expected));
  for (const char* relative : {"value_band", "value_rank"})
    CHECK(std::count(after.record.relative.begin(), after.record.relative.end(), relative) == 1);
  CHECK(tasks_of(before).empty());
  CHECK(tasks_of(after) == std::set<std::string>{"S3 plan_fit"});
}

TEST_CASE("a correction that comes a month later gives the indicators of the corrected history") {
  ToldOperator late, from_scratch;
  for (ToldOperator* each : {&late, &from_scratch}) tell_history(*each);
  late.night("2026-01-01");
  for (ToldOperator* each : {&late, &from_scratch}) {
    tell_correction(*each);
    each->tell("bills", {"subscription_id=S1;account_id=A1;month=2026-01;amount=50000"});
  }
  CHECK(encode_batch(indicators_of(late.night("2026-02-01"))) ==
        encode_batch(indicators_of(from_scratch.night("2026-02-01"))));
}

TEST_CASE("a score is shown as long as its facts are fresh, and then nobody has it until they come again") {
  ToldOperator told;
  tell_history(told);
  told.declare("view.toml", "[fresh]\nvalue = 45\n");
  const NightResult fresh = told.night("2026-01-20");
  CHECK(value_of(fresh, "S1", "value") != "");
  CHECK(found(fresh, "missing_input", "value") == "");

  const NightResult stale = told.night("2026-02-20");
  for (const auto& line : kLines) {
    CHECK(value_of(stale, line, "arpu_3m") != "");
    for (const char* column : {"value", "value_rank", "value_band", "customer_value"})
      CHECK(value_of(stale, line, column) == "");
    CHECK(value_of(stale, line, "segment") == "unrated");
  }
  CHECK(found(stale, "missing_input", "value") ==
        "the facts of bills end on 2025-12-31, more than 45 days before 2026-02-20");
  CHECK(found(stale, "missing_input", "value_rank") == "it is made of value, which is stale");

  told.tell("bills", {"subscription_id=S1;account_id=A1;month=2026-01;amount=50000"});
  const NightResult again = told.night("2026-02-20");
  CHECK(value_of(again, "S1", "value") != "");
  CHECK(found(again, "missing_input", "value") == "");
}
