#include "staysail/strategy/rule_table.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "decision/random_conditions.hpp"
#include "strategy/plan_fixture.hpp"

namespace staysail::test {
namespace {

PlanCase scene() {
  PlanCase scene;
  Strategy renew = strategy_of("renew", "stage = \"decline\" and value >= 50");
  renew.title = {"到期前续约", "Renewal before expiry"};
  renew.priority = 90;
  scene.strategies = {renew, strategy_of("gift", "value >= 50 or some n in [1, 2] satisfies n > value")};
  scene.frame = frame_of({"subscription_id", "customer_id", "stage", "#value"}, {{"S1", "C1", "decline", "80"},
                                                                                 {"S2", "C2", "decline", "49"},
                                                                                 {"S3", "C3", "growth", "80"},
                                                                                 {"S4", "C4", "growth", ""}});
  return scene;
}

Matcher compiled(const PlanCase& scene) {
  FrameScope scope{Scope::of(scene.frame.schema()), {}};
  return compile_strategies(scene.strategies, scope).value();
}

ConditionMarks marked(const PlanCase& scene) {
  ThreadPool pool(2);
  return mark_conditions(compiled(scene), scene.frame, {{"as_of", Value::date(scene.as_of)}}, pool).value();
}

Batch counted(const PlanCase& scene) { return condition_counts(compiled(scene), marked(scene)).value(); }

std::string marks_of(const ConditionMarks& marks, std::size_t condition) {
  const Column& mark = *marks.marks.find(marks.conditions.find("mark")->text(condition));
  std::string text;
  for (std::size_t row = 0; row < mark.size(); ++row)
    text += mark.is_null(row) ? '?' : mark.booleans()[row] != 0 ? '+' : '-';
  return text;
}

std::vector<std::string> texts_of(const Column& column) {
  std::vector<std::string> texts;
  for (std::size_t row = 0; row < column.size(); ++row) texts.push_back(column.value_text(row));
  return texts;
}

// Conditions, and how a rule joins them: '#' stands for each in turn.
struct RandomRule {
  std::string shape;
  std::vector<std::string> conditions;
  std::vector<bool> negated;

  std::string written() const {
    std::string text;
    std::size_t next = 0;
    for (const char c : shape) text += c == '#' ? conditions[next++] : std::string(1, c);
    return text;
  }
};

void add_part(RandomRule& rule, int depth, bool negated) {
  if (depth == 0 || pick(3) == 0) {
    rule.shape += '#';
    rule.conditions.push_back(one_of({"barred", "fee > 2", "not(barred)", "plan = \"5G\"", "months <= 3",
                                      "score in [0..10]", "months between 1 and 5", "contains(city, plan)"}));
    rule.negated.push_back(negated);
    return;
  }
  const bool turned = pick(5) == 0;
  const std::string join = one_of({" and ", " or "});
  rule.shape += turned ? "not(" : "(";
  for (int part = pick(3) + 1; part >= 0; --part) {
    add_part(rule, depth - 1, negated != turned);
    if (part > 0) rule.shape += join;
  }
  rule.shape += ")";
}

PlanCase asking(const RandomRule& rule, const Batch& frame) {
  PlanCase plan;
  plan.strategies = {strategy_of("random", rule.written())};
  plan.frame = frame;
  return plan;
}

std::int64_t matched_by(const RandomRule& rule, const Batch& frame) {
  InlineExecutor here;
  return static_cast<std::int64_t>(compiled(asking(rule, frame)).match(frame, {}, here).value().count(0));
}

// Each condition is taken out of the rule in turn.
void check_rule(const RandomRule& rule, const Batch& frame) {
  const Batch counts = counted(asking(rule, frame));
  RC_ASSERT(counts.rows() == rule.conditions.size());
  const std::int64_t matched = matched_by(rule, frame);
  for (std::size_t i = 0; i < rule.conditions.size(); ++i) {
    const std::int64_t alone = counts.find("stops_alone")->numbers()[i];
    RandomRule without = rule;
    without.conditions[i] = "true";
    if (rule.negated[i]) RC_ASSERT(alone == 0);
    else if (matched_by(without, frame) != matched + alone)
      RC_FAIL(rule.written() + ": condition " + std::to_string(i) + " is said to stop " + std::to_string(alone));
  }
}

}  // namespace

TEST_CASE("rules at rest are compiled again as they were, with their titles and places") {
  PlanCase plan = scene();
  plan.strategies[0].when_place = {"strategies.toml", 7, 9};
  const Batch rules = rules_frame(plan.strategies).value();
  const Matcher again = matcher_of(rules, plan.frame.schema()).value();
  REQUIRE(again.rules().size() == 2);
  CHECK(again.rules()[0].when == plan.strategies[0].when);
  CHECK(again.rules()[0].priority == 90);
  CHECK(again.rules()[0].place.line == 7);
  CHECK(titles_of(rules).value().title("renew", "en") == "Renewal before expiry");
  CHECK(titles_of(rules).value().title("gift", "zh") == "gift");
  InlineExecutor here;
  CHECK(again.match(plan.frame, {}, here).value().count(0) == 1);
  CHECK(matcher_of(plan.frame, plan.frame.schema()).error().code() == Errc::schema_mismatch);
}

TEST_CASE("every condition has a mark a row: it holds, it fails, or it is not known") {
  const ConditionMarks marks = marked(scene());
  CHECK(texts_of(*marks.conditions.find("strategy_id")).front() == "renew");
  CHECK(marks.conditions.find("condition")->text(0) == "stage = \"decline\" and value >= 50");
  CHECK(marks.conditions.find("position")->is_null(0));
  CHECK(marks_of(marks, 0) == "+---");
  CHECK(marks_of(marks, 1) == "++--");
  CHECK(marks_of(marks, 2) == "+-+?");
  // One text, one mark, in whatever strategy.
  CHECK(marks.conditions.find("mark")->text(2) == marks.conditions.find("mark")->text(4));
  CHECK(marks.marks.rows() == 4);
}

TEST_CASE("marks are what the rule itself says of its conditions, for every row") {
  const PlanCase plan = scene();
  const ConditionMarks marks = marked(plan);
  const Matcher matcher = compiled(plan);
  std::size_t at = 0;
  for (std::size_t s = 0; s < 2; ++s) {
    ++at;  // the rule itself
    const std::size_t count = matcher.condition(s).conditions(Inputs()).size();
    for (std::size_t row = 0; row < plan.frame.rows(); ++row) {
      const auto said = matcher.condition(s).conditions(Inputs::of_row(plan.frame.columns(), row));
      REQUIRE(said.size() == count);
      for (std::size_t i = 0; i < count; ++i) {
        CAPTURE(said[i].text);
        if (marks.conditions.find("mark")->is_null(at + i)) continue;
        const char expected = said[i].holds.is_null() ? '?' : said[i].holds.is_true() ? '+' : '-';
        CHECK(marks_of(marks, at + i)[row] == expected);
      }
    }
    at += count;
  }
  CHECK(at == marks.conditions.rows());
}

TEST_CASE("how many lines each condition lets through, and how many it stops alone") {
  const Batch counts = counted(scene());
  CHECK(texts_of(*counts.find("condition"))[0] == "stage = \"decline\"");
  CHECK(texts_of(*counts.find("holds"))[0] == "2");
  CHECK(texts_of(*counts.find("fails"))[0] == "2");
  CHECK(texts_of(*counts.find("unknown"))[1] == "1");
  CHECK(texts_of(*counts.find("stops_alone"))[0] == "1");  // S3, which is worth enough
  CHECK(texts_of(*counts.find("stops_alone"))[1] == "1");  // S2, which is in decline
}

TEST_CASE("a condition beside an `or` stops alone whom the rule would take without it") {
  PlanCase plan = scene();
  plan.strategies = {strategy_of("both", "(value >= 50 or value >= 90) and stage = \"decline\""),
                     strategy_of("none", "not(value >= 50 and stage = \"decline\") and customer_id != \"C3\"")};
  const Batch counts = counted(plan);
  // S2 would do with either value, S3 with another stage; of "none", S1 is kept out by what is true.
  CHECK(texts_of(*counts.find("stops_alone")) == std::vector<std::string>{"1", "1", "1", "0", "0", "1"});
}

TEST_CASE("without a condition, a rule takes those whom it stops alone besides, whatever joins the others") {
  CHECK(rc::check("taken out", [] {
    RandomRule rule;
    add_part(rule, 3, false);
    check_rule(rule, random_batch(40));
  }));
}

TEST_CASE("marks of other rules are refused") {
  PlanCase other = scene();
  other.strategies.pop_back();
  CHECK(condition_counts(compiled(scene()), marked(other)).error().code() == Errc::schema_mismatch);
}

TEST_CASE("each condition of an `or` stops alone whom all of them keep out, and nobody whom one lets in") {
  PlanCase plan = scene();
  plan.strategies = {strategy_of("either", "value >= 50 or stage = \"decline\"")};
  const Batch counts = counted(plan);
  CHECK(texts_of(*counts.find("stops_alone")) == std::vector<std::string>{"1", "1"});  // S4
}

}  // namespace staysail::test
