// Matcher: which strategies hold for which customers, for a whole frame or for one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "staysail/base/id.hpp"
#include "staysail/decision/expression.hpp"
#include "staysail/strategy/bound_matcher.hpp"

namespace staysail {

// What the matcher needs to know of a strategy.
struct MatchRule {
  StrategyId id;
  std::string when;           // FEEL
  std::int64_t priority = 0;  // the higher goes first
  Place place;                // of the text of `when`
};

// All conditions in one program. Immutable, cheap to copy; any thread.
class Matcher {
 public:
  // Of no strategy.
  Matcher() : Matcher({}, ConditionSet::of({})) {}
  // Errors of Expression::compile; `conflict` when an id occurs twice; `type_mismatch` for a condition that is no
  // boolean.
  static Result<Matcher> compile(std::vector<MatchRule> rules, const Scope& scope);

  // In the order of compile().
  const std::vector<MatchRule>& rules() const { return *rules_; }
  const Expression& condition(std::size_t strategy) const { return conditions_.condition(strategy); }
  // Strategies by descending priority, then by id.
  const std::vector<std::uint32_t>& by_priority() const { return *by_priority_; }

  // Names that are no column of the frame are taken from `constants` (as_of). schema_mismatch when a name is in neither
  // or a column's type is not the scope's.
  Result<BoundMatcher> bind(const Schema& columns, const Inputs& constants) const;
  // Binds, encodes and matches.
  Result<Matches> match(const Batch& frame, const Inputs& constants, Executor& executor,
                        const MatchOptions& options = {}, const Control& control = {}) const;

 private:
  Matcher(std::vector<MatchRule> rules, ConditionSet conditions);

  std::shared_ptr<const std::vector<MatchRule>> rules_;
  ConditionSet conditions_;
  std::shared_ptr<const std::vector<std::uint32_t>> by_priority_;
  std::shared_ptr<const std::vector<std::string>> ids_;
};

}  // namespace staysail
