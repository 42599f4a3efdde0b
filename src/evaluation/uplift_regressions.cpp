#include "evaluation/uplift_regressions.hpp"

#include <algorithm>

namespace staysail::evaluation {
namespace {

using statistics::RegressionLink;
using statistics::ShrunkRegression;

constexpr std::uint32_t kParts = 5;  // of a cross-fit
// Nobody is taken to be certain of an arm: one row would weigh more than all others.
constexpr double kLeastChance = 0.01;

double held(double chance) { return std::min(std::max(chance, kLeastChance), 1 - kLeastChance); }

// The arm as a half above or below, so that the parts of both arms are alike.
std::vector<double> with_arm(std::span<const double> covariates, double arm) {
  std::vector<double> row(covariates.begin(), covariates.end());
  row.push_back(arm);
  for (const double covariate : covariates) row.push_back(covariate * arm);
  return row;
}

class LearnerFit {
 public:
  LearnerFit(const UpliftRows& rows, std::span<const std::uint32_t> groups, const UpliftTraining& training,
             const Control& control)
      : rows_(rows),
        groups_(groups),
        training_(training),
        control_(control),
        link_(rows.binary() ? RegressionLink::logit : RegressionLink::identity) {}

  Result<UpliftRegressions> run() {
    if (training_.learner == UpliftLearner::s_learner) {
      STAYSAIL_TRY(fitted_.single, single());
      return std::move(fitted_);
    }
    const UpliftRows without = rows_.arm(0);
    STAYSAIL_TRY(fitted_.untreated, fit(without, without.outcome, link_));
    switch (training_.learner) {
      case UpliftLearner::t_learner: STAYSAIL_CHECK(treated()); break;
      case UpliftLearner::x_learner: STAYSAIL_CHECK(gains(without)); break;
      case UpliftLearner::dr_learner: STAYSAIL_CHECK(effect()); break;
      default: STAYSAIL_CHECK(transformed()); break;
    }
    return std::move(fitted_);
  }

 private:
  Result<ShrunkRegression> fit(const UpliftRows& rows, std::span<const double> target, RegressionLink link,
                               std::span<const double> weights = {}) const {
    STAYSAIL_CHECK(control_.check());
    return ShrunkRegression::fit({rows.width, rows.covariates, target, weights, groups_}, link);
  }

  // Parts of the covariates in the arm are groups of their own: they are small beside the covariates themselves.
  Result<ShrunkRegression> single() const {
    std::vector<double> design;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const std::vector<double> row = with_arm(rows_.row(i), rows_.treated[i] - 0.5);
      design.insert(design.end(), row.begin(), row.end());
    }
    const std::uint32_t kinds = *std::max_element(groups_.begin(), groups_.end()) + 1;
    std::vector<std::uint32_t> groups(groups_.begin(), groups_.end());
    groups.push_back(2 * kinds);
    for (const std::uint32_t group : groups_) groups.push_back(kinds + group);
    return ShrunkRegression::fit({2 * rows_.width + 1, design, rows_.outcome, {}, groups}, link_);
  }

  Status treated() {
    const UpliftRows with = rows_.arm(1);
    STAYSAIL_TRY(fitted_.treated, fit(with, with.outcome, link_));
    return ok();
  }

  Result<ShrunkRegression> chance_of_arm(const UpliftRows& rows) const {
    const std::vector<double> arms(rows.treated.begin(), rows.treated.end());
    return fit(rows, arms, RegressionLink::logit);
  }

  Status gains(const UpliftRows& without) {
    const UpliftRows with = rows_.arm(1);
    STAYSAIL_TRY(const ShrunkRegression expected_with, fit(with, with.outcome, link_));
    std::vector<double> gained, forgone;
    for (std::size_t i = 0; i < with.size(); ++i)
      gained.push_back(with.outcome[i] - fitted_.untreated->mean(with.row(i)));
    for (std::size_t i = 0; i < without.size(); ++i)
      forgone.push_back(expected_with.mean(without.row(i)) - without.outcome[i]);
    STAYSAIL_TRY(fitted_.gain_treated, fit(with, gained, RegressionLink::identity));
    STAYSAIL_TRY(fitted_.gain_untreated, fit(without, forgone, RegressionLink::identity));
    STAYSAIL_TRY(fitted_.propensity, chance_of_arm(rows_));
    return ok();
  }

  // Each row is judged by models that did not see it.
  Status effect() {
    std::vector<double> made_good(rows_.size());
    for (std::uint32_t part = 0; part < kParts; ++part) {
      const auto inside = [&](std::size_t i) { return part_of_row(i, kParts, training_.seed) == part; };
      STAYSAIL_CHECK(make_good(inside, made_good));
    }
    STAYSAIL_TRY(fitted_.effect, fit(rows_, made_good, RegressionLink::identity));
    return ok();
  }

  template <class Inside>
  Status make_good(const Inside& inside, std::vector<double>& made_good) const {
    const UpliftRows others = rows_.where([&](std::size_t i) { return !inside(i); });
    const UpliftRows with = others.arm(1), without = others.arm(0);
    STAYSAIL_TRY(const ShrunkRegression expected_with, fit(with, with.outcome, link_));
    STAYSAIL_TRY(const ShrunkRegression expected_without, fit(without, without.outcome, link_));
    STAYSAIL_TRY(const ShrunkRegression chance, chance_of_arm(others));
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (!inside(i)) continue;
      const double e = held(chance.mean(rows_.row(i)));
      const double high = expected_with.mean(rows_.row(i)), low = expected_without.mean(rows_.row(i));
      const bool treated = rows_.treated[i] == 1;
      const double miss = treated ? (rows_.outcome[i] - high) / e : (low - rows_.outcome[i]) / (1 - e);
      made_good[i] = high - low + miss;
    }
    return ok();
  }

  Status transformed() {
    if (link_ != RegressionLink::logit)
      return Error(
          Errc::degenerate_input,
          "a class transformation needs an outcome of 0 and 1; take another learner for '" + training_.outcome + "'");
    STAYSAIL_TRY(const ShrunkRegression chance, chance_of_arm(rows_));
    std::vector<double> target, weights;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const double e = held(chance.mean(rows_.row(i)));
      target.push_back(rows_.outcome[i] == rows_.treated[i] ? 1 : 0);
      weights.push_back(1 / (rows_.treated[i] == 1 ? e : 1 - e));
    }
    STAYSAIL_TRY(fitted_.transformed, fit(rows_, target, RegressionLink::logit, weights));
    return ok();
  }

  const UpliftRows& rows_;
  std::span<const std::uint32_t> groups_;
  const UpliftTraining& training_;
  const Control& control_;
  RegressionLink link_;
  UpliftRegressions fitted_;
};

}  // namespace

Result<UpliftRegressions> UpliftRegressions::fit(const UpliftRows& rows, std::span<const std::uint32_t> groups,
                                                 const UpliftTraining& training, const Control& control) {
  return LearnerFit(rows, groups, training, control).run();
}

double UpliftRegressions::uplift(std::span<const double> covariates) const {
  if (single) return single->mean(with_arm(covariates, 0.5)) - single->mean(with_arm(covariates, -0.5));
  if (treated) return treated->mean(covariates) - untreated->mean(covariates);
  if (effect) return effect->mean(covariates);
  if (transformed) return 2 * transformed->mean(covariates) - 1;
  const double e = held(propensity->mean(covariates));
  return e * gain_untreated->mean(covariates) + (1 - e) * gain_treated->mean(covariates);
}

double UpliftRegressions::without(std::span<const double> covariates) const {
  return single ? single->mean(with_arm(covariates, -0.5)) : untreated->mean(covariates);
}

}  // namespace staysail::evaluation
