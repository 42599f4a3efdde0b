// One customer at a time: the index against the interpreter, and what changes against a fresh start.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "decision/random_conditions.hpp"
#include "staysail/strategy/live_matcher.hpp"

namespace staysail::test {
namespace {

std::vector<MatchRule> random_rules(int most) {
  std::vector<MatchRule> rules;
  for (int i = pick(most) + 1; i > 0; --i)
    rules.push_back({StrategyId::of("s" + std::to_string(i)), condition(3), pick(4), {}});
  return rules;
}

// What no column can hold, too: values of other kinds, finer numbers, times with an offset.
Value strange_value() {
  const Value strange[] = {Value::text("5G"),
                           Value::number(Decimal::scaled(20000001, 7)),
                           Value::boolean(true),
                           Value::date(Day::since_epoch(20484)),
                           Value::date_time(*DateTime::parse("2026-01-31T00:00:00+08:00")),
                           Value()};
  return strange[pick(6)];
}

std::vector<std::uint32_t> naive(const Matcher& matcher, const Inputs& inputs) {
  std::vector<std::uint32_t> found;
  for (const std::uint32_t strategy : matcher.by_priority())
    if (matcher.condition(strategy).evaluate(inputs).is_true()) found.push_back(strategy);
  return found;
}

std::vector<std::uint32_t> differing(const Matcher& matcher, const std::vector<std::uint32_t>& a,
                                     const std::vector<std::uint32_t>& b) {
  std::vector<std::uint32_t> found;
  for (const std::uint32_t strategy : matcher.by_priority())
    if (std::count(a.begin(), a.end(), strategy) != std::count(b.begin(), b.end(), strategy)) found.push_back(strategy);
  return found;
}

Inputs with(Inputs inputs, const Inputs& more) {
  for (const auto& [name, value] : more.values()) inputs.set(name, value);
  return inputs;
}

const char* const kNames[] = {"fee", "months", "score", "barred", "plan", "city", "ended", "seen"};

}  // namespace

TEST_CASE("the index finds for one customer what the interpreter finds, the best first") {
  CHECK(rc::check("index and interpreter", [] {
    const Batch frame = random_batch(20);
    const Inputs constants = random_constants();
    const Matcher matcher = Matcher::compile(random_rules(90), random_scope()).value();
    const ConditionIndex index = matcher.bind(frame.schema(), constants).value().index();
    for (std::size_t row = 0; row < frame.rows(); ++row) {
      Inputs customer = Inputs::of_row(frame.columns(), row);
      if (pick(3) == 0) customer.set(kNames[pick(8)], strange_value());
      const std::vector<std::uint32_t> expected = naive(matcher, with(customer, constants));
      EventState event = index.code(customer);
      RC_ASSERT(index.match(event) == expected);
      const std::size_t most = std::min<std::size_t>(2, expected.size());
      RC_ASSERT(index.first(event, 2) ==
                std::vector<std::uint32_t>(expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(most)));
    }
  }));
}

TEST_CASE("a customer whose values change is matched as if anew, and what flipped is told") {
  CHECK(rc::check("changes", [] {
    const Batch frame = random_batch(12);
    const Inputs constants = random_constants();
    const Matcher matcher = Matcher::compile(random_rules(90), random_scope()).value();
    const ConditionIndex index = matcher.bind(frame.schema(), constants).value().index();
    Inputs customer = Inputs::of_row(frame.columns(), 0);
    EventState event = index.code(customer);
    std::vector<std::uint32_t> before = index.match(event);
    for (std::size_t row = 1; row < frame.rows(); ++row) {
      std::vector<ConditionIndex::Change> changes;
      for (int i = pick(3); i >= 0; --i) {
        const char* name = kNames[pick(8)];
        const Value value = pick(4) == 0 ? strange_value() : Value::of_row(*frame.find(name), row);
        changes.push_back({name, value});
        customer.set(name, value);
      }
      const std::vector<std::uint32_t> flipped = index.change(event, changes);
      const std::vector<std::uint32_t> now = naive(matcher, with(customer, constants));
      RC_ASSERT(flipped == differing(matcher, before, now));
      RC_ASSERT(index.match(event) == now);
      before = now;
    }
  }));
}

TEST_CASE("a column with more codes than the index has maps is decided exactly") {
  std::vector<MatchRule> rules;
  for (int i = 0; i < 700; ++i)
    rules.push_back({StrategyId::of("s" + std::to_string(i)),
                     "fee >= " + std::to_string(i) + " and (months < 3 or fee = " + std::to_string(i) + ")",
                     0,
                     {}});
  const Matcher matcher = Matcher::compile(rules, random_scope()).value();
  const Schema schema = Schema::of({{"fee", ColumnType::number, 2, ""}, {"months", ColumnType::number, 0, ""}}).value();
  const ConditionIndex index = matcher.bind(schema, {}).value().index();
  for (const int cents : {-100, 0, 1, 12'300, 12'301, 69'900, 69'999}) {
    for (const int months : {1, 5}) {
      const Inputs customer{{"fee", Value::number(Decimal::scaled(cents, 2))}, {"months", Value::number(months)}};
      EventState event = index.code(customer);
      CHECK(index.match(event) == naive(matcher, customer));
    }
  }
}

TEST_CASE("strategies that do not compile leave those in force as they are, and the error says why") {
  const Schema schema = Schema::of({{"fee", ColumnType::number, 2, ""}}).value();
  LiveMatcher live(Scope::of(schema), schema, {});
  CHECK(live.in_force()->matcher.rules().empty());
  REQUIRE(live.replace({{StrategyId::of("a"), "fee > 5", 0, {}}}).has_value());
  const auto before = live.in_force();
  const Status failed = live.replace(
      {{StrategyId::of("b"), "fee > 7", 0, {}}, {StrategyId::of("c"), "fees > 7", 0, Place{"strategies.toml", 4, 9}}});
  REQUIRE_FALSE(failed.has_value());
  CHECK(failed.error().code() == Errc::unknown_name);
  CHECK(failed.error().place()->line == 4);
  CHECK(live.in_force() == before);
  CHECK(live.in_force()->matcher.rules().front().id.text() == "a");
}

TEST_CASE("[threads] whoever matches while strategies are exchanged sees the old ones or the new ones") {
  const Schema schema = Schema::of({{"fee", ColumnType::number, 0, ""}}).value();
  LiveMatcher live(Scope::of(schema), schema, {});
  const auto rules_of = [](int count) {
    std::vector<MatchRule> rules;
    for (int i = 0; i < count; ++i) rules.push_back({StrategyId::of("s" + std::to_string(i)), "fee > 5", 0, {}});
    return rules;
  };
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (int i = 0; i < 50; ++i) REQUIRE(live.replace(rules_of(i % 2 == 0 ? 3 : 7)).has_value());
    done = true;
  });
  while (!done) {
    const auto held = live.in_force();
    EventState event = held->index.code({{"fee", Value::number(9)}});
    const std::size_t found = held->index.match(event).size();
    CHECK(found == held->matcher.rules().size());
    CHECK((found == 0 || found == 3 || found == 7));
  }
  writer.join();
}

}  // namespace staysail::test
