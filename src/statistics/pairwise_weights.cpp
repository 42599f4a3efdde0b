#include "staysail/statistics/pairwise_weights.hpp"

#include <array>
#include <cmath>
#include <string>

namespace staysail::statistics {
namespace {

// Mean consistency index of random judgements of n things (Saaty 1980).
constexpr std::array kRandomIndex = {0.0, 0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49};
constexpr std::size_t kMostThings = kRandomIndex.size() - 1;
constexpr int kMostRounds = 10'000;

std::size_t things_in(std::span<const double> judgements) {
  std::size_t n = 0;
  while (n <= kMostThings && n * n < judgements.size()) ++n;
  return n;
}

Status check_pair(double forth, double back, std::size_t i, std::size_t j) {
  if (forth > 0 && std::isfinite(forth) && std::fabs(forth * back - 1) <= 1e-6) return ok();
  return Error(
      Errc::invalid_argument,
      "a judgement is positive, the one the other way round is one over it, and that of a thing against itself "
      "is 1; see row " +
          std::to_string(i + 1) + ", column " + std::to_string(j + 1));
}

Status check(std::span<const double> judgements, std::size_t n) {
  if (n == 0 || n > kMostThings || n * n != judgements.size())
    return Error(Errc::invalid_argument,
                 "judgements are a square of 1 to 10 rows; given numbers: " + std::to_string(judgements.size()));
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i; j < n; ++j) STAYSAIL_CHECK(check_pair(judgements[i * n + j], judgements[j * n + i], i, j));
  return ok();
}

std::vector<double> times(std::span<const double> matrix, const std::vector<double>& vector) {
  const std::size_t n = vector.size();
  std::vector<double> product(n, 0.0);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) product[i] += matrix[i * n + j] * vector[j];
  return product;
}

double sum_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

// One round of the power method; how far the weights moved.
double refine(std::span<const double> judgements, PairwiseWeights& result) {
  std::vector<double> next = times(judgements, result.weights);
  result.eigenvalue = sum_of(next);  // the weights add up to 1
  double moved = 0;
  for (std::size_t i = 0; i < next.size(); ++i) {
    next[i] /= result.eigenvalue;
    moved = std::fmax(moved, std::fabs(next[i] - result.weights[i]));
  }
  result.weights = std::move(next);
  return moved;
}

}  // namespace

Result<PairwiseWeights> pairwise_weights(std::span<const double> judgements) {
  const std::size_t n = things_in(judgements);
  STAYSAIL_CHECK(check(judgements, n));
  PairwiseWeights result;
  result.weights.assign(n, 1 / static_cast<double>(n));
  for (int round = 0; round < kMostRounds && refine(judgements, result) > 1e-15; ++round) continue;
  if (n < 3) return result;
  const double index = (result.eigenvalue - static_cast<double>(n)) / static_cast<double>(n - 1);
  result.consistency_ratio = std::fmax(0.0, index) / kRandomIndex[n];
  return result;
}

}  // namespace staysail::statistics
