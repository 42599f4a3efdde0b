#include "statistics/shrinkage.hpp"

#include <algorithm>
#include <cmath>

namespace staysail::statistics {
namespace {

// Coefficients are those of columns of deviation 1, so these are a prior that says nothing, and one that says 0.
constexpr double kLeastPrecision = 0.01;
constexpr double kMostPrecision = 1e9;
constexpr int kMostSteps = 60;
constexpr double kStill = 1e-7;

double limited(double precision) { return std::min(std::max(precision, kLeastPrecision), kMostPrecision); }

}  // namespace

Shrinkage::Shrinkage(std::span<const std::uint32_t> groups, bool known_noise, double start)
    : groups_(groups), known_noise_(known_noise), noise_(known_noise ? 1 : start), least_noise_(1e-12 * start) {
  for (const std::uint32_t group : groups) {
    if (group >= sizes_.size()) sizes_.resize(group + 1);
    ++sizes_[group];
  }
  precisions_.assign(sizes_.size(), 10);
  effective_.assign(sizes_.size(), 0);
}

std::vector<double> Shrinkage::solve(const SecondMoments& moments) {
  std::vector<double> b = step(moments);
  for (int steps = 1; steps < kMostSteps && moved_ > kStill; ++steps) b = step(moments);
  return b;
}

// Precisions are relative to the noise, so that the units of the target do not matter.
std::vector<double> Shrinkage::step(const SecondMoments& moments) {
  Symmetric information = moments.gram;
  for (std::size_t i = 0; i < groups_.size(); ++i) information.at(i + 1, i + 1) += precisions_[groups_[i]];
  const auto factor = Cholesky::of(information);
  if (!factor) {  // beyond rounding only where columns tell each other: a firmer prior settles it
    for (double& precision : precisions_) precision = limited(10 * precision);
    moved_ = 1;
    return std::vector<double>(moments.with.size(), 0.0);
  }
  std::vector<double> b = factor->solve(moments.with);
  follow(moments, b, factor->inverse());
  return b;
}

// MacKay's fixed point: precision = effective size / sum of squares.
void Shrinkage::follow(const SecondMoments& moments, std::span<const double> b, const Symmetric& covariance) {
  std::vector<double> left = sizes_, squares(sizes_.size());
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    left[groups_[i]] -= precisions_[groups_[i]] * covariance.at(i + 1, i + 1);
    squares[groups_[i]] += b[i + 1] * b[i + 1];
  }
  double told = 1;
  moved_ = 0;
  for (std::size_t g = 0; g < sizes_.size(); ++g) {
    effective_[g] = std::max(left[g], 0.0);
    told += effective_[g];
    const double next = limited(noise_ * effective_[g] / std::max(squares[g], 1e-300));
    moved_ = std::max(moved_, std::fabs(next - precisions_[g]) / precisions_[g]);
    precisions_[g] = next;
  }
  if (known_noise_) return;
  double rest = moments.square + quadratic_form(moments.gram, b);
  for (std::size_t i = 0; i < b.size(); ++i) rest -= 2 * b[i] * moments.with[i];
  noise_ = std::max(rest / std::max(moments.rows - told, 1.0), least_noise_);
}

}  // namespace staysail::statistics
