// Which covariates bring an event nearer: the proportional hazards model of Cox 1972. At each event time the unit that
// had the event is compared with all that were at risk; hazard = baseline(t) exp(coefficients . covariates).
//
// A pass over rows sorted by time gives likelihood, gradient and information; few Newton steps give the fit. Rows are
// brought to an order of their own first, so that the order in which they come changes no bit.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "staysail/base/result.hpp"
#include "staysail/statistics/estimates.hpp"
#include "staysail/statistics/sample_ratio.hpp"
#include "staysail/statistics/survival_columns.hpp"

namespace staysail::statistics {

// How events at the same time are treated: Efron 1977 (close to exact, and cheap), Breslow 1974 (the usual of other
// programs, biased by many ties), or the exact partial likelihood of discrete time (all choices of who had the event).
enum class CoxTies : std::uint8_t { efron, breslow, exact };

// Grambsch and Therneau 1994, as a score test: do the effects change with time?
struct ProportionalityTest {
  std::vector<ChiSquareTest> by_covariate;
  ChiSquareTest together;
};

// A fitted model. Immutable, safe to share between threads.
class CoxModel {
 public:
  struct BaselineStep {
    double time = 0;
    double cumulative_hazard = 0;
  };

  // Errors of the columns; `degenerate_input` naming a covariate that others tell or that separates those with the
  // event from those without (its coefficient has no end); `limit_exceeded` for too many exact ties.
  static Result<CoxModel> fit(const SurvivalColumns& data, CoxTies ties = CoxTies::efron);

  // A coefficient a covariate: the logarithm of the hazard ratio of one unit more.
  const Estimates& estimates() const { return estimates_; }
  double covariance(std::size_t i, std::size_t j) const;
  // Of all coefficients 0.
  double null_log_likelihood() const { return null_log_likelihood_; }
  // Three tests of whether any coefficient differs from 0.
  ChiSquareTest likelihood_ratio_test() const;
  ChiSquareTest wald_test() const;
  ChiSquareTest score_test() const { return score_test_; }

  // Of pairs of which one is known to have the event first, the share in which it has the higher risk (ties one half);
  // nothing without such a pair. Time n ln n.
  std::optional<double> concordance() const;

  // Cumulative hazard of a unit with all covariates 0 at each event time, ascending, in the stratum (from 0).
  std::vector<BaselineStep> baseline(std::uint32_t stratum = 0) const;

  // Standard errors that hold when hazards are not proportional or rows depend on each other (Lin and Wei 1989): rows
  // of one cluster count as one; empty: each row for itself. `unsupported` for exact ties; `invalid_argument` unless
  // there are as many as rows.
  Result<std::vector<double>> robust_errors(std::span<const std::uint32_t> clusters = {}) const;

  // Time goes in as 1 - the Kaplan-Meier curve just before it.
  Result<ProportionalityTest> proportionality() const;

 private:
  friend class CoxFit;
  struct Inside;
  CoxModel() = default;

  Estimates estimates_;
  double null_log_likelihood_ = 0;
  ChiSquareTest score_test_;
  std::shared_ptr<const Inside> inside_;
};

}  // namespace staysail::statistics
