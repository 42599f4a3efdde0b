// What a fitted Cox model keeps for its later answers.
#pragma once

#include <vector>

#include "statistics/cox_pass.hpp"
#include "statistics/symmetric.hpp"
#include "staysail/statistics/cox.hpp"

namespace staysail::statistics {

struct CoxModel::Inside {
  SurvivalRows rows;
  CoxTies ties = CoxTies::efron;
  std::vector<double> coefficients;  // of the standardised covariates, as the two below
  Symmetric information;
  Symmetric covariance;
};

}  // namespace staysail::statistics
