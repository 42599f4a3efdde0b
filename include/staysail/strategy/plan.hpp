// Plan: what would be done, for whom, and why not for the others, before anything is issued.
//
// A plan is a pure function of the decision frame, the playbook, the history of contacts and the answers of
// BossActions: the same bytes for every executor, batch size and order of rows.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/boss/boss_actions.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/strategy/consent_lookup.hpp"
#include "staysail/strategy/contact_history.hpp"
#include "staysail/strategy/contact_policy.hpp"
#include "staysail/strategy/matcher.hpp"
#include "staysail/strategy/plan_resources.hpp"
#include "staysail/strategy/verdict.hpp"

namespace staysail {

inline constexpr std::uint32_t kNoCandidate = std::numeric_limits<std::uint32_t>::max();

// A strategy whose condition holds for a row of the frame.
struct Candidate {
  std::uint32_t row = 0;
  std::uint32_t strategy = 0;  // position in Plan::strategies
  Verdict verdict = Verdict::task;
  std::uint8_t channel = 0;             // position in the strategy's channels; task and held_out
  std::uint32_t winner = kNoCandidate;  // outranked: the candidate that took its place
  std::uint32_t guards = 0;  // guard_bit() of every guard of one pair alone that stops it, not of the first only
};

// How many candidates of a strategy came how far.
struct FunnelRow {
  StrategyId strategy;                           // empty: the total
  std::uint64_t considered = 0;                  // rows of the frame
  std::array<std::uint64_t, kVerdicts> ended{};  // by verdict; they add up to `considered`
  std::uint64_t matched() const { return considered - ended[0]; }
  // How many were left once the guard of `verdict` had been asked.
  std::uint64_t left_after(Verdict verdict) const;
};

struct Plan {
  std::shared_ptr<const std::vector<Strategy>> strategies;
  Batch frame;
  Day as_of;
  std::vector<Candidate> candidates;  // by row, then strategy
  std::vector<std::string> details;   // one a candidate: what the verdict rests on ("until 2026-03-20"); may be empty
  std::vector<FunnelRow> funnel;      // one a strategy, in their order; the total last
  std::string zone_column;            // of the frame: where the recipient's time zone stands; empty = nowhere
  PlanResources resources;            // what is left of them, and under `optimise` their prices
  // Under `optimise`, in hundredths: what the tasks of those outside the hold-out are worth together, and what no plan
  // within the same limits exceeds.
  Int128 value_hundredths = 0, bound_hundredths = 0;

  const Strategy& strategy_of(const Candidate& candidate) const { return (*strategies)[candidate.strategy]; }
  // Empty for a strategy without channels.
  std::string_view channel_of(const Candidate& candidate) const;
  // The instruction with the customer's own figures in the place of {names}.
  std::string tactic_of(const Candidate& candidate, std::string_view language) const;
  // The parameters of its strategy's action in the same way, empty where the figure is null; none without an action.
  std::vector<std::pair<std::string, std::string>> parameters_of(const Candidate& candidate) const;
  // Positions in `candidates`, in the order of rank: priority, retention rank, value, id.
  std::vector<std::uint32_t> ranked(Verdict verdict) const;
};

struct PlanRequest {
  std::shared_ptr<const std::vector<Strategy>> strategies;
  const Matcher* matcher = nullptr;  // of those strategies, in their order
  const ContactPolicy* policy = nullptr;
  // Columns subscription_id and customer_id; stage, value, retention_rank, preferred_channel and account_id where they
  // are.
  Batch frame;
  Day as_of;
  const ContactHistory* history = nullptr;  // null: nobody was contacted before
  // When contacts are made, in the operator's civil time, where they are made at once; nullopt: later in the day, by
  // who looks at the clock. The guard of the quiet hours asks.
  std::optional<Instant> moment;
  ConsentLookup consent;           // empty: nobody agreed to or refused anything
  BossActions* actions = nullptr;  // null: eligibility is not asked
  Executor* executor = nullptr;    // null: inline
  std::size_t batch_rows = 65536;
};

// Errors: `invalid_argument` for a request without strategies, matcher or policy; those of the matcher and of
// BossActions.
Result<Plan> make_plan(const PlanRequest& request, const Control& control = {});

// One row a candidate: subscription_id, customer_id, strategy_id, verdict, channel, winner_strategy,
// winner_subscription, detail, guards (names_of_guards() of all that stop it; null for a task); by subscription, then
// strategy id. With the frame it answers every why-not, so it is what a store keeps.
Result<Batch> matches_frame(const Plan& plan);
// One row a held-out customer and strategy: period, customer_id, subscription_id, strategy_id, stage, segment, value.
Result<Batch> held_out_frame(const Plan& plan);
// One row a strategy and the total: strategy_id ("*" for the total), considered, matched, then a column a verdict; the
// last is `price`: what a task of the strategy by its first channel had to be worth, null under `priority`.
Result<Batch> funnel_frame(const Plan& plan);
// One row a budget and capacity: kind (contacts, money, offer, column), of (null: all strategies together), capacity,
// left, price of one more (scale 6; null under `priority`). Money in hundredths.
Result<Batch> resources_frame(const Plan& plan);

}  // namespace staysail
