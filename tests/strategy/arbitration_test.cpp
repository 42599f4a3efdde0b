#include <doctest/doctest.h>

#include <algorithm>

#include "main/scenario.hpp"
#include "staysail/base/executor.hpp"
#include "strategy/plan_fixture.hpp"

namespace staysail::test {
namespace {

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(' ');
  return first == text.npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// "renew 90 g=offers b=1 m=200 c=20 o=phone v=value": budget in contacts, in money, cost, offer, worth
Strategy read_strategy(const std::string& text) {
  const auto words = split(trimmed(text), ' ');
  Strategy strategy = strategy_of(words.at(0), "contains(wants, \"+" + words.at(0) + "+\")");
  strategy.priority = std::stoll(words.at(1));
  for (std::size_t i = 2; i < words.size(); ++i) {
    if (words[i].substr(0, 2) == "g=") strategy.exclusion_group = words[i].substr(2);
    if (words[i].substr(0, 2) == "b=") strategy.budget = std::stoull(words[i].substr(2));
    if (words[i].substr(0, 2) == "m=") strategy.money_budget_hundredths = 100 * std::stoll(words[i].substr(2));
    if (words[i].substr(0, 2) == "c=") strategy.cost_hundredths = 100 * std::stoll(words[i].substr(2));
    if (words[i].substr(0, 2) == "o=") strategy.offer = words[i].substr(2);
    if (words[i].substr(0, 2) == "v=") strategy.value = words[i].substr(2);
  }
  return strategy;
}

// "S1/C1 2 900 call+gift", or "S1/C1/M1 ..." with who would do it
std::vector<std::string> read_line(const std::string& text) {
  const auto words = split(trimmed(text), ' ');
  const auto ids = split(words.at(0), '/');
  const auto number = [](const std::string& word) { return word == "-" ? std::string() : word; };
  return {ids.at(0),
          ids.at(1),
          number(words.at(1)),
          number(words.at(2)),
          "+" + words.at(3) + "+",
          ids.size() > 2 ? ids[2] : std::string()};
}

// "optimise budget=2 money=30 per=1 phone=1": the last is an offer
void read_limits(const scenario::Scenario& row, ContactPolicy& policy) {
  policy.tasks_per_customer = static_cast<std::uint32_t>(std::stoul(row.given.at("per_customer")));
  if (row.given.count("limits") == 0) return;
  for (const std::string& word : split(row.given.at("limits"), ' ')) {
    const auto parts = split(word, '=');
    if (parts[0] == "optimise") policy.arbitration = {ArbitrationMethod::optimise, "value", {}};
    else if (parts[0] == "budget") policy.budget = std::stoull(parts.at(1));
    else if (parts[0] == "money") policy.money_budget_hundredths = 100 * std::stoll(parts.at(1));
    else if (parts[0] == "per") policy.column_capacity = {"manager_id", std::stoull(parts.at(1))};
    else policy.offer_capacities.push_back({parts[0], std::stoull(parts.at(1))});
  }
}

PlanCase plan_case(const scenario::Scenario& row) {
  PlanCase scene;
  for (const std::string& text : split(row.given.at("strategies"), ';'))
    scene.strategies.push_back(read_strategy(text));
  std::vector<std::vector<std::string>> lines;
  for (const std::string& text : split(row.given.at("lines"), ';')) lines.push_back(read_line(text));
  scene.frame = frame_of({"subscription_id", "customer_id", "#retention_rank", "#value", "wants", "manager_id"}, lines);
  read_limits(row, scene.policy);
  return scene;
}

std::string pair_text(const Plan& plan, const Candidate& candidate) {
  return std::string(plan.frame.find("subscription_id")->text(candidate.row)) + ":" +
         plan.strategy_of(candidate).id.text();
}

std::string other_text(const Plan& plan, const Candidate& candidate) {
  std::string text = pair_text(plan, candidate) + "=" + std::string(name_of(candidate.verdict));
  if (candidate.winner != kNoCandidate) text += "<" + pair_text(plan, plan.candidates[candidate.winner]);
  return text;
}

std::string joined(std::vector<std::string> items) {
  std::sort(items.begin(), items.end());
  std::string all;
  for (const std::string& item : items) all += (all.empty() ? "" : " ") + item;
  return all;
}

std::string sorted_words(const std::string& text) { return joined(split(text, ' ')); }

}  // namespace

TEST_CASE("arbitration gives a customer's place to what comes first, and says to whom") {
  for (const auto& row : scenario::read_scenarios("arbitration.txt")) {
    CAPTURE(row.where);
    CAPTURE(row.name);
    const Plan plan = plan_case(row).plan().value();
    std::vector<std::string> tasks, others;
    for (const Candidate& candidate : plan.candidates) {
      if (candidate.verdict == Verdict::task) tasks.push_back(pair_text(plan, candidate));
      else others.push_back(other_text(plan, candidate));
    }
    CHECK(joined(tasks) == sorted_words(row.expected.at("tasks")));
    CHECK(joined(others) == sorted_words(row.expected.at("others")));
  }
}

TEST_CASE("who is held out keeps the place but takes no budget, and ranks like everybody else") {
  PlanCase scene;
  Strategy renew = strategy_of("renew", "true");
  renew.budget = 3;
  Strategy care = strategy_of("care", "true");
  care.hold_out = false;
  scene.strategies = {renew, care};
  scene.strategies[0].priority = 2;
  scene.policy.hold_out = {5000, "salt"};
  std::vector<std::vector<std::string>> lines;
  for (int i = 10; i < 40; ++i) lines.push_back({"S" + std::to_string(i), "C" + std::to_string(i), std::to_string(i)});
  scene.frame = frame_of({"subscription_id", "customer_id", "#retention_rank"}, lines);
  const Plan plan = scene.plan().value();
  std::size_t tasks = 0, held = 0, last_reached = 0;
  for (const Candidate& candidate : plan.candidates) {
    if (candidate.strategy != 0 || candidate.verdict == Verdict::budget_spent) continue;
    const auto customer = CustomerId::of(std::string(plan.frame.find("customer_id")->text(candidate.row)));
    CHECK((candidate.verdict == Verdict::held_out) == scene.policy.hold_out.holds(customer));
    tasks += candidate.verdict == Verdict::task;
    held += candidate.verdict == Verdict::held_out;
    last_reached = candidate.row;
  }
  CHECK(tasks == 3);
  CHECK(held > 0);
  CHECK(last_reached == tasks + held - 1);  // nobody who ranks below the last contact was counted as held out
  for (const Candidate& candidate : plan.candidates) {
    if (candidate.strategy == 1)
      CHECK(candidate.verdict == (candidate.row <= last_reached ? Verdict::outranked : Verdict::task));
  }
}

// One strategy of which there is enough for some: 400 customers, worth different amounts, half of them held out.
PlanCase scarce_calls(const std::vector<std::size_t>& order) {
  PlanCase scene;
  Strategy call = strategy_of("call", "true"), gift = strategy_of("gift", "true");
  call.budget = 60;
  gift.value = "value / 3";
  scene.strategies = {call, gift};
  scene.policy.hold_out = {5000, "salt"};
  scene.policy.budget = 90;
  scene.policy.arbitration = {ArbitrationMethod::optimise, "value", {}};
  std::vector<std::vector<std::string>> lines;
  for (const std::size_t i : order)
    lines.push_back({"S" + std::to_string(i), "C" + std::to_string(i), std::to_string(i * 7919 % 1009)});
  scene.frame = frame_of({"subscription_id", "customer_id", "#value"}, lines);
  return scene;
}

std::vector<std::size_t> numbers(std::size_t count) {
  std::vector<std::size_t> order(count);
  for (std::size_t i = 0; i < count; ++i) order[i] = i;
  return order;
}

TEST_CASE("under `optimise` who is held out is chosen by the value at which the treated are, and takes nothing") {
  const Plan plan = scarce_calls(numbers(400)).plan().value();
  std::size_t tasks = 0, held = 0;
  std::int64_t least_reached = 1'000'000, most_refused = 0;
  for (const Candidate& candidate : plan.candidates) {
    tasks += candidate.verdict == Verdict::task;
    held += candidate.verdict == Verdict::held_out;
    if (candidate.strategy != 0) continue;
    const std::int64_t value = plan.frame.find("value")->numbers()[candidate.row];
    if (candidate.verdict >= Verdict::held_out) least_reached = std::min(least_reached, value);
    else most_refused = std::max(most_refused, value);
  }
  CHECK(tasks == 90);
  CHECK(held > 60);
  CHECK(held < 120);
  CHECK(least_reached >= most_refused);
  CHECK(plan.value_hundredths <= plan.bound_hundredths);
  CHECK(plan.value_hundredths * 100 > plan.bound_hundredths * 99);
}

TEST_CASE("an optimised plan is the same for every order of rows and every executor") {
  const auto digest = [](const Plan& plan) {
    std::string text;
    const Batch matches = matches_frame(plan).value();
    for (std::size_t row = 0; row < matches.rows(); ++row) {
      for (const Column& column : matches.columns()) text += column.value_text(row) + "|";
    }
    return text;
  };
  std::vector<std::size_t> order = numbers(400);
  const std::string straight = digest(scarce_calls(order).plan().value());
  std::reverse(order.begin(), order.end());
  std::rotate(order.begin(), order.begin() + 137, order.end());
  ThreadPool pool(3);
  CHECK(digest(scarce_calls(order).plan(&pool, 7).value()) == straight);
}

TEST_CASE("prices say what is scarce, and decide on a customer who comes later") {
  const Plan plan = scarce_calls(numbers(400)).plan().value();
  const PlanResources& resources = plan.resources;
  const std::int64_t call = resources.price_hundredths(resources.item(0, 0)),
                     gift = resources.price_hundredths(resources.item(1, 0));
  CHECK(gift > 0);
  CHECK(call > gift);
  using Places = std::vector<std::uint32_t>;
  const auto bid = [](std::uint32_t strategy, std::int64_t value) { return Bid{strategy, 0, value, ""}; };
  CHECK(resources.choose(std::vector<Bid>{bid(0, call + 1), bid(1, gift - 1)}) == Places{0});
  CHECK(resources.choose(std::vector<Bid>{bid(0, call - 1), bid(1, gift + 1)}) == Places{1});
  CHECK(resources.choose(std::vector<Bid>{bid(0, call - 1), bid(1, gift - 1)}).empty());
  const Batch funnel = funnel_frame(plan).value(), all = resources_frame(plan).value();
  CHECK(funnel.find("price")->numbers()[0] == call);
  CHECK(funnel.find("price")->is_null(2));
  REQUIRE(all.rows() == 2);
  CHECK(all.find("left")->numbers()[0] == 0);
  CHECK(all.find("price")->numbers()[0] > 0);
}

TEST_CASE("a plan that optimises must be told what a task is worth") {
  PlanCase scene = scarce_calls(numbers(3));
  scene.policy.arbitration.value.clear();
  const Error error = scene.plan().error();
  CHECK(error.code() == Errc::playbook_invalid);
  CHECK(error.message().find("call") != std::string::npos);
}

}  // namespace staysail::test
