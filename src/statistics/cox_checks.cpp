// What a Cox model tells of itself: concordance, robust errors, whether hazards are proportional.
#include <algorithm>
#include <cmath>
#include <string>

#include "statistics/cox_inside.hpp"
#include "statistics/rank_pairs.hpp"
#include "staysail/statistics/distribution.hpp"
#include "staysail/statistics/kaplan_meier.hpp"

namespace staysail::statistics {
namespace {

// Cumulative sums over the event times of a stratum, from the first: of the hazard, and of the hazard times the mean of
// the covariates among those at risk.
struct HazardStep {
  double time = 0;
  double hazard = 0;
  std::vector<double> mean;
  // The same at this time alone for those who have the event, whom Efron's treatment counts in part.
  double own_hazard = 0;
  std::vector<double> own_mean;
  std::vector<double> events_mean;  // what the covariates of an event are compared with
};

HazardStep step_at(const CoxPass& pass, const CoxPass::Event& event) {
  const SurvivalRows::Group& group = pass.rows().groups()[event.group];
  const TieSums sums =
      TieSums::of(event.at_risk->weight(), event.events->weight(), group.middle - group.begin, pass.ties());
  HazardStep step{group.time, sums.inverse, {}, sums.inverse - sums.share, {}, {}};
  for (std::size_t j = 0; j < pass.rows().covariates(); ++j) {
    const double s = event.at_risk->first()[j];
    const double d = event.events->first()[j];
    step.mean.push_back(s * sums.inverse2 - d * sums.share_inverse2);
    step.own_mean.push_back(s * (sums.inverse2 - sums.share_inverse2) - d * (sums.share_inverse2 - sums.share2));
    step.events_mean.push_back((s * sums.inverse - d * sums.share) / group.events());
  }
  return step;
}

class ScoreResiduals {
 public:
  explicit ScoreResiduals(const CoxPass& pass) : pass_(pass), rows_(pass.rows()), width_(rows_.covariates()) {
    values_.assign(rows_.size() * width_, 0);
    std::vector<HazardStep> steps;  // of one stratum, from its last time
    std::size_t group = 0;
    pass_.run([&](const CoxPass::Event& event) {
      if (!steps.empty() && rows_.groups()[event.group].stratum != rows_.groups()[group].stratum) {
        stratum(steps, rows_.groups()[group].stratum);
        steps.clear();
      }
      group = event.group;
      steps.push_back(step_at(pass_, event));
    });
    if (!steps.empty()) stratum(steps, rows_.groups()[group].stratum);
  }
  const double* row(std::size_t i) const { return values_.data() + i * width_; }

 private:
  void stratum(std::vector<HazardStep>& steps, std::uint32_t stratum) {
    std::reverse(steps.begin(), steps.end());
    for (std::size_t k = 1; k < steps.size(); ++k) {
      steps[k].hazard += steps[k - 1].hazard;
      for (std::size_t j = 0; j < width_; ++j) steps[k].mean[j] += steps[k - 1].mean[j];
    }
    const auto& groups = rows_.groups();
    while (next_group_ < groups.size() && groups[next_group_].stratum < stratum) ++next_group_;
    for (; next_group_ < groups.size() && groups[next_group_].stratum == stratum; ++next_group_) {
      const SurvivalRows::Group& group = groups[next_group_];
      for (std::size_t i = group.begin; i < group.end; ++i) {
        if (i < group.middle) event(steps, i, group.time);
        else subtract(steps, i, group.time, 1);
        if (!rows_.start().empty()) subtract(steps, i, rows_.start()[i], -1);
      }
    }
  }

  // At its own time an event is compared with the others; before, it was at risk like all.
  void event(const std::vector<HazardStep>& steps, std::size_t i, double time) {
    const auto own = std::lower_bound(steps.begin(), steps.end(), time,
                                      [](const HazardStep& step, double wanted) { return step.time < wanted; });
    if (own != steps.begin()) subtract(steps, i, std::prev(own)->time, 1);
    double* to = values_.data() + i * width_;
    for (std::size_t j = 0; j < width_; ++j) {
      const double x = rows_.row(i)[j];
      to[j] += x - own->events_mean[j] - pass_.weight(i) * (x * own->own_hazard - own->own_mean[j]);
    }
  }

  // The row was at risk of all events up to `time`.
  void subtract(const std::vector<HazardStep>& steps, std::size_t i, double time, double sign) {
    const auto after = std::upper_bound(steps.begin(), steps.end(), time,
                                        [](double wanted, const HazardStep& step) { return wanted < step.time; });
    if (after == steps.begin()) return;
    const HazardStep& step = *std::prev(after);
    double* to = values_.data() + i * width_;
    for (std::size_t j = 0; j < width_; ++j)
      to[j] -= sign * pass_.weight(i) * (rows_.row(i)[j] * step.hazard - step.mean[j]);
  }

  const CoxPass& pass_;
  const SurvivalRows& rows_;
  std::size_t width_;
  std::size_t next_group_ = 0;
  std::vector<double> values_;
};

// V M V, for symmetric V and M.
Symmetric sandwich(const Symmetric& v, const Symmetric& m) {
  Symmetric result(v.size());
  for (std::size_t i = 0; i < v.size(); ++i)
    for (std::size_t j = 0; j <= i; ++j)
      for (std::size_t k = 0; k < v.size(); ++k)
        for (std::size_t l = 0; l < v.size(); ++l) result.at(i, j) += v(i, k) * m(k, l) * v(l, j);
  return result;
}

Result<KaplanMeier> curve_of(const SurvivalRows& rows) {
  std::vector<double> durations;
  std::vector<std::uint8_t> events;
  for (const SurvivalRows::Group& group : rows.groups())
    for (std::size_t i = group.begin; i < group.end; ++i) {
      durations.push_back(group.time);
      events.push_back(i < group.middle ? 1 : 0);
    }
  STAYSAIL_TRY(const RiskTable table, RiskTable::of(durations, events));
  return KaplanMeier::of(table);
}

// The score of adding each covariate times g(time), g = 1 - S(time-) less its mean over events, and what its variance
// is made of: with V_k the information of event time k and s_k its score, the score is sum g s_k and its variance sum
// g^2 V_k - (sum g V_k) (sum V_k)^-1 (sum g V_k).
struct TimeScore {
  TimeScore(const CoxPass& pass, const KaplanMeier& curve)
      : score(pass.rows().covariates(), 0), first(score.size()), second(score.size()) {
    const auto& groups = pass.rows().groups();
    double events = 0, sum = 0;
    for (const SurvivalRows::Group& group : groups) {
      events += group.events();
      sum += group.events() * (1 - curve.survival_before(group.time));
    }
    pass.run([&](const CoxPass::Event& event) {
      add(pass, event, 1 - curve.survival_before(groups[event.group].time) - sum / events);
    });
  }

  void add(const CoxPass& pass, const CoxPass::Event& event, double g) {
    Likelihood term{0, std::vector<double>(score.size(), 0), Symmetric(score.size())};
    pass.add_term(event, term);
    for (std::size_t j = 0; j < score.size(); ++j) score[j] += g * term.gradient[j];
    for (std::size_t c = 0; c < term.information.cells().size(); ++c) {
      first.cells()[c] += g * term.information.cells()[c];
      second.cells()[c] += g * g * term.information.cells()[c];
    }
  }

  std::vector<double> score;
  Symmetric first, second;
};

}  // namespace

std::optional<double> CoxModel::concordance() const {
  const SurvivalRows& rows = inside_->rows;
  const CoxPass pass(rows, inside_->ties, inside_->coefficients);
  std::vector<double> risks(rows.size());
  for (std::size_t i = 0; i < risks.size(); ++i) risks[i] = pass.log_weight(i);
  const Ranks ranked(risks);
  const std::vector<std::size_t>& ranks = ranked.of;
  RankCounts later(ranked.count);
  Pairs pairs;
  std::size_t started = 0;
  for (const SurvivalRows::Group& group : rows.groups()) {
    if (group.begin == group.stratum_begin) {
      later.clear();
      started = group.begin;
    }
    for (std::size_t i = group.middle; i < group.end; ++i) later.add(ranks[i], 1);
    for (; started < group.not_started; ++started) later.add(ranks[rows.starts()[started]], -1);
    for (std::size_t i = group.begin; i < group.middle; ++i) pairs.count(later, ranks[i]);
    for (std::size_t i = group.begin; i < group.middle; ++i) later.add(ranks[i], 1);
  }
  return pairs.concordance();
}

Result<std::vector<double>> CoxModel::robust_errors(std::span<const std::uint32_t> clusters) const {
  const SurvivalRows& rows = inside_->rows;
  if (inside_->ties == CoxTies::exact)
    return Error(Errc::unsupported, "robust errors are there for Efron's and Breslow's treatment of ties");
  if (!clusters.empty() && clusters.size() != rows.size())
    return Error(Errc::invalid_argument, "there is one cluster a row; given: " + std::to_string(clusters.size()) +
                                             " for " + std::to_string(rows.size()) + " rows");
  const CoxPass pass(rows, inside_->ties, inside_->coefficients);
  const ScoreResiduals residuals(pass);
  const std::size_t width = rows.covariates();
  std::size_t most = rows.size();
  if (!clusters.empty()) most = *std::max_element(clusters.begin(), clusters.end()) + std::size_t{1};
  std::vector<double> sums(most * width, 0);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::size_t cluster = clusters.empty() ? i : clusters[rows.source(i)];
    for (std::size_t j = 0; j < width; ++j) sums[cluster * width + j] += residuals.row(i)[j];
  }
  Symmetric meat(width);
  for (std::size_t begin = 0; begin < sums.size(); begin += width)
    for (std::size_t j = 0; j < width; ++j)
      for (std::size_t k = 0; k <= j; ++k) meat.at(j, k) += sums[begin + j] * sums[begin + k];
  std::vector<double> errors = root_diagonal(sandwich(inside_->covariance, meat));
  for (std::size_t j = 0; j < width; ++j) errors[j] /= rows.deviations()[j];
  return errors;
}

Result<ProportionalityTest> CoxModel::proportionality() const {
  const SurvivalRows& rows = inside_->rows;
  STAYSAIL_TRY(const KaplanMeier curve, curve_of(rows));
  TimeScore sums(CoxPass(rows, inside_->ties, inside_->coefficients), curve);
  const Symmetric explained = sandwich(sums.first, inside_->covariance);
  for (std::size_t c = 0; c < explained.cells().size(); ++c) sums.second.cells()[c] -= explained.cells()[c];
  const std::optional<Cholesky> factor = Cholesky::of(sums.second);
  if (!factor) return Error(Errc::degenerate_input, "whether effects change with time needs events at several times");
  ProportionalityTest test;
  double together = 0;
  const std::vector<double> solved = factor->solve(sums.score);
  for (std::size_t j = 0; j < solved.size(); ++j) {
    together += sums.score[j] * solved[j];
    const double statistic = sums.score[j] * sums.score[j] / sums.second.at(j, j);
    test.by_covariate.push_back({statistic, 1, chi_square_upper_tail(statistic, 1)});
  }
  const auto degrees = static_cast<double>(solved.size());
  test.together = {together, degrees, chi_square_upper_tail(together, degrees)};
  return test;
}

}  // namespace staysail::statistics
