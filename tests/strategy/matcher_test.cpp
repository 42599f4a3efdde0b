#include "staysail/strategy/matcher.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <atomic>

#include "strategy/plan_fixture.hpp"

namespace staysail::test {
namespace {

Scope customer_scope() {
  Scope scope;
  scope.add("stage", FeelType::text());
  scope.add("spend", FeelType::number());
  scope.add("tenure", FeelType::number());
  scope.add("as_of", FeelType::date());
  return scope;
}

std::vector<MatchRule> rules() {
  return {{StrategyId::of("quiet"), "stage = \"decline\" and spend < 50", 10, {}},
          {StrategyId::of("loyal"), "tenure >= 24 or spend > 100", 30, {}},
          {StrategyId::of("ranged"), "spend in [20..60) and not(stage = \"growth\")", 20, {}},
          {StrategyId::of("unknown"), "spend = null", 30, {}},
          {StrategyId::of("dated"), "as_of >= date(\"2026-01-01\") and tenure - spend / 2 > 0", 0, {}}};
}

// Random cells, nulls included.
std::vector<std::string> random_row() {
  const auto number = [] {
    return *rc::gen::weightedOneOf<std::string>(
        {{1, rc::gen::just(std::string())},
         {6, rc::gen::map(rc::gen::inRange(-5, 130), [](int n) { return std::to_string(n); })}});
  };
  const auto stage = *rc::gen::element<std::string>("", "decline", "growth", "maturity");
  return {stage, number(), number()};
}

}  // namespace

TEST_CASE("a frame and its rows one by one match the same strategies") {
  const Matcher matcher = Matcher::compile(rules(), customer_scope()).value();
  const Inputs constants{{"as_of", Value::date(day("2026-01-10"))}};
  const bool holds = rc::check("planes agree", [&] {
    std::vector<std::vector<std::string>> rows;
    for (int i = *rc::gen::inRange(1, 200); i > 0; --i) rows.push_back(random_row());
    const Batch frame = frame_of({"stage", "#spend", "#tenure"}, rows);
    InlineExecutor executor;
    const Matches matches = matcher.match(frame, constants, executor, MatchOptions{64}).value();
    for (std::size_t row = 0; row < rows.size(); ++row) {
      Inputs inputs = Inputs::of_row(frame.columns(), row);
      inputs.set("as_of", Value::date(day("2026-01-10")));
      RC_ASSERT(matcher.match_one(inputs) == matches.strategies_of(row));
    }
  });
  CHECK(holds);
}

TEST_CASE("matches do not depend on threads or batch size, and counts are those of the rows") {
  std::vector<std::vector<std::string>> rows;
  for (int i = 0; i < 1000; ++i)
    rows.push_back(
        {i % 3 == 0 ? "decline" : "growth", std::to_string(i % 130), i % 7 == 0 ? "" : std::to_string(i % 40)});
  const Batch frame = frame_of({"stage", "#spend", "#tenure"}, rows);
  const Matcher matcher = Matcher::compile(rules(), customer_scope()).value();
  const Inputs constants{{"as_of", Value::date(day("2026-01-10"))}};
  InlineExecutor one;
  ThreadPool three(3);
  const Matches whole = matcher.match(frame, constants, one).value();
  const Matches pieces = matcher.match(frame, constants, three, MatchOptions{100}).value();
  std::uint64_t expected = 0;
  for (int i = 0; i < 1000; ++i) expected += i % 3 == 0 && i % 130 < 50;
  CHECK(whole.count(0) == expected);
  for (std::size_t s = 0; s < rules().size(); ++s) {
    CHECK(whole.rows_of(s) == pieces.rows_of(s));
    CHECK(whole.count(s) == whole.rows_of(s).size());
  }
}

TEST_CASE("the first strategies of a row are those of the highest priority, then of the lower id") {
  const Matcher matcher = Matcher::compile({{StrategyId::of("b"), "true", 5, {}},
                                            {StrategyId::of("a"), "true", 5, {}},
                                            {StrategyId::of("c"), "true", 9, {}}},
                                           Scope())
                              .value();
  InlineExecutor executor;
  const Batch frame = frame_of({"x"}, {{"1"}, {"2"}});
  const Batch top = matcher.top(matcher.match(frame, {}, executor).value(), 2).value();
  REQUIRE(top.rows() == 4);
  CHECK(top.find("strategy")->text(0) == "c");
  CHECK(top.find("strategy")->text(1) == "a");
  CHECK(top.find("row")->numbers()[3] == 1);
}

TEST_CASE("a rule that cannot be is refused with its place") {
  const auto error_of = [](std::string when) {
    return Matcher::compile({{StrategyId::of("s"), std::move(when), 0, Place{"strategies.toml", 7, 9}}},
                            customer_scope())
        .error();
  };
  CHECK(error_of("spent > 5").code() == Errc::unknown_name);
  CHECK(error_of("spent > 5").message().find("spend") != std::string::npos);
  CHECK(error_of("spent > 5").place()->line == 7);
  CHECK(error_of("spend + 1").code() == Errc::type_mismatch);
  CHECK(error_of("spend >").code() == Errc::syntax_error);
  const auto twice =
      Matcher::compile({{StrategyId::of("s"), "true", 0, {}}, {StrategyId::of("s"), "true", 0, {}}}, Scope());
  CHECK(twice.error().code() == Errc::conflict);
}

TEST_CASE("a match that is stopped gives no half result") {
  const Matcher matcher = Matcher::compile(rules(), customer_scope()).value();
  const std::atomic<bool> stop{true};
  Control control;
  control.stop = &stop;
  InlineExecutor executor;
  const auto matches =
      matcher.match(frame_of({"stage", "#spend", "#tenure"}, {{"decline", "1", "1"}}), {}, executor, {}, control);
  CHECK(matches.error().code() == Errc::cancelled);
}

}  // namespace staysail::test
