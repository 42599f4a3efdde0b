#include "staysail/strategy/lint.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "main/scenario.hpp"
#include "strategy/plan_fixture.hpp"

namespace staysail::test {
namespace {

FrameScope lint_frame() {
  FrameScope frame;
  frame.stages = {"onboarding", "growth", "maturity", "decline", "churned", "unknown"};
  frame.scope.add("months", FeelType::number(0)).add("fee", FeelType::number(2)).add("price", FeelType::number(2));
  frame.scope.add("arrears", FeelType::number(2)).add("barred", FeelType::boolean()).add("age", FeelType::number(0));
  frame.scope.add("status", {"active", "suspended", "terminated"}).add("level", {"high", "medium", "low"});
  frame.scope.add("city", FeelType::text()).add("客户民族", FeelType::text()).add("as_of", FeelType::date());
  frame.scope.add("stage", frame.stages);
  return frame;
}

// As the shipped playbook's: a device for who is growing only if asked for.
ContactPolicy lint_policy() {
  ContactPolicy policy;
  policy.prohibitions = ContactPolicy::default_prohibitions();
  policy.prohibitions[1].unless = "months > 0";
  return policy;
}

Strategy placed(Strategy strategy, std::uint64_t line) {
  strategy.place = {"strategies.toml", line, 1};
  strategy.when_place = {"strategies.toml", line + 1, 9};
  return strategy;
}

std::vector<Finding> linted(const std::vector<Strategy>& strategies, const ContactPolicy& policy = lint_policy()) {
  const auto findings = lint_strategies(strategies, lint_frame(), policy, {day("2026-01-10")});
  REQUIRE_MESSAGE(findings, findings.error().to_string());
  return *findings;
}

// "shadowed note proven; ..." of a strategy, or "-".
std::string told_of(const std::string& subject, const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    CAPTURE(finding.to_string());
    CHECK_FALSE(finding.sentence.empty());
    CHECK_FALSE(finding.chinese.empty());
    CHECK(finding.place.file == "strategies.toml");
    CHECK(finding.place.line > 0);
    if (finding.subject != subject) continue;
    text += (text.empty() ? "" : "; ") + std::string(name_of(finding.code)) + " " +
            std::string(name_of(finding.severity)) + " " + std::string(name_of(finding.certainty));
  }
  return text.empty() ? "-" : text;
}

Strategy asked_alone(const scenario::Scenario& row) {
  Strategy asked =
      placed(strategy_of("asked", row.given.at("when"), strategy_kind_of(row.given.at("kind")).value()), 1);
  asked.stages = split(row.given.at("stages"), ',');
  if (!row.given.at("budget").empty()) asked.budget = std::stoull(row.given.at("budget"));
  if (!row.given.at("valid_to").empty()) asked.valid_to = day(row.given.at("valid_to"));
  return asked;
}

Strategy of_pair(const scenario::Scenario& row, const std::string& id, const std::string& prefix, std::uint64_t line) {
  Strategy one = placed(strategy_of(id, row.given.at(prefix + "when"), StrategyKind::care), line);
  one.exclusion_group = row.given.at(prefix + "group");
  one.priority = std::stoll(row.given.at(prefix + "priority"));
  one.channels = split(row.given.at(prefix + "channels"), ',');
  return one;
}

std::vector<Strategy> pair_of(const scenario::Scenario& row) {
  Strategy other = of_pair(row, "other", "other ", 1), asked = of_pair(row, "asked", "", 11);
  if (!row.given.at("other budget").empty()) other.budget = std::stoull(row.given.at("other budget"));
  if (!row.given.at("valid_from").empty()) {
    asked.valid_from = day(row.given.at("valid_from"));
    other.valid_to = *asked.valid_from - 1;
  }
  return {other, asked};
}

int pick(int count) { return *rc::gen::inRange(0, count); }

std::string one_of(const std::vector<std::string>& choices) {
  return choices[static_cast<std::size_t>(pick(static_cast<int>(choices.size())))];
}

std::string random_condition(int depth) {
  if (depth == 0)
    return one_of({"months > 3", "months <= 5", "months in [2..4]", "months = null", "barred", "not(barred)",
                   "status = \"active\"", "status != \"terminated\"", "level in (\"high\", \"low\")"});
  return "(" + random_condition(depth - 1) + one_of({" and ", " or "}) + random_condition(depth - 1) + ")";
}

std::vector<Value> texts(std::initializer_list<const char*> all) {
  std::vector<Value> values(1);
  for (const char* text : all) values.push_back(Value::text(text));
  return values;
}

// Every customer whom these conditions can tell from another.
std::vector<Inputs> everybody() {
  std::vector<Inputs> all;
  for (int months = 0; months <= 7; ++months)
    for (const Value& barred : {Value(), Value::boolean(true), Value::boolean(false)})
      for (const Value& status : texts({"active", "suspended", "terminated"}))
        for (const Value& level : texts({"high", "medium", "low"}))
          all.push_back({{"months", months == 7 ? Value() : Value::number(months)},
                         {"barred", barred},
                         {"status", status},
                         {"level", level}});
  return all;
}

struct Seen {
  bool a = false, not_a = false, both = false, a_alone = false, b_alone = false;
};

Seen seen(const Expression& a, const Expression& b, const std::vector<Inputs>& all) {
  Seen seen;
  for (const Inputs& customer : all) {
    const bool in_a = a.evaluate(customer).is_true(), in_b = b.evaluate(customer).is_true();
    seen.a |= in_a;
    seen.not_a |= !in_a;
    seen.both |= in_a && in_b;
    seen.a_alone |= in_a && !in_b;
    seen.b_alone |= in_b && !in_a;
  }
  return seen;
}

const Finding* find(const std::vector<Finding>& findings, const std::string& subject, FindingCode code) {
  const auto found = std::find_if(findings.begin(), findings.end(), [&](const Finding& finding) {
    return finding.subject == subject && finding.code == code;
  });
  return found == findings.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("lint tells what is wrong with strategies, and how sure that is") {
  for (const auto& row : scenario::read_scenarios("lint.txt")) {
    CAPTURE(row.where);
    CAPTURE(row.name);
    const bool alone = row.given.count("kind") == 1;
    const auto findings = linted(alone ? std::vector<Strategy>{asked_alone(row)} : pair_of(row));
    CHECK(told_of("asked", findings) == row.expected.at("findings"));
  }
}

TEST_CASE("lint's claims are those of looking at every customer") {
  const std::vector<Inputs> all = everybody();
  CHECK(rc::check("everybody", [&all] {
    Strategy other = placed(strategy_of("other", random_condition(2), StrategyKind::care), 1),
             asked = placed(strategy_of("asked", random_condition(2), StrategyKind::care), 11);
    other.exclusion_group = asked.exclusion_group = "keep";
    other.priority = pick(2);
    asked.channels = other.channels = {"sms"};
    const FrameScope frame = lint_frame();
    const Seen truth =
        seen(*Expression::compile(asked.when, frame.scope), *Expression::compile(other.when, frame.scope), all);
    ContactPolicy policy;
    const auto findings = lint_strategies({other, asked}, frame, policy).value();
    const auto told = [&](FindingCode code) { return find(findings, "asked", code) != nullptr; };
    const bool within = truth.a && truth.both && !truth.a_alone, same = within && !truth.b_alone;
    const bool after = other.priority > asked.priority || other.id < asked.id;
    RC_ASSERT(told(FindingCode::never_true) == !truth.a);
    RC_ASSERT(told(FindingCode::always_true) == !truth.not_a);
    RC_ASSERT(told(FindingCode::duplicate) == same);
    RC_ASSERT(told(FindingCode::shadowed) == (within && !same && after));
    RC_ASSERT(told(FindingCode::implied) == (within && !same && !after));
    RC_ASSERT(told(FindingCode::equal_priority) == (truth.both && other.priority == asked.priority));
    for (const Finding& finding : findings) RC_ASSERT(finding.certainty != Certainty::sampled);
  }));
}

TEST_CASE("an example shows the customers whom two strategies share") {
  Strategy first = placed(strategy_of("first", "months > 12 and not(barred = true)"), 1),
           second = placed(strategy_of("second", "level = \"high\" and months < 15"), 11);
  first.exclusion_group = second.exclusion_group = "keep";
  const auto findings = linted({first, second});
  const Finding* tie = find(findings, "second", FindingCode::equal_priority);
  REQUIRE(tie != nullptr);
  CHECK(tie->other == "first");
  const FrameScope frame = lint_frame();
  for (const Strategy& strategy : {first, second})
    CHECK(Expression::compile(strategy.when, frame.scope)->evaluate(tie->example).is_true());
  CHECK(tie->example.find("city") == nullptr);
  CHECK(tie->sentence.find("first wins") != std::string::npos);
}

TEST_CASE("what lets a shadowed strategy through is said") {
  Strategy other = placed(strategy_of("other", "months > 6"), 1),
           asked = placed(strategy_of("asked", "months > 12"), 11);
  other.priority = 9;
  other.exclusion_group = asked.exclusion_group = "keep";
  other.channels = asked.channels = {"sms"};
  other.budget = 70;
  other.action = StrategyAction{};
  const auto findings = linted({other, asked});
  const Finding* shadow = find(findings, "asked", FindingCode::shadowed);
  REQUIRE(shadow != nullptr);
  CHECK(shadow->sentence.find("budget of 70") != std::string::npos);
  CHECK(shadow->sentence.find("BOSS") != std::string::npos);
  CHECK(shadow->chinese.find("70") != std::string::npos);
  other.budget.reset();
  other.action.reset();
  CHECK(find(linted({other, asked}), "asked", FindingCode::shadowed)->severity == Severity::warning);
}

TEST_CASE("where arbitration goes by value, priorities neither tie nor shadow") {
  Strategy first = placed(strategy_of("first", "months > 3", StrategyKind::care), 1);
  Strategy second = placed(strategy_of("second", "months > 6", StrategyKind::care), 11);
  first.exclusion_group = second.exclusion_group = "keep";
  const auto codes = [&](const ContactPolicy& policy) {
    std::string text;
    for (const Finding& finding : linted({first, second}, policy))
      text += std::string(name_of(finding.code)) + " " + std::string(name_of(finding.severity)) + "; ";
    return text;
  };
  ContactPolicy by_value = lint_policy();
  by_value.arbitration.method = ArbitrationMethod::optimise;
  CHECK(codes(lint_policy()).find("equal_priority warning") != std::string::npos);
  CHECK(codes(lint_policy()).find("shadowed warning") != std::string::npos);
  CHECK(codes(by_value).find("equal_priority") == std::string::npos);
  CHECK(codes(by_value).find("shadowed warning") == std::string::npos);
}

TEST_CASE("names that never are null bear no risk") {
  const auto strategies = std::vector<Strategy>{placed(strategy_of("asked", "months > 3 and not(arrears > 0)"), 1)};
  const auto told = [&](const std::vector<std::string>& never_null) {
    return lint_strategies(strategies, lint_frame(), lint_policy(), {}, never_null).value().size();
  };
  CHECK(told({}) == 1);
  CHECK(told({"arrears"}) == 0);
}

TEST_CASE("many strategies that are alike give one finding each, the same each time") {
  std::vector<Strategy> strategies;
  for (int i = 0; i < 60; ++i) {
    Strategy one = placed(
        strategy_of("s" + std::to_string(100 + i), "months > " + std::to_string(i % 50) + " and level = \"high\""),
        static_cast<std::uint64_t>(10 * i + 1));
    one.exclusion_group = "keep";
    one.channels = {"sms"};
    one.priority = i;
    strategies.push_back(one);
  }
  const auto texts_of = [](const std::vector<Finding>& findings) {
    std::vector<std::string> all;
    for (const Finding& finding : findings) all.push_back(finding.to_string());
    return all;
  };
  const auto once = texts_of(linted(strategies));
  CHECK(once == texts_of(linted(strategies)));
  CHECK(once.size() >= 50);  // each is covered by one with a lower bound, or the same as one
}

}  // namespace staysail::test
