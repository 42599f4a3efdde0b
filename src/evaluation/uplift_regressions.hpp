// The regressions that a learner of uplift is made of.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "evaluation/uplift_rows.hpp"
#include "staysail/statistics/shrunk_regression.hpp"

namespace staysail::evaluation {

// Fitted on rows; which of them there are depends on the learner.
struct UpliftRegressions {
  std::optional<statistics::ShrunkRegression> single;          // s_learner: of covariates, arm and covariates x arm
  std::optional<statistics::ShrunkRegression> untreated;       // of the outcome; all but s_learner
  std::optional<statistics::ShrunkRegression> treated;         // t_learner
  std::optional<statistics::ShrunkRegression> gain_treated;    // x_learner: outcome less what was expected without
  std::optional<statistics::ShrunkRegression> gain_untreated;  // x_learner: what was expected with, less outcome
  std::optional<statistics::ShrunkRegression> propensity;      // x_learner
  std::optional<statistics::ShrunkRegression> effect;          // dr_learner
  std::optional<statistics::ShrunkRegression> transformed;     // class_transformation

  // `groups`: of the covariates.
  static Result<UpliftRegressions> fit(const UpliftRows& rows, std::span<const std::uint32_t> groups,
                                       const UpliftTraining& training, const Control& control);
  double uplift(std::span<const double> covariates) const;
  double without(std::span<const double> covariates) const;  // the outcome expected without treatment
};

}  // namespace staysail::evaluation
