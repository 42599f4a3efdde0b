#include "staysail/statistics/log_rank.hpp"

#include <cmath>
#include <string>

#include "statistics/symmetric.hpp"
#include "staysail/statistics/distribution.hpp"
#include "staysail/statistics/elementary.hpp"

namespace staysail::statistics {
namespace {

// Walks the tables of all groups along the times of all together.
class Comparison {
 public:
  Comparison(std::span<const RiskTable> groups, double rho)
      : groups_(groups), rho_(rho), places_(groups.size(), 0), variance_(groups.size() - 1) {
    test_.observed.assign(groups.size(), 0);
    test_.expected.assign(groups.size(), 0);
  }

  Result<LogRankTest> run() {
    RiskTable all;
    for (const RiskTable& group : groups_) all = RiskTable::merge(all, group);
    double survival = 1;
    for (const RiskTable::Row& row : all.rows()) {
      if (row.events > 0) compare(row, rho_ == 0 ? 1 : (survival > 0 ? power(survival, rho_) : 0));
      if (row.events > 0) survival *= (row.at_risk - row.events) / row.at_risk;
    }
    return finish();
  }

 private:
  void compare(const RiskTable::Row& row, double weight) {
    std::vector<double> shares(groups_.size());
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      const auto rows = groups_[g].rows();
      while (places_[g] < rows.size() && rows[places_[g]].time < row.time) ++places_[g];
      if (places_[g] == rows.size()) continue;
      const RiskTable::Row& own = rows[places_[g]];
      shares[g] = own.at_risk / row.at_risk;
      if (own.time == row.time) test_.observed[g] += weight * own.events;
      test_.expected[g] += weight * row.events * shares[g];
    }
    if (row.at_risk > 1) add_variance(shares, row, weight);
  }

  // Hypergeometric, of all groups but the last.
  void add_variance(const std::vector<double>& shares, const RiskTable::Row& row, double weight) {
    const double scale = weight * weight * row.events * (row.at_risk - row.events) / (row.at_risk - 1);
    for (std::size_t i = 0; i < variance_.size(); ++i)
      for (std::size_t j = 0; j <= i; ++j) variance_.at(i, j) += scale * shares[i] * ((i == j ? 1 : 0) - shares[j]);
  }

  Result<LogRankTest> finish() {
    const std::optional<Cholesky> factor = Cholesky::of(variance_);
    if (!factor)
      return Error(Errc::degenerate_input,
                   "the groups cannot be compared: there is no event while two or more of each pair are at risk");
    std::vector<double> distance;
    for (std::size_t g = 0; g < variance_.size(); ++g) distance.push_back(test_.observed[g] - test_.expected[g]);
    const std::vector<double> solved = factor->solve(distance);
    for (std::size_t g = 0; g < distance.size(); ++g) test_.chi_square += distance[g] * solved[g];
    test_.degrees = static_cast<double>(distance.size());
    test_.p_value = chi_square_upper_tail(test_.chi_square, test_.degrees);
    return test_;
  }

  std::span<const RiskTable> groups_;
  double rho_;
  std::vector<std::size_t> places_;
  Symmetric variance_;
  LogRankTest test_;
};

}  // namespace

Result<LogRankTest> log_rank(std::span<const RiskTable> groups, double rho) {
  if (groups.size() < 2 || !(rho >= 0 && std::isfinite(rho)))
    return Error(Errc::invalid_argument,
                 "a log-rank test compares two or more groups, with rho 0 or above (0 log-rank, 1 Peto-Peto); given: " +
                     std::to_string(groups.size()) + " groups, rho " + std::to_string(rho));
  return Comparison(groups, rho).run();
}

}  // namespace staysail::statistics
