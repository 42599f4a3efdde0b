#include <doctest/doctest.h>

#include <algorithm>

#include "main/scenario.hpp"
#include "strategy/plan_fixture.hpp"

namespace staysail::test {
namespace {

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(' ');
  return first == text.npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// "renew 90 g=offers b=1"
Strategy read_strategy(const std::string& text) {
  const auto words = split(trimmed(text), ' ');
  Strategy strategy = strategy_of(words.at(0), "contains(wants, \"+" + words.at(0) + "+\")");
  strategy.priority = std::stoll(words.at(1));
  for (std::size_t i = 2; i < words.size(); ++i) {
    if (words[i].substr(0, 2) == "g=") strategy.exclusion_group = words[i].substr(2);
    if (words[i].substr(0, 2) == "b=") strategy.budget = std::stoull(words[i].substr(2));
  }
  return strategy;
}

// "S1/C1 2 900 call+gift"
std::vector<std::string> read_line(const std::string& text) {
  const auto words = split(trimmed(text), ' ');
  const auto ids = split(words.at(0), '/');
  const auto number = [](const std::string& word) { return word == "-" ? std::string() : word; };
  return {ids.at(0), ids.at(1), number(words.at(1)), number(words.at(2)), "+" + words.at(3) + "+"};
}

PlanCase plan_case(const scenario::Scenario& row) {
  PlanCase scene;
  for (const std::string& text : split(row.given.at("strategies"), ';'))
    scene.strategies.push_back(read_strategy(text));
  std::vector<std::vector<std::string>> lines;
  for (const std::string& text : split(row.given.at("lines"), ';')) lines.push_back(read_line(text));
  scene.frame = frame_of({"subscription_id", "customer_id", "#retention_rank", "#value", "wants"}, lines);
  scene.policy.tasks_per_customer = static_cast<std::uint32_t>(std::stoul(row.given.at("per_customer")));
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

}  // namespace staysail::test
