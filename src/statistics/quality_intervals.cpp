#include "staysail/statistics/quality_intervals.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "staysail/statistics/calibration.hpp"
#include "staysail/statistics/elementary.hpp"
#include "staysail/statistics/proportion.hpp"

namespace staysail::statistics {
namespace {

constexpr double kTwoSided = 1.959963984540054;  // standard deviations of 95 %

// Mean and spread of numbers that come one by one.
struct Spread {
  double count = 0, sum = 0, squares = 0;
  void add(double value, double times = 1) {
    count += times;
    sum += times * value;
    squares += times * value * value;
  }
  double mean() const { return sum / count; }
  double variance() const { return count > 1 ? std::max(0.0, (squares - sum * sum / count) / (count - 1)) : 0; }
};

Interval around(double value, double deviation, double low, double high) {
  return {std::max(low, value - kTwoSided * deviation), std::min(high, value + kTwoSided * deviation)};
}

struct Tie {
  double events = 0, others = 0;
};

using Rows = std::vector<std::pair<double, std::uint8_t>>;

// In one order, so that sums are the same bits for any.
Rows ascending(std::span<const double> log_odds, std::span<const std::uint8_t> target) {
  Rows rows;
  for (std::size_t i = 0; i < log_odds.size(); ++i) rows.emplace_back(log_odds[i], target[i]);
  std::sort(rows.begin(), rows.end());
  return rows;
}

// Rows of equal scores.
std::vector<Tie> ties_of(const Rows& rows) {
  std::vector<Tie> ties;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i == 0 || rows[i].first != rows[i - 1].first) ties.emplace_back();
    (rows[i].second != 0 ? ties.back().events : ties.back().others) += 1;
  }
  return ties;
}

// The area is the mean, over events, of the share of others that rank below, and the same the other way round.
double deviation_of_area(const std::vector<Tie>& ties, double events, double others) {
  Spread of_events, of_others;
  double events_below = 0, others_below = 0;
  for (const Tie& tie : ties) {
    if (tie.events > 0) of_events.add((others_below + tie.others / 2) / others, tie.events);
    if (tie.others > 0) of_others.add((events - events_below - tie.events / 2) / events, tie.others);
    events_below += tie.events;
    others_below += tie.others;
  }
  return std::sqrt(of_events.variance() / events + of_others.variance() / others);
}

Interval precision_interval(double precision, double events) {
  if (precision <= 0 || precision >= 1) return {precision, precision};
  const double place = natural_log(precision) - natural_log(1 - precision);
  const double deviation = 1 / std::sqrt(events * precision * (1 - precision));
  return {logistic(place - kTwoSided * deviation), logistic(place + kTwoSided * deviation)};
}

Result<Interval> lift_interval(double lift, double events, double rows, double capacity) {
  const double taken = std::ceil(capacity * rows), rate = events / rows;
  const auto caught = static_cast<std::uint64_t>(std::llround(std::min(1.0, lift * rate) * taken));
  STAYSAIL_TRY(const Interval share, wilson({caught, static_cast<std::uint64_t>(taken)}));
  return Interval{std::min(lift, share.low / rate), std::max(lift, share.high / rate)};
}

}  // namespace

Result<QualityIntervals> quality_intervals(const Classification& quality, std::span<const double> log_odds,
                                           std::span<const std::uint8_t> target, double capacity) {
  const Rows rows = ascending(log_odds, target);
  const auto count = static_cast<double>(rows.size());
  const auto events = static_cast<double>(std::count(target.begin(), target.end(), 1));
  if (events == 0 || events == count)
    return Error(Errc::degenerate_input, "quality is told by rows of both outcomes; these have one");
  Spread loss, brier;
  for (const auto& [score, outcome] : rows) {
    const double miss = logistic(score) - outcome;
    loss.add(softplus(outcome != 0 ? -score : score));
    brier.add(miss * miss);
  }
  QualityIntervals found;
  found.roc_auc = around(quality.roc_auc, deviation_of_area(ties_of(rows), events, count - events), 0, 1);
  found.pr_auc = precision_interval(quality.pr_auc, events);
  found.log_loss = around(quality.log_loss, std::sqrt(loss.variance() / count), 0, HUGE_VAL);
  found.brier = around(quality.brier, std::sqrt(brier.variance() / count), 0, 1);
  STAYSAIL_TRY(found.lift, lift_interval(quality.lift, events, count, capacity));
  return found;
}

}  // namespace staysail::statistics
