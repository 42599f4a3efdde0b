// CoxPass: one pass over the rows of a Cox fit at given coefficients. Weighted sums of those at risk grow from the last
// time to the first, and each event time gives its term of likelihood, score and information.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "statistics/newton.hpp"
#include "statistics/survival_rows.hpp"
#include "staysail/statistics/cox.hpp"

namespace staysail::statistics {

// Sum over rows of weight, weight * x and the lower triangle of weight * x x'.
class CoxMoments {
 public:
  explicit CoxMoments(std::size_t width) : width_(width), cells_(1 + width + width * (width + 1) / 2) {}
  // `sign` -1 takes the row out again.
  void add(const double* x, double weight, double sign = 1);
  void add(const CoxMoments& other);
  void clear() { cells_.assign(cells_.size(), 0); }

  double weight() const { return cells_[0]; }
  const double* first() const { return cells_.data() + 1; }
  const double* second() const { return cells_.data() + 1 + width_; }

 private:
  std::size_t width_;
  std::vector<double> cells_;
};

// With d events at a time, S over those at risk and D over the events, the l-th of d terms divides by a_l = S - f_l D:
// f_l = l/d for Efron's treatment, 0 for Breslow's. Sums over l of powers of f over powers of a.
struct TieSums {
  double log = 0;
  double inverse = 0, share = 0;                        // 1/a, f/a
  double inverse2 = 0, share_inverse2 = 0, share2 = 0;  // 1/a^2, f/a^2, f^2/a^2
  static TieSums of(double at_risk, double events, std::size_t count, CoxTies ties);
};

class CoxPass {
 public:
  CoxPass(const SurvivalRows& rows, CoxTies ties, std::span<const double> coefficients);

  // One event time.
  struct Event {
    std::size_t group = 0;
    const CoxMoments* at_risk = nullptr;
    const CoxMoments* events = nullptr;
  };
  // visit(event) from the last event time of each stratum to its first.
  template <class Visit>
  void run(const Visit& visit) const;

  // Adds the event time's term to `sum`.
  void add_term(const Event& event, Likelihood& sum) const;

  double log_weight(std::size_t row) const { return logs_[row]; }
  double weight(std::size_t row) const { return weights_[row]; }
  const SurvivalRows& rows() const { return rows_; }
  CoxTies ties() const { return ties_; }

 private:
  void add_events(const SurvivalRows::Group& group, Likelihood& sum) const;
  void add_exact(const Event& event, Likelihood& sum) const;

  const SurvivalRows& rows_;
  CoxTies ties_;
  std::vector<double> logs_, weights_;
};

template <class Visit>
void CoxPass::run(const Visit& visit) const {
  const std::size_t width = rows_.covariates();
  CoxMoments at_risk(width), events(width);
  std::size_t started = 0;
  for (std::size_t g = 0; g < rows_.groups().size(); ++g) {
    const SurvivalRows::Group& group = rows_.groups()[g];
    if (group.begin == group.stratum_begin) {
      at_risk.clear();
      started = group.stratum_begin;
    }
    events.clear();
    for (std::size_t i = group.begin; i < group.middle; ++i) events.add(rows_.row(i), weights_[i]);
    for (std::size_t i = group.middle; i < group.end; ++i) at_risk.add(rows_.row(i), weights_[i]);
    at_risk.add(events);
    for (; started < group.not_started; ++started) {
      const std::uint32_t row = rows_.starts()[started];
      at_risk.add(rows_.row(row), weights_[row], -1);
    }
    if (group.middle > group.begin) visit(Event{g, &at_risk, &events});
  }
}

Likelihood cox_likelihood(const SurvivalRows& rows, CoxTies ties, std::span<const double> coefficients);

}  // namespace staysail::statistics
