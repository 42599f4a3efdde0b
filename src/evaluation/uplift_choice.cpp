#include <algorithm>
#include <cmath>
#include <set>

#include "evaluation/uplift_rows.hpp"
#include "staysail/evaluation/uplift_model.hpp"
#include "staysail/statistics/distribution.hpp"
#include "staysail/statistics/uplift_curve.hpp"

namespace staysail {
namespace {

using evaluation::CovariateBasis;
using evaluation::part_of_row;
using evaluation::UpliftRows;

constexpr std::uint32_t kGroups = 50;  // of the jackknife

Result<double> qini_where(const UpliftRows& rows, const std::vector<double>& score,
                          const std::function<bool(std::size_t)>& wanted) {
  std::vector<double> outcomes, scores;
  std::vector<std::uint8_t> treated;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!wanted(i)) continue;
    outcomes.push_back(rows.outcome[i]);
    treated.push_back(rows.treated[i]);
    scores.push_back(score[i]);
  }
  STAYSAIL_TRY(const auto curve, statistics::UpliftCurve::of(outcomes, treated, scores));
  return statistics::qini(curve, statistics::UpliftDefinition::area_n2);
}

// A figure, and the same without each group of rows in turn.
struct Jackknifed {
  double whole = 0;
  std::vector<double> without;

  Jackknifed less(const Jackknifed& other) const {
    Jackknifed difference{whole - other.whole, without};
    for (std::size_t g = 0; g < without.size(); ++g) difference.without[g] -= other.without[g];
    return difference;
  }
  statistics::Interval interval(double confidence) const {
    const double groups = static_cast<double>(without.size());
    double mean = 0, squares = 0;
    for (const double value : without) mean += value / groups;
    for (const double value : without) squares += (value - mean) * (value - mean);
    const double error = std::sqrt(squares * (groups - 1) / groups);
    const double half = statistics::student_two_sided_quantile(confidence, groups - 1) * error;
    return {whole - half, whole + half};
  }
};

class UpliftContest {
 public:
  UpliftContest(const Batch& frame, const UpliftTraining& training, const UpliftSearch& search, const Control& control)
      : frame_(frame), training_(training), search_(search), control_(control) {}

  Result<UpliftChoice> run() {
    STAYSAIL_CHECK(search_.validate());
    STAYSAIL_TRY(const auto basis, CovariateBasis::fit(frame_, evaluation::covariates_of(frame_, training_)));
    STAYSAIL_TRY(rows_, UpliftRows::of(frame_, training_, basis));
    split();
    std::vector<std::pair<UpliftLearner, Jackknifed>> judged;
    for (const UpliftLearner learner : search_.learners) {
      if (learner == UpliftLearner::class_transformation && !rows_.binary()) continue;
      STAYSAIL_TRY(Jackknifed qini, judge(learner));
      judged.emplace_back(learner, std::move(qini));
    }
    if (judged.empty())
      return Error(Errc::degenerate_input, "a class transformation alone cannot learn an outcome other than 0 and 1");
    std::stable_sort(judged.begin(), judged.end(), [](const auto& a, const auto& b) {
      return a.second.whole != b.second.whole ? a.second.whole > b.second.whole : a.first < b.first;
    });
    return choice(judged);
  }

 private:
  void split() {
    inside_.resize(search_.folds);
    outside_.resize(search_.folds);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      groups_.push_back(part_of_row(i, kGroups, training_.seed + 2));
      const std::uint32_t own = part_of_row(i, search_.folds, training_.seed + 1);
      for (std::uint32_t fold = 0; fold < search_.folds; ++fold)
        (fold == own ? inside_ : outside_)[fold].push_back(rows_.places[i]);
    }
  }

  Result<Jackknifed> judge(UpliftLearner learner) {
    std::vector<double> by_place(frame_.rows());
    for (std::uint32_t fold = 0; fold < search_.folds; ++fold) {
      STAYSAIL_CHECK(control_.check());
      UpliftTraining training = training_;
      training.learner = learner;
      STAYSAIL_TRY(const auto model, UpliftModel::fit(frame_.take(outside_[fold]), training, control_));
      STAYSAIL_TRY(const auto scores, model.scores(frame_.take(inside_[fold])));
      for (std::size_t i = 0; i < inside_[fold].size(); ++i) by_place[inside_[fold][i]] = scores.uplift[i];
    }
    std::vector<double> score;
    for (const std::uint32_t place : rows_.places) score.push_back(by_place[place]);
    return jackknifed(score);
  }

  Result<Jackknifed> jackknifed(const std::vector<double>& score) const {
    Jackknifed qini;
    STAYSAIL_TRY(qini.whole, qini_where(rows_, score, [](std::size_t) { return true; }));
    for (std::uint32_t group = 0; group < kGroups; ++group) {
      const auto outside = [&](std::size_t i) { return groups_[i] != group; };
      STAYSAIL_TRY(const double without, qini_where(rows_, score, outside));
      qini.without.push_back(without);
    }
    return qini;
  }

  Result<UpliftChoice> choice(const std::vector<std::pair<UpliftLearner, Jackknifed>>& judged) const {
    const Jackknifed& first = judged.front().second;
    std::vector<UpliftCandidate> candidates;
    for (const auto& [learner, qini] : judged) {
      const bool leads = candidates.empty();
      candidates.push_back({learner, qini.whole, qini.interval(search_.confidence),
                            leads ? statistics::Interval{0, 0} : qini.less(first).interval(search_.confidence)});
    }
    UpliftTraining training = training_;
    training.learner = judged.front().first;
    STAYSAIL_TRY(UpliftModel model, UpliftModel::fit(frame_, training, control_));
    const bool orders = candidates.front().interval.low > 0;
    return UpliftChoice{std::move(candidates), orders, std::move(model)};
  }

  const Batch& frame_;
  const UpliftTraining& training_;
  const UpliftSearch& search_;
  const Control& control_;
  UpliftRows rows_;
  std::vector<std::uint32_t> groups_;                         // of the jackknife, one a row
  std::vector<std::vector<std::uint32_t>> inside_, outside_;  // places of rows, of each fold
};

}  // namespace

Status UpliftSearch::validate() const {
  const std::set<UpliftLearner> once(learners.begin(), learners.end());
  if (learners.empty() || once.size() != learners.size())
    return Error(Errc::invalid_argument, "a choice needs learners, each named once");
  if (folds < 2 || folds > 100)
    return Error(Errc::invalid_argument, "a choice needs 2 to 100 folds; given: " + std::to_string(folds));
  if (!(confidence > 0 && confidence < 1))
    return Error(Errc::invalid_argument, "a confidence lies between 0 and 1, exclusive");
  return ok();
}

Result<UpliftChoice> choose_uplift_model(const Batch& frame, const UpliftTraining& training, const UpliftSearch& search,
                                         const Control& control) {
  return UpliftContest(frame, training, search, control).run();
}

}  // namespace staysail
