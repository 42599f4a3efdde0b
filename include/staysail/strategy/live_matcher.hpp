// LiveMatcher: the strategies in force, exchanged while customers are being matched.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "staysail/strategy/matcher.hpp"

namespace staysail {

// What is in force at one moment; all parts belong together. Immutable; any thread.
struct MatcherInForce {
  Matcher matcher;
  BoundMatcher bound;
  ConditionIndex index;
};

// Any thread. Whoever holds what was in force keeps it; nobody waits for a compilation.
class LiveMatcher {
 public:
  // No strategy is in force yet. `columns` and `constants` are those that strategies are tied to.
  LiveMatcher(Scope scope, Schema columns, Inputs constants);

  std::shared_ptr<const MatcherInForce> in_force() const;
  // Compiles the strategies and puts them in force, all at once. Errors of Matcher::compile() and bind(): what was in
  // force stays. Of replacements at the same time the one that ends last stays.
  Status replace(std::vector<MatchRule> rules);

 private:
  Scope scope_;
  Schema columns_;
  Inputs constants_;
  mutable std::mutex mutex_;  // held for the exchange of a pointer
  std::shared_ptr<const MatcherInForce> in_force_;
};

}  // namespace staysail
