#include "staysail/statistics/aalen_johansen.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "staysail/statistics/risk_table.hpp"

namespace staysail::statistics {
namespace {

constexpr std::uint32_t kMostCauses = 1000;

Result<std::uint32_t> most_causes(std::span<const double> durations, std::span<const std::uint32_t> causes) {
  if (durations.size() != causes.size())
    return Error(Errc::invalid_argument,
                 "columns of one table have equal lengths; given: " + std::to_string(durations.size()) +
                     " durations, " + std::to_string(causes.size()) + " causes");
  std::uint32_t most = 0;
  for (std::size_t row = 0; row < causes.size(); ++row) {
    if (causes[row] > kMostCauses)
      return Error(Errc::invalid_argument,
                   "row " + std::to_string(row + 1) +
                       ": a cause is 0 (cut off) or 1 to 1000; given: " + std::to_string(causes[row]));
    most = std::max(most, causes[row]);
  }
  if (most == 0)
    return Error(Errc::degenerate_input,
                 "no event of any cause was seen (all are cut off), so no incidence can be told");
  return most;
}

std::vector<std::uint8_t> of_cause(std::span<const std::uint32_t> causes, std::uint32_t cause) {
  std::vector<std::uint8_t> flags;
  flags.reserve(causes.size());
  for (const std::uint32_t each : causes) flags.push_back(each == cause ? 1 : 0);
  return flags;
}

// Incidence of one cause and the sums its variance is made of: with F the incidence,
//   sum (F - F_j)^2 d/(n (n-d)) + sum S^2 d_k (n - d_k)/n^3 - 2 sum (F - F_j) S d_k/n^2.
class Cause {
 public:
  // One time; `survival` is that before it.
  void add(const RiskTable::Row& all, double events, double survival) {
    const double n = all.at_risk;
    incidence_ += survival * events / n;
    const double greenwood = all.events < n ? all.events / (n * (n - all.events)) : 0;  // the last has no distance
    greenwood_ += greenwood;
    greenwood_first_ += greenwood * incidence_;
    greenwood_second_ += greenwood * incidence_ * incidence_;
    own_ += survival * survival * events * (n - events) / (n * n * n);
    cross_ += survival * events / (n * n);
    cross_first_ += survival * events / (n * n) * incidence_;
  }
  double incidence() const { return incidence_; }
  double standard_error() const {
    const double spread = incidence_ * incidence_ * greenwood_ - 2 * incidence_ * greenwood_first_ + greenwood_second_;
    return std::sqrt(std::max(0.0, spread + own_ - 2 * (incidence_ * cross_ - cross_first_)));
  }

 private:
  double incidence_ = 0;
  double greenwood_ = 0, greenwood_first_ = 0, greenwood_second_ = 0;
  double own_ = 0, cross_ = 0, cross_first_ = 0;
};

}  // namespace

Result<AalenJohansen> AalenJohansen::of(std::span<const double> durations, std::span<const std::uint32_t> causes) {
  STAYSAIL_TRY(const std::uint32_t count, most_causes(durations, causes));
  std::vector<RiskTable> tables;  // by cause from 0, over the same times; that of 0 has the units cut off as its events
  for (std::uint32_t cause = 0; cause <= count; ++cause) {
    STAYSAIL_TRY(RiskTable table, RiskTable::of(durations, of_cause(causes, cause)));
    tables.push_back(std::move(table));
  }
  AalenJohansen curves;
  std::vector<Cause> sums(count);
  double survival = 1;
  for (std::size_t i = 0; i < tables[0].rows().size(); ++i) {
    RiskTable::Row all = tables[0].rows()[i];
    std::swap(all.events, all.censored);
    Step step{all.time, survival * (all.at_risk - all.events) / all.at_risk, {}, {}};
    for (std::uint32_t cause = 0; cause < count; ++cause) {
      sums[cause].add(all, tables[cause + 1].rows()[i].events, survival);
      step.incidence.push_back(sums[cause].incidence());
      step.standard_error.push_back(sums[cause].standard_error());
    }
    survival = step.survival;
    curves.steps_.push_back(std::move(step));
  }
  return curves;
}

double AalenJohansen::incidence(std::size_t cause, double time) const {
  const auto after = std::upper_bound(steps_.begin(), steps_.end(), time,
                                      [](double wanted, const Step& step) { return wanted < step.time; });
  return after == steps_.begin() ? 0 : std::prev(after)->incidence[cause - 1];
}

}  // namespace staysail::statistics
