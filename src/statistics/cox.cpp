#include "staysail/statistics/cox.hpp"

#include <algorithm>
#include <cmath>

#include "statistics/cox_inside.hpp"
#include "statistics/regression_scale.hpp"
#include "staysail/statistics/distribution.hpp"

namespace staysail::statistics {
namespace {

ChiSquareTest chi_square(double statistic, std::size_t degrees) {
  const auto count = static_cast<double>(degrees);
  return {statistic, count, chi_square_upper_tail(std::max(0.0, statistic), count)};
}

}  // namespace

class CoxFit {
 public:
  static Result<CoxModel> run(const SurvivalColumns& data, CoxTies ties) {
    auto inside = std::make_shared<CoxModel::Inside>();
    STAYSAIL_TRY(inside->rows, SurvivalRows::of(data));
    inside->ties = ties;
    const SurvivalRows& rows = inside->rows;
    const Maximum maximum =
        maximise([&](std::span<const double> coefficients) { return cox_likelihood(rows, ties, coefficients); },
                 std::vector<double>(rows.covariates(), 0));
    if (!std::isfinite(maximum.at_start.value))
      return Error(Errc::limit_exceeded, "too many events at one time for the exact treatment of ties; use Efron's");
    STAYSAIL_CHECK(check_independent(rows, maximum.at_start.information));
    const std::optional<Cholesky> factor = Cholesky::of(maximum.likelihood.information);
    if (factor) inside->covariance = factor->inverse();
    const std::vector<double> errors = root_diagonal(inside->covariance);
    STAYSAIL_CHECK(check_finite(rows, maximum, errors));
    inside->coefficients = maximum.place;
    inside->information = maximum.likelihood.information;
    return finished(std::move(inside), maximum, errors);
  }

 private:
  static CoxModel finished(std::shared_ptr<const CoxModel::Inside> inside, const Maximum& maximum,
                           const std::vector<double>& errors) {
    CoxModel model;
    const std::vector<double>& deviations = inside->rows.deviations();
    for (std::size_t j = 0; j < errors.size(); ++j) {
      model.estimates_.parameters.push_back(maximum.place[j] / deviations[j]);
      model.estimates_.standard_errors.push_back(errors[j] / deviations[j]);
    }
    model.estimates_.log_likelihood = maximum.likelihood.value;
    model.null_log_likelihood_ = maximum.at_start.value;
    const std::vector<double>& score = maximum.at_start.gradient;
    const std::vector<double> solved = Cholesky::of(maximum.at_start.information)->solve(score);
    double statistic = 0;
    for (std::size_t j = 0; j < score.size(); ++j) statistic += score[j] * solved[j];
    model.score_test_ = chi_square(statistic, score.size());
    model.inside_ = std::move(inside);
    return model;
  }
};

Result<CoxModel> CoxModel::fit(const SurvivalColumns& data, CoxTies ties) { return CoxFit::run(data, ties); }

double CoxModel::covariance(std::size_t i, std::size_t j) const {
  const std::vector<double>& deviations = inside_->rows.deviations();
  return inside_->covariance(i, j) / (deviations[i] * deviations[j]);
}

ChiSquareTest CoxModel::likelihood_ratio_test() const {
  return chi_square(2 * (estimates_.log_likelihood - null_log_likelihood_), estimates_.parameters.size());
}

ChiSquareTest CoxModel::wald_test() const {
  return chi_square(quadratic_form(inside_->information, inside_->coefficients), estimates_.parameters.size());
}

// The hazard at an event time is the sum of 1/a; of the covariates' means it is brought to 0 of all.
std::vector<CoxModel::BaselineStep> CoxModel::baseline(std::uint32_t stratum) const {
  const SurvivalRows& rows = inside_->rows;
  double at_means = 0;
  for (std::size_t j = 0; j < rows.covariates(); ++j)
    at_means += inside_->coefficients[j] * rows.means()[j] / rows.deviations()[j];
  const double scale = exponential(-at_means);
  const CoxPass pass(rows, inside_->ties, inside_->coefficients);
  std::vector<BaselineStep> steps;
  pass.run([&](const CoxPass::Event& event) {
    const SurvivalRows::Group& group = rows.groups()[event.group];
    if (group.stratum != stratum) return;
    const TieSums sums =
        TieSums::of(event.at_risk->weight(), event.events->weight(), group.middle - group.begin, inside_->ties);
    steps.push_back({group.time, sums.inverse * scale});
  });
  std::reverse(steps.begin(), steps.end());
  for (std::size_t i = 1; i < steps.size(); ++i) steps[i].cumulative_hazard += steps[i - 1].cumulative_hazard;
  return steps;
}

}  // namespace staysail::statistics
