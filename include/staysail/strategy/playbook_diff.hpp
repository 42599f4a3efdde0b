// PlaybookDiff: what changes when one playbook takes the place of another: for the strategies, and for each
// subscription with the rule or guard that changed it.
//
// Both playbooks plan the same day over the same frame, history and consents. What their segments and warnings say is
// computed anew from the frame by each; indicators, stages and kinds of churn are what the frame has, so changes of
// their files are named as not shown.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/strategy/plan.hpp"
#include "staysail/strategy/playbook.hpp"

namespace staysail {

enum class StrategyFate : std::uint8_t { same, changed, added, removed };

struct StrategyDifference {
  StrategyId id;
  StrategyFate fate = StrategyFate::same;
  std::vector<std::string> keys;                        // of strategies.toml that differ, in the order of the document
  std::uint64_t matched_before = 0, matched_after = 0;  // subscriptions
  std::uint64_t gained = 0, lost = 0, kept = 0;         // tasks: lost + kept before, gained + kept after
};

// Why a strategy is not the task of a subscription under a playbook that does not make it one.
struct MissedTask {
  // "absent": the playbook has no such strategy; else the code of the verdict: "no_match", "outranked", ...
  std::string code;
  // The failing conditions with their values, the id of the winner, or what the guard noted.
  std::string rule;
};

// A task that one playbook issues and the other does not; an exchange of one for another is one row.
struct ActionDifference {
  SubscriptionId subscription;
  CustomerId customer;
  StrategyId before, after;  // empty: no task
  MissedTask lost;           // why `before` is no task any more
  MissedTask gained;         // why `after` was none
};

enum class FileEffect : std::uint8_t {
  shown,      // in the differences
  not_shown,  // works on what the frame was made of: run a night to see it
  none,       // changes nobody's task
};

struct FileDifference {
  std::string file;
  FileEffect effect = FileEffect::shown;
};

struct PlaybookDiff {
  std::vector<FileDifference> files;           // that differ, by name
  std::vector<std::string> rules;              // of contact.toml that differ: "budget", "cap", ...
  std::vector<StrategyDifference> strategies;  // by id
  std::vector<ActionDifference> actions;       // by subscription, then before, then after
  std::uint64_t subscriptions = 0;             // of the frame
};

// As PlanRequest has them.
struct PlaybookDiffRequest {
  const Playbook* before = nullptr;
  const Playbook* after = nullptr;
  Batch frame;
  Day as_of;
  const ContactHistory* history = nullptr;
  ConsentLookup consent;
  BossActions* actions = nullptr;
  Executor* executor = nullptr;
  std::size_t batch_rows = 65536;
};

// `schema_mismatch` for a playbook whose rules need a column that the frame lacks; errors of make_plan().
Result<PlaybookDiff> diff_playbooks(const PlaybookDiffRequest& request, const Control& control = {});

// "same", "changed", ...; "shown", "not_shown", "none".
std::string_view name_of(StrategyFate fate) noexcept;
std::string_view name_of(FileEffect effect) noexcept;

// The keys of strategies.toml in which two strategies differ.
std::vector<std::string> differing_keys(const Strategy& before, const Strategy& after);

// One row an action that changes: subscription_id, customer_id, before, after, lost_code, lost_rule, gained_code,
// gained_rule; empty texts where there is nothing.
Result<Batch> actions_frame(const PlaybookDiff& diff);
// One row a strategy: strategy_id, fate, keys (parted by blanks), matched_before, matched_after, gained, lost, kept.
Result<Batch> strategies_frame(const PlaybookDiff& diff);

}  // namespace staysail
