// Explanation: why a strategy is, or is not, done for a subscription.
#pragma once

#include <string>
#include <vector>

#include "staysail/decision/expression.hpp"
#include "staysail/model/readable_names.hpp"
#include "staysail/strategy/plan.hpp"

namespace staysail {

struct Explanation {
  Verdict verdict = Verdict::no_match;
  std::string sentence;               // for people, with the figures the verdict rests on
  std::string chinese;                // the same; ids without a title, and a BOSS's own reason, stand as they are
  std::vector<Condition> conditions;  // no_match: those that fail; else: those that hold
  std::vector<Condition> every;       // all conditions of the strategy, as they are written
  std::vector<Verdict> guards;        // all that stop it, in their order; none for a task and for no match
  std::string detail;                 // what the first of them noted, in English; may be empty
  StrategyId winner;                  // outranked: what is done instead
  SubscriptionId winner_subscription;
};

// From a plan, or from what a store kept of one: `matches` is its matches_frame(), `frame` holds at least the row of
// the subscription. `not_found` (with "did you mean") for a subscription that is no row of the frame or an unknown
// strategy. `names`: what the sentences call strategies.
Result<Explanation> explain(const Matcher& matcher, const Batch& frame, const Batch& matches, const Inputs& constants,
                            const SubscriptionId& subscription, const StrategyId& strategy,
                            const ReadableNames& names = {});
// Every strategy of the matcher for one subscription, in their order.
Result<std::vector<Explanation>> explain_all(const Matcher& matcher, const Batch& frame, const Batch& matches,
                                             const Inputs& constants, const SubscriptionId& subscription,
                                             const ReadableNames& names = {});

}  // namespace staysail
