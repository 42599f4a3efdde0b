// Beta-binomial: many groups, each with its own success rate; the rates scatter as Beta(a, b). The fitted prior is what
// a group without trials is expected to do, and shrinks groups with few (empirical Bayes).
//
// Log-likelihood without the binomial coefficients, which no parameter changes:
//     sum over groups of ln B(a + x, b + n - x) - ln B(a, b).
// Groups with equal counts are put together in a fixed order: the order of rows never matters. Pure; any thread.
#pragma once

#include <cstdint>
#include <span>

#include "staysail/base/result.hpp"
#include "staysail/statistics/beta_distribution.hpp"

namespace staysail::statistics {

enum class PriorMethod : std::uint8_t {
  likelihood,  // the maximum of the likelihood
  // Mean m and variance v (divisor groups - 1) of the groups' rates, each group alike:
  // a + b = m (1 - m) / v - 1, a = m (a + b). (Gelman et al., Bayesian Data Analysis, section 5.1.)
  moments,
};

struct BetaBinomialFit {
  BetaDistribution prior;
  double log_likelihood = 0;
};

// Groups without trials are left out. `invalid_argument` for more successes than trials; `degenerate_input` for fewer
// than two groups, groups of which none has both successes and failures, or rates that differ no more than chance makes
// them differ: then the pooled rate is all that the groups tell.
Result<BetaBinomialFit> fit_beta_binomial(std::span<const Proportion> groups,
                                          PriorMethod method = PriorMethod::likelihood);

}  // namespace staysail::statistics
