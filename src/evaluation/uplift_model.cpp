#include "staysail/evaluation/uplift_model.hpp"

#include <algorithm>
#include <cmath>

#include "evaluation/covariate_basis.hpp"
#include "evaluation/uplift_regressions.hpp"
#include "evaluation/uplift_rows.hpp"
#include "staysail/columns/column_of.hpp"

namespace staysail {
namespace {

using evaluation::CovariateBasis;
using evaluation::UpliftRegressions;
using evaluation::UpliftRows;

constexpr std::array<std::string_view, kUpliftLearners.size()> kNames = {"SLearner", "TLearner", "XLearner",
                                                                         "DRLearner", "ClassTransformation"};

double mean_untreated(const UpliftRows& rows) {
  const UpliftRows without = rows.arm(0);
  double sum = 0;
  for (const double outcome : without.outcome) sum += outcome;
  return sum / static_cast<double>(without.size());
}

Column real_column(std::string name, std::vector<double> values) {
  return column_of(Field{std::move(name), ColumnType::real, 0, {}}, std::move(values), {});
}

}  // namespace

std::string_view name_of(UpliftLearner learner) noexcept { return kNames[static_cast<std::size_t>(learner)]; }

Result<UpliftLearner> uplift_learner_of(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found != kNames.end()) return kUpliftLearners[static_cast<std::size_t>(found - kNames.begin())];
  return Error(Errc::invalid_argument,
               "a learner is SLearner, TLearner, XLearner, DRLearner or ClassTransformation: " + std::string(name));
}

std::string_view name_of(UpliftSegment segment) noexcept {
  constexpr std::array<std::string_view, 4> kSegments = {"persuadable", "sure_thing", "lost_cause", "do_not_disturb"};
  return kSegments[static_cast<std::size_t>(segment)];
}

struct UpliftModel::State {
  UpliftTraining training;
  CovariateBasis basis;
  UpliftRegressions regressions;
  double mean_untreated = 0;
};

Result<UpliftModel> UpliftModel::fit(const Batch& frame, const UpliftTraining& training, const Control& control) {
  STAYSAIL_TRY(CovariateBasis basis, CovariateBasis::fit(frame, evaluation::covariates_of(frame, training)));
  if (!training.id.empty() && frame.find(training.id) == nullptr)
    return Error(Errc::not_found, "the frame has no column of ids named '" + training.id + "'");
  STAYSAIL_TRY(const UpliftRows rows, UpliftRows::of(frame, training, basis));
  STAYSAIL_TRY(UpliftRegressions regressions, UpliftRegressions::fit(rows, basis.groups(), training, control));
  return UpliftModel(
      std::make_shared<const State>(State{training, std::move(basis), std::move(regressions), mean_untreated(rows)}));
}

Result<UpliftScores> UpliftModel::scores(const Batch& frame) const {
  STAYSAIL_TRY(const std::vector<double> rows, state_->basis.rows(frame));
  const std::size_t width = state_->basis.width();
  UpliftScores scores;
  for (std::size_t i = 0; i < frame.rows(); ++i) {
    const std::span<const double> row(rows.data() + i * width, width);
    scores.uplift.push_back(state_->regressions.uplift(row));
    scores.untreated.push_back(state_->regressions.without(row));
  }
  return scores;
}

UpliftSegment UpliftModel::segment_of(double uplift, double untreated, const UpliftBounds& bounds) const {
  if (uplift >= bounds.least_gain) return UpliftSegment::persuadable;
  if (uplift <= -bounds.least_gain) return UpliftSegment::do_not_disturb;
  const double sure = bounds.sure.value_or(state_->mean_untreated);
  return untreated >= sure ? UpliftSegment::sure_thing : UpliftSegment::lost_cause;
}

Result<Batch> UpliftModel::predict(const Batch& frame, const UpliftBounds& bounds) const {
  if (!(bounds.least_gain > 0) || !std::isfinite(bounds.least_gain))
    return Error(Errc::invalid_argument, "the least gain that pays is above 0, in units of the outcome");
  STAYSAIL_TRY(UpliftScores scores, this->scores(frame));
  std::vector<double> treated(frame.rows());
  ColumnBuilder segment(Field{"segment", ColumnType::text, 0, {}});
  for (std::size_t i = 0; i < frame.rows(); ++i) {
    treated[i] = scores.untreated[i] + scores.uplift[i];
    segment.append_text(name_of(segment_of(scores.uplift[i], scores.untreated[i], bounds)));
  }
  std::vector<Column> columns;
  if (const std::string& id = state_->training.id; !id.empty()) {
    const Column* ids = frame.find(id);
    if (ids == nullptr) return Error(Errc::schema_mismatch, "the frame has no column of ids named '" + id + "'");
    columns.push_back(*ids);
  }
  columns.push_back(real_column("uplift", std::move(scores.uplift)));
  columns.push_back(real_column("untreated", std::move(scores.untreated)));
  columns.push_back(real_column("treated", std::move(treated)));
  columns.push_back(segment.finish());
  return Batch::of(std::move(columns));
}

const UpliftTraining& UpliftModel::training() const { return state_->training; }

}  // namespace staysail
