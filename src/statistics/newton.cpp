#include "statistics/newton.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace staysail::statistics {
namespace {

// What sums of that size lose to rounding.
double noise(double value) { return 1e-12 * (1 + std::fabs(value)); }

// Twice the rise that is left; below this one more full step, which converges quadratically, is the last.
double nearly_there(double value) { return 1e-9 + 1e-13 * std::fabs(value); }

class Climb {
 public:
  Climb(const LikelihoodFunction& function, std::vector<double> start, const NewtonOptions& options)
      : function_(function), options_(options) {
    best_.place = std::move(start);
    best_.likelihood = function_(best_.place);
    best_.at_start = best_.likelihood;
  }

  Maximum run() {
    if (!std::isfinite(best_.likelihood.value)) return best_;
    while (best_.steps < options_.most_steps && !best_.converged)
      if (!step()) break;
    return best_;
  }

 private:
  // False when no step rises any more.
  bool step() {
    ++best_.steps;
    for (; damping_ < 1e12; damping_ = std::max(damping_ * 8, 1e-4)) {
      const std::optional<std::vector<double>> move = direction();
      if (!move) continue;
      if (damping_ == 0 && rise(*move) < nearly_there(best_.likelihood.value)) return finish(*move);
      if (take(*move)) return true;
    }
    return false;
  }

  std::optional<std::vector<double>> direction() const {
    Symmetric damped = best_.likelihood.information;
    for (std::size_t i = 0; i < damped.size(); ++i) damped.at(i, i) += damping_ * (1 + std::fabs(damped.at(i, i)));
    const std::optional<Cholesky> factor = Cholesky::of(damped);
    if (!factor) return std::nullopt;
    return factor->solve(best_.likelihood.gradient);
  }

  double rise(std::span<const double> move) const {
    double rise = 0;
    for (std::size_t i = 0; i < move.size(); ++i) rise += move[i] * best_.likelihood.gradient[i];
    return rise;
  }

  bool take(std::span<const double> move) {
    Likelihood there = function_(moved(move));
    if (!(there.value >= best_.likelihood.value - noise(best_.likelihood.value))) return false;
    best_.place = moved(move);
    best_.likelihood = std::move(there);
    damping_ = damping_ < 1e-3 ? 0 : damping_ / 8;
    return true;
  }

  bool finish(std::span<const double> move) {
    Likelihood there = function_(moved(move));
    if (std::isfinite(there.value)) {
      best_.place = moved(move);
      best_.likelihood = std::move(there);
    }
    best_.converged = true;
    return true;
  }

  std::vector<double> moved(std::span<const double> move) const {
    double longest = 0;
    for (const double part : move) longest = std::max(longest, std::fabs(part));
    const double share = longest > options_.longest ? options_.longest / longest : 1;
    std::vector<double> place = best_.place;
    for (std::size_t i = 0; i < place.size(); ++i) place[i] += share * move[i];
    return place;
  }

  const LikelihoodFunction& function_;
  const NewtonOptions& options_;
  Maximum best_;
  double damping_ = 0;
};

}  // namespace

Maximum maximise(const LikelihoodFunction& likelihood, std::vector<double> start, const NewtonOptions& options) {
  return Climb(likelihood, std::move(start), options).run();
}

}  // namespace staysail::statistics
