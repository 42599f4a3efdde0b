// The compiled matcher against the interpreter: random conditions over random rows, every way to ask.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "decision/random_conditions.hpp"
#include "staysail/strategy/matcher.hpp"

namespace staysail::test {
namespace {

struct Workload {
  std::vector<MatchRule> rules;
  Batch frame;
  Inputs constants;
};

Workload random_workload(int most_rows) {
  Workload work{{}, random_batch(most_rows), random_constants()};
  for (int i = pick(12) + 1; i > 0; --i)
    work.rules.push_back({StrategyId::of("s" + std::to_string(i)), condition(3), pick(4), {}});
  return work;
}

Inputs customer(const Workload& work, std::size_t row) { return row_of(work.frame, row, work.constants); }

// held[strategy][row], as the interpreter has it.
using Held = std::vector<std::vector<bool>>;

Held naive(const Matcher& matcher, const Workload& work) {
  Held held(matcher.rules().size(), std::vector<bool>(work.frame.rows()));
  for (std::size_t row = 0; row < work.frame.rows(); ++row)
    for (std::size_t s = 0; s < held.size(); ++s)
      held[s][row] = matcher.condition(s).evaluate(customer(work, row)).is_true();
  return held;
}

std::vector<std::uint32_t> naive_top(const Matcher& matcher, const Held& held, std::size_t rows, std::size_t ranks) {
  std::vector<std::uint32_t> top;
  for (std::size_t row = 0; row < rows; ++row) {
    for (const std::uint32_t s : matcher.by_priority())
      if (held[s][row] && top.size() < (row + 1) * ranks) top.push_back(s);
    top.resize((row + 1) * ranks, RankedMatches::kNone);
  }
  return top;
}

void check_matches(const Held& held, const Matches& matches, const Matcher& matcher) {
  for (std::size_t s = 0; s < held.size(); ++s)
    for (std::size_t row = 0; row < held[s].size(); ++row)
      if (matches.test(s, row) != held[s][row])
        RC_FAIL(matcher.rules()[s].when + " at row " + std::to_string(row) + ": the interpreter says " +
                (held[s][row] ? "true" : "not true"));
}

void check_list(const Held& held, const ConditionRows& list) {
  std::size_t at = 0, expected = 0;
  for (const ConditionRows::Run& run : list.runs)
    for (std::uint32_t i = 0; i < run.count; ++i) RC_ASSERT(held[run.condition][list.rows[at++]]);
  for (const std::vector<bool>& rows : held)
    expected += static_cast<std::size_t>(std::count(rows.begin(), rows.end(), true));
  RC_ASSERT(at == expected);
  RC_ASSERT(list.rows.size() == expected);
}

void check_workload(const Workload& work, Executor& executor, const MatchOptions& options) {
  const Matcher matcher = Matcher::compile(work.rules, random_scope()).value();
  const Held held = naive(matcher, work);
  const BoundMatcher bound = matcher.bind(work.frame.schema(), work.constants).value();
  const RowCodes codes = bound.encode(work.frame, executor).value();
  check_matches(held, bound.match(codes, executor, options).value(), matcher);
  const auto counts = bound.counts(codes, executor, options).value();
  for (std::size_t s = 0; s < held.size(); ++s)
    RC_ASSERT(counts[s] == static_cast<std::uint64_t>(std::count(held[s].begin(), held[s].end(), true)));
  const RankedMatches top = bound.top(codes, 2, executor, options).value();
  RC_ASSERT(top.strategies == naive_top(matcher, held, work.frame.rows(), top.ranks));
  const ConditionRows list = bound.list(codes, executor, options).value();
  check_list(held, list);
  const Batch table = bound.table(list, work.frame.rows()).value();
  const auto rows = table.find("row")->numbers();
  RC_ASSERT(std::is_sorted(rows.begin(), rows.end()));
}

}  // namespace

TEST_CASE("every strategy, instruction set, number of threads and size of pieces matches as the interpreter does") {
  InlineExecutor one;
  ThreadPool two(2);
  CHECK(rc::check("compiled and interpreted", [&] {
    const Workload work = random_workload(200);
    const auto sets = instruction_sets();
    const MatchOptions options{static_cast<std::size_t>(*rc::gen::element(1, 64, 100, 65536)),
                               sets[static_cast<std::size_t>(pick(static_cast<int>(sets.size())))]};
    Executor& executor = pick(2) == 0 ? static_cast<Executor&>(one) : two;
    check_workload(work, executor, options);
  }));
}

// Thresholds near each other, far from each other, and more of them than a byte has codes.
TEST_CASE("a column may have any number of cut points, however they lie") {
  InlineExecutor executor;
  CHECK(rc::check("many cut points", [&] {
    Workload work{{}, random_batch(300), random_constants()};
    const int count = *rc::gen::element(5, 400);
    const auto spread = *rc::gen::element<std::int64_t>(1, 40, 90'000'000);
    for (int i = 0; i < count; ++i) {
      const std::string bound = std::to_string((pick(1200) - 600) * spread) + (pick(2) == 0 ? "" : ".125");
      const std::string name = one_of({"fee", "score", "months"});
      work.rules.push_back(
          {StrategyId::of("n" + std::to_string(i)),
           name + one_of({" < ", " >= ", " = ", " != "}) + bound + " or plan = \"" + std::to_string(i) + "G\"",
           0,
           {}});
    }
    check_workload(
        work, executor,
        MatchOptions{64,
                     instruction_sets()[static_cast<std::size_t>(pick(static_cast<int>(instruction_sets().size())))]});
  }));
}

TEST_CASE("a real stands for its shortest decimal at every cut point") {
  ColumnBuilder builder(Field{"score", ColumnType::real, 0, ""});
  const std::vector<double> values = {0.1,    0.30000000000000004, 0.3, -0.0, 0.0, 1e300, -1e300,
                                      5e-324, 9007199254740993.0};
  for (const double value : values) builder.append_real(value);
  Workload work{{}, Batch::of({builder.finish()}).value(), {}};
  for (const char* bound :
       {"0.1", "0.3", "0.30000000000000004", "0", "1e300", "1e400", "-1e400", "9007199254740993", "1e-400"})
    for (const char* sign : {" < ", " <= ", " > ", " >= ", " = ", " != "})
      work.rules.push_back({StrategyId::of(std::string(bound) + sign), std::string("score") + sign + bound, 0, {}});
  const Matcher matcher = Matcher::compile(work.rules, random_scope()).value();
  InlineExecutor executor;
  const Matches matches = matcher.match(work.frame, {}, executor).value();
  const Held held = naive(matcher, work);
  for (std::size_t s = 0; s < held.size(); ++s)
    for (std::size_t row = 0; row < values.size(); ++row)
      CHECK_MESSAGE(matches.test(s, row) == held[s][row], work.rules[s].when << " at " << values[row]);
}

}  // namespace staysail::test
