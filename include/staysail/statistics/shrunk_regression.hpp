// ShrunkRegression: a linear or logistic regression whose coefficients are drawn to 0 as far as the data ask for it.
//
// Coefficients of one group share a normal prior around 0, and its variance is the one that makes the data most
// probable (empirical Bayes; MacKay 1992): a group that tells nothing vanishes, one that tells much stays as it is.
// No penalty is chosen by hand, and no row is held out for it. Covariates are brought to one scale beforehand, so their
// units do not matter; the intercept is never shrunk.
//
// Immutable; any thread. Rows are added up as they stand: the same rows in the same order give the same bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

struct RegressionRows {
  std::size_t width = 0;               // covariates
  std::span<const double> covariates;  // row by row, `width` each
  std::span<const double> target;      // one a row
  std::span<const double> weights;     // one a row, or none: all count alike
  // The group of each covariate, from 0 without gaps; none: all in one.
  std::span<const std::uint32_t> groups;

  // `invalid_argument` for lengths that differ, numbers that are not finite or weights that are negative or all 0,
  // `degenerate_input` for fewer than two rows, `limit_exceeded` for more than kMostCovariates.
  Status validate() const;
};

enum class RegressionLink : std::uint8_t {
  identity,  // the mean of the target is linear
  logit,     // the log-odds of a target of 0 and 1 are
};

class ShrunkRegression {
 public:
  static constexpr std::size_t kMostCovariates = 500;

  // Errors of validate(), and `invalid_argument` for a logit of other targets than 0 and 1. Where all targets are one,
  // every coefficient is 0 (and a logit's mean half a row away from certainty).
  static Result<ShrunkRegression> fit(const RegressionRows& rows, RegressionLink link);

  // In the units of the covariates; one that never varies has 0.
  const std::vector<double>& coefficients() const { return coefficients_; }
  double intercept() const { return intercept_; }
  // How much of each group the data left: 0 (shrunk away) to the number of its covariates.
  const std::vector<double>& effective_sizes() const { return effective_sizes_; }
  // The mean of the target. Precondition: one number a covariate.
  double mean(std::span<const double> covariates) const;

 private:
  friend class RegressionFit;  // src/statistics: fills it

  RegressionLink link_ = RegressionLink::identity;
  double intercept_ = 0;
  std::vector<double> coefficients_;
  std::vector<double> effective_sizes_;
};

}  // namespace staysail::statistics
