#include "staysail/statistics/weibull_aft.hpp"

#include <cmath>
#include <string>

#include "statistics/fast_exponential.hpp"
#include "statistics/regression_scale.hpp"

namespace staysail::statistics {
namespace {

// Adds one row at place (intercept, coefficients, ln scale). With z = (ln t - location) / scale the log-likelihood is
// z - ln(scale) - e^z - ln t of an event, -e^z of a row cut off.
class WeibullSum {
 public:
  WeibullSum(std::span<const double> place, std::size_t width)
      : place_(place), width_(width), scale_(exponential(place.back())), x_(width + 1, 1) {
    sum_ = {0, std::vector<double>(width + 2), Symmetric(width + 2)};
  }

  void add(const double* covariates, double log_time, bool event) {
    double location = place_[0];
    for (std::size_t j = 0; j < width_; ++j) {
      x_[j + 1] = covariates[j];
      location += covariates[j] * place_[j + 1];
    }
    const double z = (log_time - location) / scale_;
    const double e = fast_exponential(z);
    const double d = event ? 1 : 0;
    sum_.value += d * (z - place_.back() - log_time) - e;
    const double by_location = (e - d) / scale_;
    const double mixed = (e - d + z * e) / scale_;  // less the derivative of by_location by ln(scale)
    for (std::size_t i = 0; i <= width_; ++i) {
      sum_.gradient[i] += by_location * x_[i];
      for (std::size_t j = 0; j <= i; ++j) sum_.information.at(i, j) += e / (scale_ * scale_) * x_[i] * x_[j];
      sum_.information.at(width_ + 1, i) += mixed * x_[i];
    }
    sum_.gradient[width_ + 1] += (e - d) * z - d;
    sum_.information.at(width_ + 1, width_ + 1) += z * z * e + (e - d) * z;
  }
  Likelihood take() { return std::move(sum_); }

 private:
  std::span<const double> place_;
  std::size_t width_;
  double scale_;
  std::vector<double> x_;
  Likelihood sum_;
};

// `width` 0: the model without covariates.
Likelihood likelihood_of_rows(const SurvivalRows& rows, std::size_t width, std::span<const double> place) {
  WeibullSum sum(place, width);
  for (const SurvivalRows::Group& group : rows.groups()) {
    const double log_time = natural_log(group.time);
    for (std::size_t i = group.begin; i < group.end; ++i) sum.add(rows.row(i), log_time, i < group.middle);
  }
  return sum.take();
}

// The exponential law of the mean duration: exposure over events.
double log_mean(const SurvivalRows& rows) {
  double exposure = 0, events = 0;
  for (const SurvivalRows::Group& group : rows.groups()) {
    exposure += group.time * static_cast<double>(group.end - group.begin);
    events += group.events();
  }
  return natural_log(exposure / events);
}

// From centred covariates in deviations to those of the caller: the intercept takes over what the means were worth.
Estimates unscaled(const SurvivalRows& rows, const Maximum& maximum, const Symmetric& covariance) {
  const std::vector<double> shift = shift_to_zero(rows);
  const std::size_t width = rows.covariates();
  std::vector<double> weights(width + 2, 0);
  weights[0] = 1;
  double intercept = maximum.place[0];
  for (std::size_t j = 0; j < width; ++j) {
    weights[j + 1] = shift[j];
    intercept += shift[j] * maximum.place[j + 1];
  }
  Estimates estimates{{intercept}, {std::sqrt(quadratic_form(covariance, weights))}, maximum.likelihood.value};
  for (std::size_t j = 0; j < width; ++j) {
    estimates.parameters.push_back(maximum.place[j + 1] / rows.deviations()[j]);
    estimates.standard_errors.push_back(std::sqrt(covariance.at(j + 1, j + 1)) / rows.deviations()[j]);
  }
  estimates.parameters.push_back(maximum.place.back());
  estimates.standard_errors.push_back(std::sqrt(covariance.at(width + 1, width + 1)));
  return estimates;
}

Status check(const SurvivalColumns& data) {
  if (!data.start.empty() || !data.stratum.empty())
    return Error(Errc::invalid_argument, "the Weibull model takes no start and no strata; use Cox's");
  for (std::size_t row = 0; row < data.duration.size(); ++row)
    if (data.duration[row] == 0)
      return Error(Errc::invalid_argument,
                   "row " + std::to_string(row + 1) +
                       ": a Weibull duration is above 0; leave the row out, or count it as half a unit");
  return ok();
}

}  // namespace

Result<WeibullAft> WeibullAft::fit(const SurvivalColumns& data) {
  STAYSAIL_CHECK(check(data));
  STAYSAIL_TRY(const SurvivalRows rows, SurvivalRows::of(data));
  const auto likelihood = [&](std::size_t width) {
    return [&rows, width](std::span<const double> place) { return likelihood_of_rows(rows, width, place); };
  };
  const Maximum alone = maximise(likelihood(0), {log_mean(rows), 0});
  if (!alone.converged || !(alone.place[1] > -16))
    return Error(Errc::degenerate_input, "durations that are all alike have no Weibull law");
  std::vector<double> start(rows.covariates() + 2, 0);
  start.front() = alone.place[0];
  start.back() = alone.place[1];
  const Maximum maximum = maximise(likelihood(rows.covariates()), start);
  STAYSAIL_CHECK(check_independent(rows, maximum.at_start.information, 1));
  const std::optional<Cholesky> factor = Cholesky::of(maximum.likelihood.information);
  const Symmetric covariance = factor ? factor->inverse() : Symmetric();
  STAYSAIL_CHECK(check_finite(rows, maximum, root_diagonal(covariance), 1));
  WeibullAft model(unscaled(rows, maximum, covariance));
  model.null_log_likelihood_ = alone.likelihood.value;
  return model;
}

double WeibullAft::location(std::span<const double> covariates) const {
  double location = estimates_.parameters[0];
  for (std::size_t j = 0; j < covariates.size(); ++j) location += covariates[j] * estimates_.parameters[j + 1];
  return location;
}

double WeibullAft::scale() const { return exponential(estimates_.parameters.back()); }

double WeibullAft::survival(double time, std::span<const double> covariates) const {
  return exponential(-exponential((natural_log(time) - location(covariates)) / scale()));
}

double WeibullAft::quantile(double share, std::span<const double> covariates) const {
  return exponential(location(covariates) + scale() * natural_log(-log_one_plus(-share)));
}

}  // namespace staysail::statistics
