#include "staysail/statistics/discrete_hazard.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "statistics/fast_exponential.hpp"
#include "statistics/regression_scale.hpp"

namespace staysail::statistics {
namespace {

// A row's part of the log-likelihood in one period at the linear predictor, with two derivatives by it.
Taylor no_event(HazardLink link, double predictor) {
  const double odds = fast_exponential(predictor);
  if (link == HazardLink::cloglog) return {-odds, -odds, -odds};
  const double h = odds / (1 + odds);
  return {-log_one_plus(odds), -h, -h / (1 + odds)};
}

Taylor event(HazardLink link, double predictor) {
  const double odds = fast_exponential(predictor);
  if (link == HazardLink::logit) {
    const double h = odds / (1 + odds);
    return {predictor - log_one_plus(odds), 1 - h, -h / (1 + odds)};
  }
  const double stays = -exponential_less_one(-odds);  // 1 - e^-odds
  const double slope = odds * (1 - stays) / stays;
  return {natural_log(stays), slope, slope * (1 - odds - slope)};
}

double hazard_of(HazardLink link, double predictor) {
  const double odds = exponential(predictor);
  return link == HazardLink::cloglog ? -exponential_less_one(-odds) : (odds > 1e300 ? 1 : odds / (1 + odds));
}

struct Periods {
  std::vector<double> told;      // with a level, ascending
  std::vector<double> certain;   // all at risk had the event
  std::vector<double> log_odds;  // of the events in each told period
};

Result<Periods> periods_of(const SurvivalRows& rows) {
  Periods periods;
  double at_risk = 0;
  for (const SurvivalRows::Group& group : rows.groups()) {
    at_risk += static_cast<double>(group.end - group.begin);
    if (group.events() == 0) continue;
    if (group.events() == at_risk) {
      periods.certain.push_back(group.time);
      continue;
    }
    periods.told.push_back(group.time);
    periods.log_odds.push_back(natural_log(group.events() / (at_risk - group.events())));
  }
  std::reverse(periods.told.begin(), periods.told.end());
  std::reverse(periods.log_odds.begin(), periods.log_odds.end());
  if (periods.told.size() > DiscreteHazard::kMostLevels)
    return Error(Errc::limit_exceeded,
                 "events came in more than 500 periods; count by longer periods, or use Cox's model");
  if (periods.told.empty())
    return Error(Errc::degenerate_input, "in no period did some but not all of those at risk have the event");
  return periods;
}

// Sums over rows and periods at place (levels, coefficients). The part of the information among levels is diagonal.
class HazardSum {
 public:
  HazardSum(const SurvivalRows& rows, const Periods& periods, HazardLink link, std::size_t width)
      : rows_(rows), periods_(periods), link_(link), levels_(periods.told.size()), width_(width) {}

  Likelihood operator()(std::span<const double> place) const {
    Likelihood sum{0, std::vector<double>(levels_ + width_), Symmetric(levels_ + width_)};
    for (const SurvivalRows::Group& group : rows_.groups()) {
      const auto seen = static_cast<std::size_t>(
          std::upper_bound(periods_.told.begin(), periods_.told.end(), group.time) - periods_.told.begin());
      const bool told = seen > 0 && periods_.told[seen - 1] == group.time;
      for (std::size_t i = group.begin; i < group.end; ++i)
        add_row(place, rows_.row(i), seen, told && i < group.middle, sum);
    }
    return sum;
  }

 private:
  void add_row(std::span<const double> place, const double* x, std::size_t seen, bool ended, Likelihood& sum) const {
    double risk = 0;
    for (std::size_t j = 0; j < width_; ++j) risk += x[j] * place[levels_ + j];
    Taylor all;
    for (std::size_t t = 0; t < seen; ++t) {
      const double predictor = place[t] + risk;
      const Taylor part = ended && t + 1 == seen ? event(link_, predictor) : no_event(link_, predictor);
      all.value += part.value;
      all.first += part.first;
      all.second += part.second;
      sum.gradient[t] += part.first;
      sum.information.at(t, t) -= part.second;
      for (std::size_t j = 0; j < width_; ++j) sum.information.at(levels_ + j, t) -= part.second * x[j];
    }
    sum.value += all.value;
    for (std::size_t i = 0; i < width_; ++i) {
      sum.gradient[levels_ + i] += all.first * x[i];
      for (std::size_t j = 0; j <= i; ++j) sum.information.at(levels_ + i, levels_ + j) -= all.second * x[i] * x[j];
    }
  }

  const SurvivalRows& rows_;
  const Periods& periods_;
  HazardLink link_;
  std::size_t levels_, width_;
};

Status check(const SurvivalColumns& data) {
  if (!data.start.empty() || !data.stratum.empty())
    return Error(Errc::invalid_argument, "the model of discrete hazards takes no start and no strata; use Cox's");
  for (std::size_t row = 0; row < data.duration.size() && row < data.event.size(); ++row)
    if (data.duration[row] != std::floor(data.duration[row]) || (data.event[row] != 0 && data.duration[row] == 0))
      return Error(Errc::invalid_argument,
                   "row " + std::to_string(row + 1) +
                       ": a duration is a whole number of periods, 1 or more where the event came");
  return ok();
}

}  // namespace

Result<DiscreteHazard> DiscreteHazard::fit(const SurvivalColumns& data, HazardLink link) {
  STAYSAIL_CHECK(check(data));
  STAYSAIL_TRY(const SurvivalRows rows, SurvivalRows::of(data));
  STAYSAIL_TRY(const Periods periods, periods_of(rows));
  const std::size_t levels = periods.told.size();
  const Maximum alone = maximise(HazardSum(rows, periods, link, 0), periods.log_odds);
  std::vector<double> start = alone.place;
  start.resize(levels + rows.covariates(), 0);
  const Maximum maximum = maximise(HazardSum(rows, periods, link, rows.covariates()), start);
  STAYSAIL_CHECK(check_independent(rows, maximum.at_start.information, levels));
  const std::optional<Cholesky> factor = Cholesky::of(maximum.likelihood.information);
  const std::vector<double> errors = root_diagonal(factor ? factor->inverse() : Symmetric());
  STAYSAIL_CHECK(check_finite(rows, maximum, errors, levels));
  DiscreteHazard model;
  model.link_ = link;
  model.null_log_likelihood_ = alone.likelihood.value;
  model.estimates_.log_likelihood = maximum.likelihood.value;
  model.certain_ = periods.certain;
  const std::vector<double> shift = shift_to_zero(rows);
  double at_means = 0;
  for (std::size_t j = 0; j < rows.covariates(); ++j) {
    at_means += shift[j] * maximum.place[levels + j];
    model.estimates_.parameters.push_back(maximum.place[levels + j] / rows.deviations()[j]);
    model.estimates_.standard_errors.push_back(errors[levels + j] / rows.deviations()[j]);
  }
  for (std::size_t t = 0; t < levels; ++t) model.levels_.push_back({periods.told[t], maximum.place[t] + at_means});
  return model;
}

double DiscreteHazard::hazard(std::int64_t period, std::span<const double> covariates) const {
  const auto wanted = static_cast<double>(period);
  if (std::find(certain_.begin(), certain_.end(), wanted) != certain_.end()) return 1;
  const auto level =
      std::lower_bound(levels_.begin(), levels_.end(), wanted,
                       [](const Level& each, double period_wanted) { return each.period < period_wanted; });
  if (level == levels_.end() || level->period != wanted) return 0;
  double predictor = level->value;
  for (std::size_t j = 0; j < covariates.size(); ++j) predictor += covariates[j] * estimates_.parameters[j];
  return hazard_of(link_, predictor);
}

double DiscreteHazard::survival(std::int64_t periods, std::span<const double> covariates) const {
  const auto last = static_cast<double>(periods);
  for (const double each : certain_)
    if (each <= last) return 0;
  double share = 1;
  for (const Level& level : levels_)
    if (level.period <= last) share *= 1 - hazard(static_cast<std::int64_t>(level.period), covariates);
  return share;
}

}  // namespace staysail::statistics
