// Which covariates bring an event nearer when it can come only at the end of a period: in period t a unit at risk has
// it with probability h, and
//   logit    ln(h / (1 - h)) = level(t) + coefficients . covariates (proportional odds; Cox 1972, Allison 1982)
//   cloglog  ln(-ln(1 - h))  = level(t) + coefficients . covariates (proportional hazards seen by periods; Prentice and
//                                                                    Gloeckler 1978)
// Each period in which some but not all of those at risk have the event has a level of its own; the others tell
// nothing.
//
// Immutable; any thread; the same bits for any order of rows.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "staysail/base/result.hpp"
#include "staysail/statistics/estimates.hpp"
#include "staysail/statistics/survival_columns.hpp"

namespace staysail::statistics {

enum class HazardLink : std::uint8_t { logit, cloglog };

class DiscreteHazard {
 public:
  struct Level {
    double period = 0;
    double value = 0;  // for all covariates 0
  };
  static constexpr std::size_t kMostLevels = 500;

  // Errors of the columns, and `invalid_argument` for a duration that is no whole number of periods (events need 1 or
  // more), a start or a stratum (they are not supported); `limit_exceeded` for more than kMostLevels periods with
  // events; `degenerate_input` naming a covariate that others tell or whose coefficient has no end.
  static Result<DiscreteHazard> fit(const SurvivalColumns& data, HazardLink link = HazardLink::logit);

  HazardLink link() const { return link_; }
  // A coefficient a covariate.
  const Estimates& estimates() const { return estimates_; }
  // Of the levels alone.
  double null_log_likelihood() const { return null_log_likelihood_; }
  // Ascending by period.
  const std::vector<Level>& levels() const { return levels_; }
  // Probability of the event in a period; 0 in one in which it never came, 1 where all at risk had it. Precondition:
  // one number a covariate.
  double hazard(std::int64_t period, std::span<const double> covariates) const;
  // Share that lasts beyond `periods` periods.
  double survival(std::int64_t periods, std::span<const double> covariates) const;

 private:
  DiscreteHazard() = default;

  HazardLink link_ = HazardLink::logit;
  Estimates estimates_;
  double null_log_likelihood_ = 0;
  std::vector<Level> levels_;
  std::vector<double> certain_;  // periods in which all at risk had the event
};

}  // namespace staysail::statistics
