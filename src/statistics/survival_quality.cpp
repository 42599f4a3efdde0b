#include "staysail/statistics/survival_quality.hpp"

#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "statistics/rank_pairs.hpp"
#include "staysail/statistics/kaplan_meier.hpp"
#include "staysail/statistics/real_sum.hpp"

namespace staysail::statistics {
namespace {

Status check(std::span<const double> duration, std::span<const std::uint8_t> event, std::span<const double> told) {
  if (duration.size() != event.size() || duration.size() != told.size())
    return Error(Errc::invalid_argument,
                 "durations, events and predictions differ in number: " + std::to_string(duration.size()) + ", " +
                     std::to_string(event.size()) + ", " + std::to_string(told.size()));
  for (std::size_t i = 0; i < duration.size(); ++i) {
    if (const auto good = check_duration(duration[i]); !good)
      return Error(Errc::invalid_argument, "row " + std::to_string(i + 1) + ": " + good.error().message());
    if (event[i] > 1 || !std::isfinite(told[i]))
      return Error(Errc::invalid_argument,
                   "row " + std::to_string(i + 1) + ": an event is 0 or 1 and a prediction a finite number");
  }
  return ok();
}

// From the longest duration down; of equal ones those that were cut off first, since they lasted longer.
std::vector<std::size_t> latest_first(std::span<const double> duration, std::span<const std::uint8_t> event) {
  std::vector<std::size_t> order(duration.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return duration[a] != duration[b] ? duration[a] > duration[b] : event[a] < event[b];
  });
  return order;
}

// The probability of not having been cut off: an event at the same time comes first.
Result<KaplanMeier> staying_in_sight(std::span<const double> duration, std::span<const std::uint8_t> event) {
  std::vector<double> times(duration.size());
  std::vector<std::uint8_t> cut_off(duration.size());
  for (std::size_t i = 0; i < duration.size(); ++i) {
    times[i] = event[i] != 0 ? std::nextafter(duration[i], -1.0) : duration[i];
    times[i] = std::max(times[i], 0.0);
    cut_off[i] = event[i] != 0 ? 0 : 1;
  }
  STAYSAIL_TRY(const RiskTable table, RiskTable::of(times, cut_off));
  return KaplanMeier::of(table);
}

}  // namespace

Result<std::optional<double>> concordance(std::span<const double> duration, std::span<const std::uint8_t> event,
                                          std::span<const double> risk) {
  STAYSAIL_CHECK(check(duration, event, risk));
  const Ranks ranks(risk);
  RankCounts later(ranks.count);
  Pairs pairs;
  const auto order = latest_first(duration, event);
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    const auto same = [&](std::size_t i) {
      return duration[order[i]] == duration[order[begin]] && event[order[i]] == event[order[begin]];
    };
    for (end = begin; end < order.size() && same(end); ++end)
      if (event[order[end]] != 0) pairs.count(later, ranks.of[order[end]]);
    for (std::size_t i = begin; i < end; ++i) later.add(ranks.of[order[i]], 1);
  }
  return pairs.concordance();
}

Result<std::optional<double>> brier_score(std::span<const double> duration, std::span<const std::uint8_t> event,
                                          std::span<const double> survival, double time) {
  STAYSAIL_CHECK(check(duration, event, survival));
  if (duration.empty()) return std::optional<double>();
  STAYSAIL_TRY(const KaplanMeier in_sight, staying_in_sight(duration, event));
  const double at_time = in_sight.survival(time).value;
  RealSum sum;
  for (std::size_t i = 0; i < duration.size(); ++i) {
    if (survival[i] < 0 || survival[i] > 1)
      return Error(Errc::invalid_argument, "row " + std::to_string(i + 1) + ": a probability lies within 0 and 1");
    if (duration[i] > time && at_time == 0) return std::optional<double>();
    if (duration[i] > time) sum.add((1 - survival[i]) * (1 - survival[i]) / at_time);
    else if (event[i] != 0) sum.add(survival[i] * survival[i] / in_sight.survival_before(duration[i]));
  }
  return std::optional<double>(sum.value() / static_cast<double>(duration.size()));
}

}  // namespace staysail::statistics
