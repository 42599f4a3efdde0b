// UpliftModel: how much more of an outcome a treatment brings about in each customer, learnt from customers some of
// whom were treated. The scorer below is the library's own shrunk regression (statistics/shrunk_regression.hpp):
// logistic for an outcome of 0 and 1, linear for any other.
//
// The same bytes for any order of rows and columns. Immutable; safe to share between threads.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/control.hpp"
#include "staysail/base/result.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/statistics/interval.hpp"

namespace staysail {

// How an uplift is learnt from outcomes of which each customer shows one only (e: the probability of being treated).
enum class UpliftLearner : std::uint8_t {
  s_learner,   // one model of the outcome, with the arm among its columns and with each column's part in the arm
  t_learner,   // two models, one an arm; the difference of what they expect
  x_learner,   // models of what each arm gained over the other arm's model, weighed by e (Kuenzel et al. 2019)
  dr_learner,  // a model of outcomes made good for the arm and for the model's misses, cross-fitted (Kennedy 2020)
  class_transformation,  // a model of "outcome where treated, none where not" (Jaskowski and Jaroszewicz 2012)
};
inline constexpr std::array kUpliftLearners = {UpliftLearner::s_learner, UpliftLearner::t_learner,
                                               UpliftLearner::x_learner, UpliftLearner::dr_learner,
                                               UpliftLearner::class_transformation};
// "SLearner", "TLearner", "XLearner", "DRLearner", "ClassTransformation".
std::string_view name_of(UpliftLearner learner) noexcept;
Result<UpliftLearner> uplift_learner_of(std::string_view name);

struct UpliftTraining {
  std::string outcome;  // a column of numbers or booleans
  std::string treated;  // a column of booleans, or of 0 and 1
  std::string id = {};  // carried along and never learnt from; may be empty
  UpliftLearner learner = UpliftLearner::t_learner;
  std::uint64_t seed = 0;  // of the parts of a cross-fit
};

// What to do with a customer in the next plan.
enum class UpliftSegment : std::uint8_t {
  persuadable,     // gains enough from the treatment: treat
  sure_thing,      // the outcome comes without it
  lost_cause,      // the outcome does not come with it either
  do_not_disturb,  // loses by it: leave alone
};
std::string_view name_of(UpliftSegment segment) noexcept;

struct UpliftBounds {
  double least_gain = 0.01;  // in units of the outcome: what pays for a contact; the same below 0 is harm
  std::optional<double>
      sure;  // expected without treatment, from which on one is sure; absent: the mean of the untreated
};

struct UpliftScores {
  std::vector<double> uplift;
  std::vector<double> untreated;  // the outcome expected without treatment
};

class UpliftModel {
 public:
  // Errors: `not_found` for a column that is not there, `type_mismatch` for an outcome of texts, `invalid_argument` for
  // one that is not known in each row or for marks of an arm other than 0 and 1, `degenerate_input` for an arm of fewer
  // than ten rows, no column to learn from, or a class transformation of an outcome other than 0 and 1; `cancelled`.
  static Result<UpliftModel> fit(const Batch& frame, const UpliftTraining& training, const Control& control = {});

  // One each a row. `schema_mismatch` naming a column that is missing or of another kind.
  Result<UpliftScores> scores(const Batch& frame) const;
  // uplift, untreated, treated (both expected outcomes) and segment, after the id where the model has one.
  Result<Batch> predict(const Batch& frame, const UpliftBounds& bounds = {}) const;
  UpliftSegment segment_of(double uplift, double untreated, const UpliftBounds& bounds) const;
  const UpliftTraining& training() const;

  struct State;

 private:
  explicit UpliftModel(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

// How well the scores of a learner order customers whom it did not see.
struct UpliftCandidate {
  UpliftLearner learner = UpliftLearner::t_learner;
  double qini = 0;                    // area_n2 of statistics/uplift_curve.hpp; 0 is chance
  statistics::Interval interval;      // of it, by the jackknife over groups of rows
  statistics::Interval behind_first;  // of its difference to the first candidate; (0, 0) of the first itself
};

struct UpliftSearch {
  std::vector<UpliftLearner> learners = {kUpliftLearners.begin(), kUpliftLearners.end()};
  std::uint32_t folds = 5;
  double confidence = 0.95;

  // `invalid_argument` for no learner, one named twice, fewer than two folds or a confidence outside (0, 1).
  Status validate() const;
};

struct UpliftChoice {
  std::vector<UpliftCandidate> candidates;  // the greatest qini first; equal ones in the order of their names
  bool orders = false;                      // the first one's interval lies above 0: scores order better than chance
  UpliftModel model;                        // the first one, fitted to all rows
};

// The learner that ranks best those customers whom it did not see: each is fitted to all folds but one and scores that
// one. `training.learner` is not read. A class transformation is left out where the outcome is other than 0 and 1.
Result<UpliftChoice> choose_uplift_model(const Batch& frame, const UpliftTraining& training,
                                         const UpliftSearch& search = {}, const Control& control = {});

}  // namespace staysail
