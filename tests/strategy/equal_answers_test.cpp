// The same answers for every instruction set, number of threads and size of pieces, over several blocks of rows and
// columns of both widths of code; held against a comparison of the values by hand.
#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <random>

#include "staysail/strategy/matcher.hpp"

namespace staysail::test {
namespace {

struct Person {
  std::optional<std::int64_t> fee, months;
  std::optional<int> plan;
};

// fee >= least and not(fee between from and to) and (months < most or plan in (...))
struct Wish {
  std::int64_t least = 0, from = 0, to = 0, most = 0;
  int plan = 0, other = 0;

  std::string feel() const {
    return "fee >= " + std::to_string(least) + " and not(fee between " + std::to_string(from) + " and " +
           std::to_string(to) + ") and (months < " + std::to_string(most) + " or plan in (\"" + std::to_string(plan) +
           "G\", \"" + std::to_string(other) + "G\"))";
  }

  // Null is in no order; it equals nothing but null.
  bool holds(const Person& person) const {
    if (!person.fee || *person.fee < least || (from <= *person.fee && *person.fee <= to)) return false;
    return (person.months && *person.months < most) || (person.plan && (*person.plan == plan || *person.plan == other));
  }
};

class Dice {
 public:
  int below(int count) { return static_cast<int>(engine_() % static_cast<unsigned>(count)); }
  bool absent() { return below(7) == 0; }

 private:
  std::mt19937 engine_{20260131};
};

struct World {
  std::vector<Person> people;
  std::vector<Wish> wishes;
};

World make_world(int people, int wishes) {
  Dice dice;
  World world;
  for (int i = 0; i < people; ++i) {
    Person person;
    if (!dice.absent()) person.fee = dice.below(5000);
    if (!dice.absent()) person.months = dice.below(200);
    if (!dice.absent()) person.plan = dice.below(80);
    world.people.push_back(person);
  }
  for (int i = 0; i < wishes; ++i) {
    const int from = dice.below(5000);
    world.wishes.push_back(
        {dice.below(5000), from, from + dice.below(900), dice.below(200), dice.below(90), dice.below(90)});
  }
  return world;
}

template <class Value, class Append>
Column column_of(const std::vector<Person>& people, Field field, std::optional<Value> Person::*member, Append append) {
  ColumnBuilder builder(std::move(field));
  for (const Person& person : people) {
    if (person.*member) append(builder, *(person.*member));
    else builder.append_null();
  }
  return builder.finish();
}

Batch frame_of(const std::vector<Person>& people) {
  const auto number = [](ColumnBuilder& out, std::int64_t value) { out.append_number(value); };
  const auto text = [](ColumnBuilder& out, int value) { out.append_text(std::to_string(value) + "G"); };
  return Batch::of({column_of(people, {"fee", ColumnType::number, 0, ""}, &Person::fee, number),
                    column_of(people, {"months", ColumnType::number, 0, ""}, &Person::months, number),
                    column_of(people, {"plan", ColumnType::text, 0, ""}, &Person::plan, text)})
      .value();
}

struct Answers {
  std::vector<std::uint64_t> counts;
  std::vector<std::uint32_t> best;
  ConditionRows list;
};

constexpr std::size_t kRanks = 3;

Answers by_hand(const World& world, const std::vector<std::uint32_t>& order) {
  Answers answers;
  answers.counts.resize(world.wishes.size());
  for (std::size_t row = 0; row < world.people.size(); ++row) {
    for (const std::uint32_t wish : order) {
      if (!world.wishes[wish].holds(world.people[row])) continue;
      ++answers.counts[wish];
      if (answers.best.size() < (row + 1) * kRanks) answers.best.push_back(wish);
    }
    answers.best.resize((row + 1) * kRanks, RankedMatches::kNone);
  }
  return answers;
}

Answers asked(const BoundMatcher& bound, const Batch& frame, Executor& executor, const MatchOptions& options) {
  const RowCodes codes = bound.encode(frame, executor).value();
  return {bound.counts(codes, executor, options).value(),
          bound.top(codes, kRanks, executor, options).value().strategies, bound.list(codes, executor, options).value()};
}

bool same_lists(const ConditionRows& a, const ConditionRows& b) {
  const auto same_run = [](const ConditionRows::Run& x, const ConditionRows::Run& y) {
    return x.condition == y.condition && x.count == y.count;
  };
  return a.rows == b.rows && std::equal(a.runs.begin(), a.runs.end(), b.runs.begin(), b.runs.end(), same_run);
}

// Every row that is listed holds, and there are as many as hold: so none is missing or listed twice in a run.
void check_list(const World& world, const Answers& expected, const ConditionRows& list) {
  std::vector<std::uint64_t> listed(world.wishes.size());
  std::size_t at = 0, wrong = 0;
  for (const ConditionRows::Run& run : list.runs) {
    for (std::uint32_t i = 0; i < run.count; ++i, ++at) {
      wrong += world.wishes[run.condition].holds(world.people[list.rows[at]]) ? 0 : 1;
      wrong += i > 0 && list.rows[at] <= list.rows[at - 1] ? 1 : 0;
    }
    listed[run.condition] += run.count;
  }
  CHECK(wrong == 0);
  CHECK(listed == expected.counts);
}

void check_all(const World& world) {
  const Batch frame = frame_of(world.people);
  std::vector<MatchRule> rules;
  for (std::size_t i = 0; i < world.wishes.size(); ++i)
    rules.push_back(
        {StrategyId::of("s" + std::to_string(i)), world.wishes[i].feel(), static_cast<std::int64_t>(i % 5), {}});
  const BoundMatcher bound =
      Matcher::compile(rules, Scope::of(frame.schema())).value().bind(frame.schema(), {}).value();
  const Answers expected = by_hand(world, bound.by_priority());
  InlineExecutor one;
  const Answers first = asked(bound, frame, one, {});
  check_list(world, expected, first.list);
  for (const std::size_t threads : {1, 2, 8}) {
    ThreadPool pool(threads);
    for (const InstructionSet set : instruction_sets()) {
      for (const std::size_t rows : {1, 100, 65536}) {
        CAPTURE(threads);
        CAPTURE(name_of(set));
        CAPTURE(rows);
        const Answers answers = asked(bound, frame, pool, MatchOptions{rows, set});
        CHECK(answers.counts == expected.counts);
        CHECK(answers.best == expected.best);
        CHECK(same_lists(answers.list, first.list));
      }
    }
  }
}

}  // namespace

TEST_CASE("[threads] strategies over several blocks of rows have the same answers however they are computed") {
  check_all(make_world(17'001, 300));
}

TEST_CASE("[threads] few strategies over few rows have the same answers however they are computed") {
  for (const int people : {1, 63, 64, 65, 511, 513}) check_all(make_world(people, 4));
}

// A group that stands near the top of one condition and deep within another.
TEST_CASE("groups that conditions share may lie at any depth") {
  const World world = make_world(1'000, 0);
  const Batch frame = frame_of(world.people);
  const std::string low =
      "(fee < 900 or (months > 90 and (fee > 4000 or (months < 120 and (fee < 2500 or plan = \"3G\")))))";
  std::string deep = low;
  for (int i = 0; i < 12; ++i)
    deep = "(months = " + std::to_string(i) + " or (fee > " + std::to_string(i) + " and " + deep + "))";
  const std::vector<MatchRule> rules = {{StrategyId::of("near"), low + " and fee > 10", 0, {}},
                                        {StrategyId::of("deep"), deep, 0, {}}};
  const Matcher matcher = Matcher::compile(rules, Scope::of(frame.schema())).value();
  InlineExecutor executor;
  const Matches matches = matcher.match(frame, {}, executor).value();
  std::size_t wrong = 0;
  for (std::size_t row = 0; row < frame.rows(); ++row)
    for (std::size_t rule = 0; rule < rules.size(); ++rule)
      wrong +=
          matches.test(rule, row) == matcher.condition(rule).evaluate(Inputs::of_row(frame.columns(), row)).is_true()
              ? 0
              : 1;
  CHECK(wrong == 0);
}

}  // namespace staysail::test
