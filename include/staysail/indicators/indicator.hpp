// Indicator: one operating figure as an operator declares it: what it is made of, its unit, and which way is good.
//
// Every figure comes out one a subscription. Facts of an account or a customer are seen whole by each of its
// subscriptions (declare shared = "own" to see only a subscription's own), and an indicator whose grain is account or
// customer gives each subscription the figure of its account or customer; a roll-up also that of a group or household.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "staysail/columns/schema.hpp"
#include "staysail/indicators/window.hpp"
#include "staysail/model/table.hpp"

namespace staysail {

enum class Aggregate : std::uint8_t {
  sum,
  mean,  // of the facts present: a month without a bill is no bill of zero
  min,
  max,
  count,  // of rows, or of rows where the attribute is present
  count_distinct,
  first,           // by date; of facts of one date the smallest value
  last,            // by date; of facts of one date the greatest value
  slope,           // least squares per month
  ratio,           // mean of `window` / mean of `against`; null when the latter is zero or empty
  days_since_max,  // from the latest day not after as_of
  days_since_min,
  shortfall,      // sum of what `attribute` exceeds `less` by (`less` absent: sum of positive values)
  share,          // rows for which `filter` holds / rows where the attribute is present
  amount_share,   // sum where `filter` holds / sum of all
  steady_cycles,  // how many of the latest closed cycles, counted back, lie within `tolerance` of the mean of the 3
                  // before each
};
std::string_view name_of(Aggregate aggregate) noexcept;
// An error that lists them and names the nearest.
Result<Aggregate> aggregate_of(std::string_view name);

struct FactMeasure {
  std::string table;
  std::string attribute;  // empty: the rows themselves
  Aggregate aggregate = Aggregate::sum;
  Window window;
  Window against;                 // ratio
  std::string filter;             // FEEL over the fact's attributes and as_of; empty: every row
  std::string less;               // shortfall
  std::int64_t tolerance = 1500;  // steady_cycles: ten-thousandths
  // A day indicator of the same table: the window's last month is the month of that day instead of the last closed
  // cycle.
  std::string ending;
  // days_since_max, days_since_min: days are counted to the end of what the table's facts cover (at most as_of), so
  // that days of which no feed has told yet are not taken for days without a fact. Else to as_of.
  bool until_feed = false;
  Grain grain = Grain::subscription;
  bool shared = true;
  // The value when no fact lies in the window, at the indicator's scale; nullopt: null.
  std::optional<std::int64_t> empty;
};

// A figure of the subscription frame itself (see view/population.hpp).
struct AttributeMeasure {
  enum class Measure : std::uint8_t {
    value,
    months_since,  // whole months from the day to as_of
    months_until,  // months from as_of to the day, a begun one counts
    days_since,
    days_until,
  };
  std::string attribute;
  Measure measure = Measure::value;
  std::string otherwise;  // attribute taken as it is where the first is null; may be empty
  // months_since, days_since: attribute, a day, up to which is counted where it is known and not after as_of; may be
  // empty.
  std::string until;
};

// FEEL over subscription attributes, other indicators and as_of.
struct Formula {
  std::string text;
};

// Share of the population below: 0 for the lowest, 1 for a unique highest.
struct PercentRank {
  std::string of;
};

// Band 1 (lowest) to `bands`.
struct BandRule {
  std::string of;
  std::int64_t bands = 4;
  // Equal shares of the population, or equal widths between `lowest` and `highest` (at the input's scale).
  bool equal_width = false;
  std::int64_t lowest = 0, highest = 0;
};

// (x - from) / (to - from) cut to 0..1; `from` above `to` turns the scale round. Bounds at the input's scale.
struct Scaling {
  std::string of;
  std::int64_t from = 0, to = 0;
};

// (x - mean) / standard deviation of all lines; null for all where all have one value.
struct Standardising {
  std::string of;
};

// x, or the nearer bound where it lies outside. Bounds at the input's scale; a missing one does not bound.
struct Clipping {
  std::string of;
  std::optional<std::int64_t> lowest, highest;
};

// The number of the k-means cluster, 1 to `clusters` in order of their centroids, first input first. Inputs are
// standardised; one of which all lines have the same value counts for nothing. Null where an input is null, and for all
// where fewer distinct lines than clusters are left. Where the month before is known, its numbers go on
// (ComputeOptions::previous).
struct Clustering {
  std::vector<std::string> of;
  std::int64_t clusters = 4, iterations = 20, seed = 0;
};

// Weighted mean of inputs that lie in 0..1. Where an input is null its weight is shared out over the others in
// proportion; a text column "<name>_missing" names those inputs, parted by blanks (null: none).
// Where weights come from: as they stand; from judgements of pairs (analytic hierarchy process, Saaty 1980), once at
// loading; from the lines of each night: by how much an input tells lines apart (entropy), or tells those with the
// label from the rest (evidence). Weights found at night stand in a text column "<name>_weights".
struct Scorecard {
  enum class By : std::uint8_t { weights, judgements, entropy, evidence };
  std::vector<std::pair<std::string, std::int64_t>> weights;  // ten-thousandths, together 10000; in declared order;
                                                              // zeros where each night finds them
  By by = By::weights;
  std::int64_t consistency_ratio = 0;  // ten-thousandths; of judgements
  std::string label;                   // a boolean indicator; of evidence
};

// A subscription-grain indicator brought to the account, customer, group or household and seen by each of its
// subscriptions; nulls are left out. A group's lines are those of everybody below it, each line once
// (view/group_tree.hpp); a line sees the group that its customer is, or else belongs to: of several the first by id.
struct RollUp {
  enum class How : std::uint8_t { sum, max, min, mean, worst };
  std::string of;
  How how = How::sum;  // worst: the end away from the input's direction
  enum class Over : std::uint8_t { account, customer, group, household };
  Over over = Over::customer;
};

// How improbable a silent run is at the line's own rhythm; null without active days (see statistics/silence.hpp).
// The rhythm is that of the `months` calendar months which end with the last active day, from their first day (or
// from `since`, if later) to that day.
struct SilenceRule {
  std::string silent_days;  // indicator, days
  std::string last_active;  // indicator, day
  std::string active_days;  // indicator, days
  std::string since;        // subscription attribute, day; may be empty
  int months = 3;
  // Nullopt: the probability itself, nine decimals. Else whether it lies below this share (in millionths), decided
  // exactly.
  std::optional<std::uint32_t> threshold;
};

// Of all lines with a value: the smallest that at least `share` of them do not exceed. Lines are compared with those of
// the same text of `among`, an indicator or a subscription attribute; empty: with all.
struct PeerQuantile {
  std::string of;
  std::int64_t share = 5000;  // ten-thousandths
  std::string among;
};

// How long a line will go on, by a law of lifetimes fitted to all lines of the same text of `among` (see
// statistics/discrete_lifetime.hpp). Null for a line that has ended, and where the lines tell no law.
struct LifetimeRule {
  enum class Law : std::uint8_t { geometric, shifted_beta_geometric, beta_discrete_weibull };
  enum class Gives : std::uint8_t {
    residual,  // periods still to come, discounted
    survival,  // share that stays `ahead` periods more
  };
  std::string of;     // number indicator: whole periods the line lasted, up to its end or to now
  std::string ended;  // boolean indicator: it has ended
  std::string among;  // an indicator or a subscription attribute, a text; empty: all lines together
  Law law = Law::shifted_beta_geometric;
  Gives gives = Gives::residual;
  std::int64_t discount = 100;  // ten-thousandths a period
  std::int64_t ahead = 12;
};

// How a line that buys again and again, and never says goodbye, will go on (see statistics/bg_nbd.hpp), in days. Null
// where an input is null or the first purchase is not before as_of.
struct RepeatRule {
  enum class Law : std::uint8_t { bg_nbd, mbg_nbd };
  enum class Gives : std::uint8_t {
    alive,     // probability that it still buys
    expected,  // purchases within `ahead` days
  };
  std::string of;     // number indicator: days with a purchase
  std::string first;  // day indicators
  std::string last;
  Law law = Law::bg_nbd;
  Gives gives = Gives::alive;
  std::int64_t ahead = 90;
};

using IndicatorRule =
    std::variant<FactMeasure, AttributeMeasure, Formula, PercentRank, BandRule, Scaling, Scorecard, RollUp, SilenceRule,
                 Standardising, Clipping, Clustering, PeerQuantile, LifetimeRule, RepeatRule>;

enum class Direction : std::uint8_t { neutral, higher_is_better, lower_is_better };

struct Indicator {
  std::string name;
  std::string definition;  // one sentence for people
  std::string source;      // where the figure or its idea comes from
  Direction direction = Direction::neutral;
  Field field;  // name, type, scale and unit of its column
  IndicatorRule rule;
  // Other indicators it is computed from, in order of first use.
  std::vector<std::string> inputs;
  Place place;
};

}  // namespace staysail
