#include "staysail/statistics/lifetime_counts.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "statistics/weight.hpp"

namespace staysail::statistics {
namespace {

Status check_period(std::int64_t periods, bool ended) {
  if (periods >= (ended ? 1 : 0) && periods <= LifetimeCounts::kLongest) return ok();
  return Error(Errc::invalid_argument,
               "a lifetime is counted in whole periods, 1 to 100000 (0 for one not yet through its first); given: " +
                   std::to_string(periods) + (ended ? ", ended" : ""));
}

Status check_lengths(std::size_t periods, std::size_t ended, std::size_t weights) {
  if (periods == ended && (weights == 0 || weights == periods)) return ok();
  return Error(Errc::invalid_argument, "columns of one table have equal lengths; given: " + std::to_string(periods) +
                                           " durations, " + std::to_string(ended) + " events, " +
                                           std::to_string(weights) + " weights");
}

Status check_survivors(std::span<const double> survivors) {
  if (survivors.size() < 2)
    return Error(Errc::invalid_argument,
                 "survivors are counted at the start and after each period: two counts or more");
  for (std::size_t t = 0; t < survivors.size(); ++t)
    if (!(survivors[t] >= 0 && std::isfinite(survivors[t])) || (t > 0 && survivors[t] > survivors[t - 1]))
      return Error(Errc::invalid_argument, "survivors never grow and are never below 0; see period " +
                                               std::to_string(t) + ": " + std::to_string(survivors[t]));
  return ok();
}

}  // namespace

Status LifetimeCounts::add(std::int64_t periods, bool ended, double weight) {
  STAYSAIL_CHECK(check_period(periods, ended));
  STAYSAIL_TRY(const std::int64_t units, weight_units(weight));
  const auto t = static_cast<std::size_t>(periods);
  if (t >= cells_.size()) cells_.resize(t + 1);
  (ended ? cells_[t].ended : cells_[t].left) += units;
  return ok();
}

Result<LifetimeCounts> LifetimeCounts::of(std::span<const std::int64_t> periods, std::span<const std::uint8_t> ended,
                                          std::span<const double> weights) {
  STAYSAIL_CHECK(check_lengths(periods.size(), ended.size(), weights.size()));
  LifetimeCounts counts;
  for (std::size_t row = 0; row < periods.size(); ++row)
    if (auto added = counts.add(periods[row], ended[row] != 0, weights.empty() ? 1 : weights[row]); !added)
      return added.error().within("row " + std::to_string(row + 1));
  return counts;
}

Result<LifetimeCounts> LifetimeCounts::of_survivors(std::span<const double> survivors) {
  STAYSAIL_CHECK(check_survivors(survivors));
  LifetimeCounts counts;
  const std::size_t last = survivors.size() - 1;
  for (std::size_t t = 1; t <= last; ++t)
    STAYSAIL_CHECK(counts.add(static_cast<std::int64_t>(t), true, survivors[t - 1] - survivors[t]));
  STAYSAIL_CHECK(counts.add(static_cast<std::int64_t>(last), false, survivors[last]));
  return counts;
}

void LifetimeCounts::merge(const LifetimeCounts& other) {
  cells_.resize(std::max(cells_.size(), other.cells_.size()));
  for (std::size_t t = 0; t < other.cells_.size(); ++t) {
    cells_[t].ended += other.cells_[t].ended;
    cells_[t].left += other.cells_[t].left;
  }
}

double LifetimeCounts::ended(std::size_t t) const { return weight_of(cells_[t].ended); }
double LifetimeCounts::left(std::size_t t) const { return weight_of(cells_[t].left); }

}  // namespace staysail::statistics
