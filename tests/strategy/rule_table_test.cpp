#include "staysail/strategy/rule_table.hpp"

#include <doctest/doctest.h>

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
  const Batch counts = condition_counts(marked(scene())).value();
  CHECK(texts_of(*counts.find("condition"))[0] == "stage = \"decline\"");
  CHECK(texts_of(*counts.find("holds"))[0] == "2");
  CHECK(texts_of(*counts.find("fails"))[0] == "2");
  CHECK(texts_of(*counts.find("unknown"))[1] == "1");
  CHECK(texts_of(*counts.find("stops_alone"))[0] == "1");  // S3, which is worth enough
  CHECK(texts_of(*counts.find("stops_alone"))[1] == "1");  // S2, which is in decline
}

TEST_CASE("what a rule takes all the same is stopped by none of its conditions") {
  PlanCase plan = scene();
  plan.strategies = {strategy_of("either", "value >= 50 or stage = \"decline\"")};
  const Batch counts = condition_counts(marked(plan)).value();
  CHECK(texts_of(*counts.find("stops_alone")) == std::vector<std::string>{"0", "0"});
}

}  // namespace staysail::test
