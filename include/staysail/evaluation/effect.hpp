// EffectEstimate: what a strategy did to a group of customers, against those who were held out.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/id.hpp"
#include "staysail/statistics/interval.hpp"
#include "staysail/statistics/proportion.hpp"
#include "staysail/statistics/sample_ratio.hpp"

namespace staysail {

// A group of customers. An empty field stands for all: no strategy = the whole programme, each customer once.
// Ordered by strategy, segment, stage.
struct EffectCell {
  StrategyId strategy;
  std::string segment;
  std::string stage;
  friend bool operator==(const EffectCell&, const EffectCell&) = default;
  friend auto operator<=>(const EffectCell&, const EffectCell&) = default;
};

struct ArmCounts {
  std::uint64_t customers = 0;  // with a known outcome
  std::uint64_t kept = 0;
  std::uint64_t contacted = 0;
  std::uint64_t accepted = 0;

  statistics::Proportion kept_share() const { return {kept, customers}; }
  void merge(const ArmCounts& other);
  friend bool operator==(const ArmCounts&, const ArmCounts&) = default;
};

// May an effect be claimed, and which? The first that applies, in this order.
enum class EffectVerdict : std::uint8_t {
  nobody_treated,
  no_hold_out,      // nothing to compare with
  too_small,        // an arm has fewer customers than the minimum
  sample_mismatch,  // the arms of the strategy do not have the planned sizes: assignment or outcomes are broken
  contaminated,     // too many of the hold-out were contacted
  keeps,            // the interval of the difference lies above zero
  drives_away,      // ... below zero
  unclear,          // ... holds zero
};
// "keeps", "too_small", ...: stable, for tables and stores.
std::string_view name_of(EffectVerdict verdict) noexcept;
// True where the numbers are sound enough to act upon, whatever they say: keeps, drives_away, unclear.
bool is_sound(EffectVerdict verdict) noexcept;

// Customers kept: share of the treated - share of the held out, with Newcombe's interval.
struct KeptEffect {
  double difference = 0;
  statistics::Interval interval;
  // Treated customers who stayed because of it: difference * treated, rounded half away from zero.
  std::int64_t customers = 0;
};

// Money of one cycle per customer, exact means rounded half-even at `scale` decimals of the currency; Welch's interval
// in whole currency units, absent when an arm has fewer than two customers or no revenue varies.
struct RevenueEffect {
  std::int64_t treated_mean = 0;
  std::int64_t held_out_mean = 0;
  std::int64_t difference = 0;
  std::optional<statistics::Interval> interval;
  int scale = 0;
};

struct EffectEstimate {
  EffectCell cell;
  Month period;
  ArmCounts treated;
  ArmCounts held_out;
  std::optional<KeptEffect> kept;               // absent when an arm is empty
  std::optional<RevenueEffect> revenue_kept;    // of revenue after
  std::optional<RevenueEffect> revenue_change;  // of revenue after - before: less noise where customers differ much
  // Of the cell's strategy as a whole; absent without a planned share or with fewer than 5 expected customers in an
  // arm.
  std::optional<statistics::ChiSquareTest> sample_ratio;
  EffectVerdict verdict = EffectVerdict::unclear;
  // One plain sentence or two for people.
  std::string english;
  std::string chinese;
};

// The result of one period. Effects stand in the order of their cells.
struct EvaluationReport {
  Month period;
  std::vector<EffectEstimate> effects;
  std::uint64_t exposures = 0;           // customer x strategy, each once
  std::uint64_t repeated = 0;            // said more than once; counted once
  std::uint64_t crossed = 0;             // customer x strategy in both arms; in no effect
  std::uint64_t contaminated = 0;        // customer x strategy held out, yet contacted
  std::uint64_t mixed_customers = 0;     // held out of one strategy, treated by another; not in the programme's effect
  std::uint64_t without_outcome = 0;     // customer x strategy; in no effect
  std::uint64_t unexposed_outcomes = 0;  // customers with an outcome whom no strategy matched

  // Null when no customer fell into the cell.
  const EffectEstimate* find(const EffectCell& cell) const;
};

}  // namespace staysail
