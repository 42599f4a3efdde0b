#include "staysail/statistics/linear_bandit.hpp"

#include <cmath>
#include <numeric>
#include <string>

#include "statistics/cholesky.hpp"
#include "statistics/finite.hpp"

namespace staysail::statistics {
namespace {

double dot(std::span<const double> a, std::span<const double> b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

std::vector<double> identity(std::size_t n) {
  std::vector<double> matrix(n * n, 0.0);
  for (std::size_t i = 0; i < n; ++i) matrix[i * n + i] = 1;
  return matrix;
}

}  // namespace

Result<LinUcb> LinUcb::of(std::size_t arms, std::size_t dimensions, double alpha) {
  if (arms == 0 || dimensions == 0 || dimensions > kMostDimensions)
    return Error(Errc::invalid_argument, "a bandit has one arm or more and 1 to 200 dimensions; given: " +
                                             std::to_string(arms) + " and " + std::to_string(dimensions));
  if (!(alpha >= 0 && std::isfinite(alpha)))
    return Error(Errc::invalid_argument,
                 "alpha, how much is risked to learn, is 0 or more, for instance 1; given: " + std::to_string(alpha));
  return LinUcb(arms, dimensions, alpha);
}

LinUcb::LinUcb(std::size_t arms, std::size_t dimensions, double alpha) : dimensions_(dimensions), alpha_(alpha) {
  models_.resize(arms, Model{identity(dimensions), identity(dimensions), std::vector<double>(dimensions, 0.0)});
}

Status LinUcb::check(std::span<const double> context) const {
  if (context.size() != dimensions_)
    return Error(Errc::invalid_argument, "a context of this bandit has " + std::to_string(dimensions_) +
                                             " numbers; given: " + std::to_string(context.size()));
  return check_finite(context, "a context");
}

Status LinUcb::check_arm(std::size_t arm) const {
  if (arm < models_.size()) return ok();
  return Error(Errc::invalid_argument,
               "arms are numbered from 0 to " + std::to_string(models_.size() - 1) + "; given: " + std::to_string(arm));
}

Result<std::vector<ArmScore>> LinUcb::scores(std::span<const double> context) const {
  STAYSAIL_CHECK(check(context));
  std::vector<ArmScore> scores;
  for (const Model& model : models_) {
    // With L L' = A: x' A^-1 x = |L^-1 x|^2 and theta'x = (L^-1 c)'(L^-1 x).
    const std::vector<double> of_context = solve_lower(model.factor, context);
    scores.push_back(
        {dot(solve_lower(model.factor, model.rewarded), of_context), std::sqrt(dot(of_context, of_context))});
  }
  return scores;
}

Result<std::size_t> LinUcb::choose(std::span<const double> context) const {
  STAYSAIL_TRY(const auto scored, scores(context));
  const auto bound = [this](const ArmScore& score) { return score.estimate + alpha_ * score.width; };
  std::size_t best = 0;
  for (std::size_t arm = 1; arm < scored.size(); ++arm)
    if (bound(scored[arm]) > bound(scored[best])) best = arm;
  return best;
}

Status LinUcb::update(std::size_t arm, std::span<const double> context, double reward) {
  STAYSAIL_CHECK(check_arm(arm));
  STAYSAIL_CHECK(check(context));
  STAYSAIL_CHECK(check_finite({&reward, 1}, "a reward"));
  Model& model = models_[arm];
  for (std::size_t row = 0; row < dimensions_; ++row) {
    for (std::size_t column = 0; column < dimensions_; ++column)
      model.gram[row * dimensions_ + column] += context[row] * context[column];
    model.rewarded[row] += reward * context[row];
  }
  model.factor = cholesky_factor(model.gram, dimensions_);
  return ok();
}

Result<std::vector<double>> LinUcb::theta(std::size_t arm) const {
  STAYSAIL_CHECK(check_arm(arm));
  return solve_factored(models_[arm].factor, models_[arm].rewarded);
}

}  // namespace staysail::statistics
