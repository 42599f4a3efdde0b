#include "staysail/strategy/matcher.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
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
    const ConditionIndex index = matcher.bind(frame.schema(), constants).value().index();
    for (std::size_t row = 0; row < rows.size(); ++row) {
      EventState event = index.code(Inputs::of_row(frame.columns(), row));
      std::vector<std::uint32_t> found = index.match(event);
      std::sort(found.begin(), found.end());
      RC_ASSERT(found == matches.strategies_of(row));
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
  const BoundMatcher bound = matcher.bind(frame.schema(), {}).value();
  const RowCodes codes = bound.encode(frame, executor).value();
  const Batch top = bound.table(bound.top(codes, 2, executor).value()).value();
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
  const auto matches = matcher.match(frame_of({"stage", "#spend", "#tenure"}, {{"decline", "1", "1"}}),
                                     {{"as_of", Value::date(day("2026-01-10"))}}, executor, {}, control);
  CHECK(matches.error().code() == Errc::cancelled);
}

TEST_CASE("codes are kept between frames: only what has other values is coded anew") {
  const Matcher matcher = Matcher::compile({{StrategyId::of("a"), "spend >= 50 and tenure < 12", 0, {}},
                                            {StrategyId::of("b"), "spend > tenure", 0, {}}},
                                           customer_scope())
                              .value();
  const auto frame_with = [](int changed) {
    std::vector<std::vector<std::string>> rows;
    for (int i = 0; i < 10'000; ++i)
      rows.push_back({"x", std::to_string(i % 90), std::to_string(i == changed ? 99 : i % 31)});
    return frame_of({"stage", "#spend", "#tenure"}, rows);
  };
  InlineExecutor executor;
  const Batch first = frame_with(-1), second = frame_with(9'989);
  const BoundMatcher bound = matcher.bind(first.schema(), {}).value();
  const RowCodes codes = bound.encode(first, executor).value();
  CHECK(codes.values_coded() == 3 * 10'000);  // spend, tenure, and what compares the two
  CHECK(bound.encode(first, executor, &codes)->values_coded() == 0);
  const RowCodes again = bound.encode(second, executor, &codes).value();
  CHECK(again.values_coded() < 2 * 10'000);
  CHECK(again.values_coded() > 10'000);
  CHECK(bound.counts(again, executor).value() ==
        bound.counts(bound.encode(second, executor).value(), executor).value());
  CHECK(bound.counts(again, executor).value() != bound.counts(codes, executor).value());
}

TEST_CASE("equal questions are asked once, whatever they stand in") {
  const Matcher matcher =
      Matcher::compile({{StrategyId::of("a"), "spend >= 50 and (tenure < 3 or tenure - 1 > spend)", 0, {}},
                        {StrategyId::of("b"), "(tenure-1 > spend or 3 > tenure) and spend >= 50.0", 0, {}},
                        {StrategyId::of("c"), "not(spend < 50)", 0, {}}},
                       customer_scope())
          .value();
  const Batch frame = frame_of({"#spend", "#tenure"}, {{"60", "2"}});
  const BoundConditions::Shape shape = matcher.bind(frame.schema(), {}).value().conditions().shape();
  CHECK(shape.predicates == 3);
  CHECK(shape.groups == 2);
  CHECK(shape.columns == 3);
  CHECK(shape.computed_columns == 1);
}

TEST_CASE("instructions that the processor lacks are refused") {
  if (instruction_sets().size() == 3) return;
  const Matcher matcher = Matcher::compile(rules(), customer_scope()).value();
  InlineExecutor executor;
  const Batch frame = frame_of({"stage", "#spend", "#tenure"}, {{"x", "1", "1"}});
  const auto refused = matcher.match(frame, {{"as_of", Value::date(day("2026-01-10"))}}, executor,
                                     MatchOptions{64, InstructionSet::avx512});
  CHECK(refused.error().code() == Errc::invalid_argument);
}

}  // namespace staysail::test
