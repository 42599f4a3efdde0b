#include "staysail/statistics/bg_bb.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "statistics/distinct_rows.hpp"
#include "statistics/log_scale.hpp"
#include "statistics/repeat_start.hpp"
#include "statistics/rising.hpp"

namespace staysail::statistics {
namespace {

using Row = WeightedRow<3>;  // events, last, opportunities
constexpr double kMostOpportunities = 10'000;

bool whole(double value, double most) { return value >= 0 && value <= most && value == std::floor(value); }

// A Beta law seen through whole counts: ln(B(a+i, b+j) / B(a, b)).
class BetaRise {
 public:
  BetaRise(const Jet<4>& a, const Jet<4>& b, std::size_t most)
      : a_(a), b_(b), of_a_(a.value, most), of_b_(b.value, most), of_both_(a.value + b.value, most) {}
  Jet<4> operator()(std::size_t i, std::size_t j) const {
    return compose(of_a_[i], a_) + compose(of_b_[j], b_) - compose(of_both_[i + j], a_ + b_);
  }

 private:
  Jet<4> a_, b_;
  RisingLogs of_a_, of_b_, of_both_;
};

struct Laws {
  Laws(std::span<const double> logs, std::size_t most)
      : uses(positive_variable<4>(0, logs[0]), positive_variable<4>(1, logs[1]), most),
        leaves(positive_variable<4>(2, logs[2]), positive_variable<4>(3, logs[3]), most) {}
  BetaRise uses, leaves;
};

// ln of: still active after all opportunities.
Jet<4> log_active(const Laws& laws, const Row& row) {
  const auto x = static_cast<std::size_t>(row.values[0]);
  const auto n = static_cast<std::size_t>(row.values[2]);
  return laws.uses(x, n - x) + laws.leaves(0, n);
}

// The likelihood adds to that every opportunity since the last event at which the unit may have left. All terms are
// taken relative to the first, so that none gets too small.
Jet<4> log_likelihood(const Laws& laws, const Row& row) {
  const auto x = static_cast<std::size_t>(row.values[0]);
  const auto last = static_cast<std::size_t>(row.values[1]);
  const auto n = static_cast<std::size_t>(row.values[2]);
  const Jet<4> active = log_active(laws, row);
  Jet<4> shares(1);
  for (std::size_t seen = last; seen < n; ++seen)
    shares += exponential(laws.uses(x, seen - x) + laws.leaves(1, seen) - active);
  return active + natural_log(shares);
}

std::size_t most_opportunities(const std::vector<Row>& rows) {
  double most = 0;
  for (const Row& row : rows) most = std::max(most, row.values[2]);
  return static_cast<std::size_t>(most);
}

Likelihood likelihood_of_rows(const std::vector<Row>& rows, std::span<const double> logs) {
  const Laws laws(logs, most_opportunities(rows) + 1);
  Jet<4> sum;
  for (const Row& row : rows) sum.add(log_likelihood(laws, row), weight_of(row.units));
  return likelihood_of(sum);
}

Result<std::vector<Row>> rows_of(std::span<const double> events, std::span<const double> last,
                                 std::span<const double> opportunities, std::span<const double> weights) {
  const std::size_t size = events.size();
  if (last.size() != size || opportunities.size() != size || (!weights.empty() && weights.size() != size))
    return Error(Errc::invalid_argument,
                 "columns of one table have equal lengths; the first has " + std::to_string(size));
  std::vector<Row> rows;
  bool any_event = false;
  for (std::size_t i = 0; i < size; ++i) {
    auto units = weight_units(weights.empty() ? 1 : weights[i]);
    const Status good = check_history(OpportunityHistory{events[i], last[i], opportunities[i]});
    if (!good) return good.error().within("row " + std::to_string(i + 1));
    if (!units) return units.error().within("row " + std::to_string(i + 1));
    if (*units == 0) continue;
    rows.push_back({{events[i], last[i], opportunities[i]}, *units});
    any_event = any_event || events[i] > 0;
  }
  if (!any_event)
    return Error(Errc::degenerate_input, "no unit has an event, so no rate can be told; observe more of them");
  make_distinct(rows);
  return rows;
}

}  // namespace

Status check_history(const OpportunityHistory& history) {
  const auto& [events, last, opportunities] = history;
  if (!whole(opportunities, kMostOpportunities) || opportunities < 1)
    return Error(Errc::invalid_argument,
                 "a unit has a whole number of opportunities, 1 to 10000; given: " + std::to_string(opportunities));
  if (!whole(events, opportunities) || !whole(last, opportunities) || events > last || (events == 0 && last != 0))
    return Error(Errc::invalid_argument,
                 "the last event is at a whole opportunity, not before the number of events, 0 without any; given: " +
                     std::to_string(events) + " events, the last at " + std::to_string(last));
  return ok();
}

Result<BgBb> BgBb::fit(std::span<const double> events, std::span<const double> last,
                       std::span<const double> opportunities, std::span<const double> weights) {
  STAYSAIL_TRY(const std::vector<Row> rows, rows_of(events, last, opportunities, weights));
  const auto likelihood = [&](std::span<const double> logs) { return likelihood_of_rows(rows, logs); };
  const std::vector<double> from(4, 0);  // all laws flat
  const Maximum maximum = maximise(likelihood, from);
  STAYSAIL_TRY(Estimates estimates, repeat_estimates(maximum, from));
  return BgBb(std::move(estimates));
}

Result<BgBb> BgBb::of(std::vector<double> parameters) {
  STAYSAIL_TRY(Estimates estimates, known_parameters(std::move(parameters), "alpha, beta, gamma, delta", 4));
  return BgBb(std::move(estimates));
}

// Mean use times the probability of being active at each opportunity.
double BgBb::expected_events(std::uint32_t ahead) const {
  const std::vector<double>& p = estimates_.parameters;
  double active = 1;
  double sum = 0;
  for (std::uint32_t k = 0; k < ahead; ++k) sum += active *= (p[3] + k) / (p[2] + p[3] + k);
  return sum * p[0] / (p[0] + p[1]);
}

double BgBb::probability_active(const OpportunityHistory& history) const {
  const Row row{{history.events, history.last, history.opportunities}, 0};
  const Laws laws(logarithms(estimates_.parameters), static_cast<std::size_t>(history.opportunities) + 1);
  const std::vector<double>& p = estimates_.parameters;
  const double stays = (p[3] + history.opportunities) / (p[2] + p[3] + history.opportunities);
  return stays * exponential(log_active(laws, row).value - log_likelihood(laws, row).value);
}

double BgBb::expected_events(std::uint32_t ahead, const OpportunityHistory& history) const {
  const std::vector<double>& p = estimates_.parameters;
  double active = ahead == 0 ? 0 : probability_active(history);
  double sum = 0;
  for (std::uint32_t k = 0; k < ahead; ++k) {
    sum += active;
    const double next = history.opportunities + 1 + k;
    active *= (p[3] + next) / (p[2] + p[3] + next);
  }
  return sum * (p[0] + history.events) / (p[0] + p[1] + history.opportunities);
}

}  // namespace staysail::statistics
