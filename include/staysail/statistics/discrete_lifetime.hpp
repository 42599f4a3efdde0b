// How long units last that can end only at the end of a period: three laws of the lifetime, fitted to counts by maximum
// likelihood.
//   geometric              {theta}           each period ends a share theta of those left
//   shifted_beta_geometric {alpha, beta}     theta differs from unit to unit as Beta(alpha, beta) (Fader and Hardie
//   2007) beta_discrete_weibull  {alpha, beta, c}  and changes with age as t^c (Fader, Hardie, Liu, Davin and
//   Steenburgh 2018)
// Survival after t periods: (1 - theta)^t, and B(alpha, beta + t^c) / B(alpha, beta) with c = 1 for the second law.
//
// Values; any thread; the same bits everywhere.
#pragma once

#include <cstdint>
#include <vector>

#include "staysail/base/result.hpp"
#include "staysail/statistics/estimates.hpp"
#include "staysail/statistics/lifetime_counts.hpp"

namespace staysail::statistics {

enum class LifetimeLaw : std::uint8_t { geometric, shifted_beta_geometric, beta_discrete_weibull };

// A fitted law. Immutable.
class DiscreteLifetime {
 public:
  // `degenerate_input` when nothing was counted, nothing ended, or all ended in the first period: then no rate, or no
  // law, can be told.
  static Result<DiscreteLifetime> fit(const LifetimeCounts& counts, LifetimeLaw law);
  // A law with parameters from elsewhere; `invalid_argument` unless theta is in (0, 1), the others positive and finite.
  static Result<DiscreteLifetime> of(LifetimeLaw law, std::vector<double> parameters);

  LifetimeLaw law() const { return law_; }
  const Estimates& estimates() const { return estimates_; }
  // True: the likelihood rises towards an end of the family and has no maximum inside, because the units do not differ
  // (alpha and beta without bound at a fixed ratio). The curve and the log-likelihood are then those of the limit;
  // alpha + beta is given as 1e9. False for the geometric law.
  bool boundary() const { return boundary_; }

  // Share that lasts beyond t periods. Precondition: t >= 0.
  double survival(std::int64_t t) const;
  // Discounted expected residual lifetime: of a unit that has lasted `t` periods and stands before the end of the next,
  // the sum over k >= 1 of survival(t + k) / survival(t) / (1 + discount)^(k - 1). `invalid_argument` for t < 0 or a
  // discount a period outside 0.0001 .. 1000.
  Result<double> discounted_residual(std::int64_t t, double discount) const;

 private:
  DiscreteLifetime(LifetimeLaw law, Estimates estimates) : law_(law), estimates_(std::move(estimates)) {}
  double log_survival(std::int64_t t) const;

  LifetimeLaw law_;
  Estimates estimates_;
  bool boundary_ = false;
  // Of the limit without heterogeneity, when `boundary_` or geometric: log survival = log_stay_ * t^c.
  double log_stay_ = 0;
};

}  // namespace staysail::statistics
