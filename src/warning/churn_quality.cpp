#include "staysail/warning/churn_quality.hpp"

#include <algorithm>
#include <array>

namespace staysail {
namespace {

constexpr std::array<std::uint64_t, 7> kPercents{1, 2, 5, 10, 20, 30, 50};

std::vector<std::uint64_t> capacities_of(std::uint64_t rows) {
  std::vector<std::uint64_t> capacities;
  for (const std::uint64_t percent : kPercents) capacities.push_back((rows * percent + 99) / 100);
  capacities.erase(std::unique(capacities.begin(), capacities.end()), capacities.end());
  return capacities;
}

}  // namespace

Result<ChurnQuality> ChurnQuality::of(std::span<const double> log_odds, std::span<const std::uint8_t> outcomes) {
  ChurnQuality quality;
  quality.rows = outcomes.size();
  quality.events = static_cast<std::uint64_t>(std::count(outcomes.begin(), outcomes.end(), 1));
  STAYSAIL_TRY(quality.figures, statistics::classification(log_odds, outcomes));
  STAYSAIL_TRY(quality.intervals, statistics::quality_intervals(quality.figures, log_odds, outcomes));
  STAYSAIL_TRY(quality.reliability, statistics::reliability(log_odds, outcomes));
  STAYSAIL_TRY(quality.gains, statistics::gains(log_odds, outcomes, capacities_of(quality.rows)));
  return quality;
}

}  // namespace staysail
