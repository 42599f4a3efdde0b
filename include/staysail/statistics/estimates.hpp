// Estimates: what a fit by maximum likelihood gives.
#pragma once

#include <vector>

namespace staysail::statistics {

// `parameters` stand in the order that the law's header names. `standard_errors` come from the observed information
// (the Hessian at the maximum, by exact differentiation); they are NaN where a parameter stands on the boundary.
// `log_likelihood` is natural and complete but for terms without a parameter.
struct Estimates {
  std::vector<double> parameters;
  std::vector<double> standard_errors;
  double log_likelihood = 0;
};

}  // namespace staysail::statistics
