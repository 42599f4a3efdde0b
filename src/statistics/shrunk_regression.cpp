#include "staysail/statistics/shrunk_regression.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "statistics/fast_exponential.hpp"
#include "statistics/shrinkage.hpp"
#include "staysail/statistics/calibration.hpp"
#include "staysail/statistics/elementary.hpp"

namespace staysail::statistics {
namespace {

bool all_finite(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

Status check_weights(std::span<const double> weights) {
  const bool usable = std::all_of(weights.begin(), weights.end(), [](double w) { return std::isfinite(w) && w >= 0; });
  const bool some = std::any_of(weights.begin(), weights.end(), [](double w) { return w > 0; });
  if (usable && (weights.empty() || some)) return ok();
  return Error(Errc::invalid_argument, "weights of a regression are 0 or more and not all 0");
}

}  // namespace

Status RegressionRows::validate() const {
  const std::size_t rows = target.size();
  if (covariates.size() != rows * width || (!weights.empty() && weights.size() != rows) ||
      (!groups.empty() && groups.size() != width))
    return Error(Errc::invalid_argument, "a regression needs a target, covariates and, if any, a weight in each of " +
                                             std::to_string(rows) + " rows, and one group a covariate");
  if (rows < 2) return Error(Errc::degenerate_input, "a regression needs two rows or more");
  if (width > ShrunkRegression::kMostCovariates)
    return Error(Errc::limit_exceeded, "a regression takes up to 500 covariates; these are " + std::to_string(width) +
                                           ": leave some out or join rare categories");
  if (!all_finite(covariates) || !all_finite(target))
    return Error(Errc::invalid_argument, "numbers of a regression are finite; fill or leave out what is missing");
  return check_weights(weights);
}

// Covariates that vary, on one scale: z = (x - centre) / deviation.
class RegressionFit {
 public:
  RegressionFit(const RegressionRows& rows, RegressionLink link) : rows_(rows), link_(link), weights_(rows.weights) {
    for (const double weight : rows.weights) total_ += weight;
    if (weights_.empty()) total_ = static_cast<double>(rows.target.size());
    measure();
  }

  ShrunkRegression run() {
    fitted_.link_ = link_;
    fitted_.coefficients_.assign(rows_.width, 0.0);
    const double mean = mean_target();
    place_.assign(1 + columns_.size(), 0.0);
    place_[0] = link_ == RegressionLink::identity ? mean : log_odds_of(mean);
    const double variance = spread(mean);
    Shrinkage shrinkage(groups_, link_ == RegressionLink::logit, variance);
    if (variance > 0) climb(shrinkage);
    hand_out(shrinkage);
    return std::move(fitted_);
  }

 private:
  struct ScaledColumn {
    std::size_t covariate = 0;
    double centre = 0;
    double scale = 1;  // 1 / deviation
  };

  std::size_t size() const { return rows_.target.size(); }
  // Weights count `size()` rows in all.
  double weight(std::size_t row) const {
    return weights_.empty() ? 1 : weights_[row] * static_cast<double>(size()) / total_;
  }
  double x(std::size_t row, std::size_t covariate) const { return rows_.covariates[row * rows_.width + covariate]; }

  double mean_target() const {
    double sum = 0;
    for (std::size_t row = 0; row < size(); ++row) sum += weight(row) * rows_.target[row];
    return sum / static_cast<double>(size());
  }

  double spread(double mean) const {
    double sum = 0;
    for (std::size_t row = 0; row < size(); ++row) {
      const double away = rows_.target[row] - mean;
      sum += weight(row) * away * away;
    }
    return sum / static_cast<double>(size());
  }

  // Half a row away from certainty.
  double log_odds_of(double mean) const {
    const double rows = static_cast<double>(size());
    const double held = std::min(std::max(mean, 0.5 / rows), 1 - 0.5 / rows);
    return natural_log(held / (1 - held));
  }

  void measure() {
    for (std::size_t covariate = 0; covariate < rows_.width; ++covariate) {
      double sum = 0, largest = 0, squares = 0;
      for (std::size_t row = 0; row < size(); ++row) {
        sum += weight(row) * x(row, covariate);
        largest = std::max(largest, std::fabs(x(row, covariate)));
      }
      const double centre = sum / static_cast<double>(size());
      for (std::size_t row = 0; row < size(); ++row) {
        const double away = x(row, covariate) - centre;
        squares += weight(row) * away * away;
      }
      const double deviation = std::sqrt(squares / static_cast<double>(size()));
      if (!(deviation > 1e-12 * largest)) continue;
      columns_.push_back({covariate, centre, 1 / deviation});
      groups_.push_back(rows_.groups.empty() ? 0 : rows_.groups[covariate]);
    }
  }

  void scaled_row(std::size_t row, std::vector<double>& z) const {
    for (std::size_t i = 0; i < columns_.size(); ++i)
      z[i + 1] = (x(row, columns_[i].covariate) - columns_[i].centre) * columns_[i].scale;
  }

  // Newton's steps: each is least squares of a working target around the place so far.
  void climb(Shrinkage& shrinkage) {
    constexpr int kMostSteps = 30;
    for (int steps = 0; steps < kMostSteps; ++steps) {
      const std::vector<double> next = shrinkage.solve(moments());
      double moved = 0;
      for (std::size_t i = 0; i < next.size(); ++i) moved = std::max(moved, std::fabs(next[i] - place_[i]));
      place_ = next;
      if (link_ == RegressionLink::identity || moved < 1e-9) return;
    }
  }

  SecondMoments moments() const {
    SecondMoments moments{Symmetric(place_.size()), std::vector<double>(place_.size()), 0, static_cast<double>(size())};
    std::vector<double> z(place_.size(), 1.0);
    for (std::size_t row = 0; row < size(); ++row) {
      scaled_row(row, z);
      add_row(row, z, moments);
    }
    return moments;
  }

  void add_row(std::size_t row, const std::vector<double>& z, SecondMoments& moments) const {
    const double y = rows_.target[row];
    double w = weight(row), slope = w * y;  // of z in Z' y
    if (link_ == RegressionLink::logit) {
      double predictor = 0;
      for (std::size_t i = 0; i < z.size(); ++i) predictor += place_[i] * z[i];
      const double odds = fast_exponential(predictor), h = odds / (1 + odds);
      const double curvature = std::max(h / (1 + odds), 1e-9);
      slope = w * (curvature * predictor + y - h);
      w *= curvature;
    }
    moments.square += weight(row) * y * y;
    double* cell = moments.gram.cells().data();
    for (std::size_t i = 0; i < z.size(); ++i) {
      const double scaled = w * z[i];
      for (std::size_t j = 0; j <= i; ++j) *cell++ += scaled * z[j];
      moments.with[i] += slope * z[i];
    }
  }

  void hand_out(const Shrinkage& shrinkage) {
    fitted_.intercept_ = place_[0];
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const double coefficient = place_[i + 1] * columns_[i].scale;
      fitted_.coefficients_[columns_[i].covariate] = coefficient;
      fitted_.intercept_ -= coefficient * columns_[i].centre;
    }
    fitted_.effective_sizes_ = shrinkage.effective_sizes();
    const auto last = std::max_element(rows_.groups.begin(), rows_.groups.end());
    fitted_.effective_sizes_.resize(last == rows_.groups.end() ? 1 : *last + 1);
  }

  const RegressionRows& rows_;
  RegressionLink link_;
  std::span<const double> weights_;
  double total_ = 0;
  std::vector<ScaledColumn> columns_;
  std::vector<std::uint32_t> groups_;  // of the columns
  std::vector<double> place_;          // the intercept first
  ShrunkRegression fitted_;
};

Result<ShrunkRegression> ShrunkRegression::fit(const RegressionRows& rows, RegressionLink link) {
  STAYSAIL_CHECK(rows.validate());
  const auto no_mark = [](double y) { return y != 0 && y != 1; };
  if (link == RegressionLink::logit && std::any_of(rows.target.begin(), rows.target.end(), no_mark))
    return Error(Errc::invalid_argument, "a logistic regression has a target of 0 and 1");
  return RegressionFit(rows, link).run();
}

double ShrunkRegression::mean(std::span<const double> covariates) const {
  double predictor = intercept_;
  for (std::size_t i = 0; i < coefficients_.size(); ++i) predictor += coefficients_[i] * covariates[i];
  return link_ == RegressionLink::identity ? predictor : logistic(predictor);
}

}  // namespace staysail::statistics
