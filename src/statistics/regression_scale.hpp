// Fits use covariates centred and in deviations; this brings their coefficients back to the units of the caller.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "statistics/newton.hpp"
#include "statistics/survival_rows.hpp"
#include "staysail/statistics/estimates.hpp"

namespace staysail::statistics {

// A coefficient whose error is that large, in deviations of its covariate, has run away.
inline constexpr double kRunAwayError = 50;

// `covariance` is that of the maximum. `first` coefficients of covariates follow `first` others in its order.
// `degenerate_input` naming the covariate whose coefficient has no end.
inline Status check_finite(const SurvivalRows& rows, const Maximum& maximum, const std::vector<double>& errors,
                           std::size_t first = 0) {
  std::size_t worst = first;
  bool good = maximum.converged && errors.size() == maximum.place.size();
  for (std::size_t j = first; j < errors.size() && j < first + rows.covariates(); ++j) {
    if (errors[j] > errors[worst]) worst = j;
    good = good && errors[j] < kRunAwayError;
  }
  if (good) return ok();
  return Error(
      Errc::degenerate_input,
      "the coefficient has no end: the covariate separates rows with the event from those without; merge its rare "
      "values or leave out " +
          rows.names()[worst - first]);
}

// Without a positive definite information some covariate adds nothing to what stands before it.
inline Status check_independent(const SurvivalRows& rows, const Symmetric& information, std::size_t first = 0) {
  for (std::size_t size = first + 1; size <= first + rows.covariates(); ++size) {
    Symmetric leading(size);
    for (std::size_t c = 0; c < leading.cells().size(); ++c) leading.cells()[c] = information.cells()[c];
    if (!Cholesky::of(leading))
      return Error(Errc::degenerate_input,
                   "a covariate that others tell, or that never differs among those at risk, has no effect of its own; "
                   "leave out " +
                       rows.names()[size - first - 1]);
  }
  return ok();
}

// What an intercept becomes when covariates are counted from 0: intercept + shift . coefficients.
inline std::vector<double> shift_to_zero(const SurvivalRows& rows) {
  std::vector<double> shift;
  for (std::size_t j = 0; j < rows.covariates(); ++j) shift.push_back(-rows.means()[j] / rows.deviations()[j]);
  return shift;
}

}  // namespace staysail::statistics
