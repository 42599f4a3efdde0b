// Positive parameters are fitted as their logarithms; these bring the result back.
#pragma once

#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include "statistics/newton.hpp"
#include "staysail/statistics/elementary.hpp"
#include "staysail/statistics/estimates.hpp"

namespace staysail::statistics {

// e^x as the variable `index`, given its logarithm x.
template <std::size_t N>
Jet<N> positive_variable(std::size_t index, double logarithm) {
  return exponential(Jet<N>::variable(index, logarithm));
}

inline std::vector<double> logarithms(std::span<const double> values) {
  std::vector<double> logs;
  for (const double value : values) logs.push_back(natural_log(value));
  return logs;
}

// False: the likelihood rises towards an end of the family, as it does where units do not differ. Steps of a fit begin
// within a few powers of e of the answer; one that went 16 further is on its way to no end.
inline bool inside(const Maximum& maximum, std::span<const double> start) {
  bool near = maximum.converged;
  for (std::size_t i = 0; i < start.size(); ++i) near = near && std::fabs(maximum.place[i] - start[i]) < 16;
  return near;
}

// At a maximum a parameter's standard error is the parameter times that of its logarithm.
inline Estimates of_log_scale(const Maximum& maximum) {
  Estimates estimates;
  for (const double log : maximum.place) estimates.parameters.push_back(exponential(log));
  estimates.log_likelihood = maximum.likelihood.value;
  const auto factor = Cholesky::of(maximum.likelihood.information);
  if (factor) estimates.standard_errors = root_diagonal(factor->inverse());
  estimates.standard_errors.resize(maximum.place.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < maximum.place.size(); ++i) estimates.standard_errors[i] *= estimates.parameters[i];
  return estimates;
}

}  // namespace staysail::statistics
