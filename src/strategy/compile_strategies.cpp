#include <algorithm>

#include "condition_words.hpp"
#include "staysail/base/nearest_name.hpp"
#include "staysail/strategy/strategy_file.hpp"
#include "tactic.hpp"

namespace staysail {
namespace {

Status check_names(const Strategy& strategy, const std::string& what, const std::string& text, const Scope& scope) {
  for (const std::string& name : strategy::names_in(text)) {
    if (scope.find(name) != nullptr) continue;
    return Error::at(strategy.place, Errc::unknown_name,
                     what + " of strategy " + strategy.id.text() +
                         " names a column that the decision frame lacks: " + name + did_you_mean(name, scope.names()));
  }
  return ok();
}

Status check_texts(const Strategy& strategy, const Scope& scope) {
  STAYSAIL_CHECK(check_names(strategy, "the tactic", strategy.tactic.zh, scope));
  STAYSAIL_CHECK(check_names(strategy, "the tactic", strategy.tactic.en, scope));
  if (!strategy.action) return ok();
  for (const auto& [name, value] : strategy.action->parameters)
    STAYSAIL_CHECK(check_names(strategy, "the parameter " + name, value, scope));
  return ok();
}

// Which of the strategy's examples of that kind it is, from 1.
std::size_t number_of(const Strategy& strategy, const StrategyExample& example) {
  std::size_t number = 0;
  for (const StrategyExample& other : strategy.examples) {
    if (other.must_match == example.must_match) ++number;
    if (&other == &example) break;
  }
  return number;
}

Status try_example(const Strategy& strategy, const StrategyExample& example, const Expression& condition) {
  if (condition.evaluate(example.inputs).is_true() == example.must_match) return ok();
  const std::string which =
      "example " + std::to_string(number_of(strategy, example)) + (example.must_match ? " of match" : " of no_match");
  return Error::at(example.place, Errc::example_failed,
                   "strategy " + strategy.id.text() + ", " + which +
                       (example.must_match ? ": must match, but fails at " : ": must not match, but holds by ") +
                       strategy::conditions_with_values(condition.explain(example.inputs)));
}

MatchRule rule_of(const Strategy& strategy) {
  return {strategy.id, strategy.when, strategy.priority, strategy.when_place};
}

}  // namespace

Result<Matcher> compile_strategies(const std::vector<Strategy>& strategies, const FrameScope& frame) {
  std::vector<MatchRule> rules;
  for (const Strategy& strategy : strategies) rules.push_back(rule_of(strategy));
  STAYSAIL_TRY(Matcher matcher, Matcher::compile(std::move(rules), frame.scope));
  for (std::size_t s = 0; s < strategies.size(); ++s) {
    STAYSAIL_CHECK(check_texts(strategies[s], frame.scope));
    for (const StrategyExample& example : strategies[s].examples) {
      STAYSAIL_CHECK(try_example(strategies[s], example, matcher.condition(s)));
    }
  }
  return matcher;
}

}  // namespace staysail
