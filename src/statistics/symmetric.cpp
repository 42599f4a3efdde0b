#include "statistics/symmetric.hpp"

#include <cmath>

namespace staysail::statistics {
namespace {

// A pivot that is left with less than this share of its diagonal is rounding: a column that others explain.
constexpr double kSingular = 1e-13;

double products_before(const Symmetric& factor, std::size_t row, std::size_t column) {
  double sum = 0;
  for (std::size_t k = 0; k < column; ++k) sum += factor.at(row, k) * factor.at(column, k);
  return sum;
}

}  // namespace

std::optional<Cholesky> Cholesky::of(const Symmetric& matrix) {
  Symmetric factor(matrix.size());
  for (std::size_t row = 0; row < matrix.size(); ++row) {
    for (std::size_t column = 0; column < row; ++column)
      factor.at(row, column) =
          (matrix.at(row, column) - products_before(factor, row, column)) / factor.at(column, column);
    const double pivot = matrix.at(row, row) - products_before(factor, row, row);
    if (!(pivot > kSingular * matrix.at(row, row)) || !std::isfinite(pivot)) return std::nullopt;
    factor.at(row, row) = std::sqrt(pivot);
  }
  return Cholesky(std::move(factor));
}

std::vector<double> Cholesky::solve(std::span<const double> right) const {
  std::vector<double> x(right.begin(), right.end());
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) x[i] -= factor_.at(i, k) * x[k];
    x[i] /= factor_.at(i, i);
  }
  for (std::size_t i = x.size(); i-- > 0;) {
    for (std::size_t k = i + 1; k < x.size(); ++k) x[i] -= factor_.at(k, i) * x[k];
    x[i] /= factor_.at(i, i);
  }
  return x;
}

Symmetric Cholesky::inverse() const {
  Symmetric result(factor_.size());
  std::vector<double> unit(factor_.size());
  for (std::size_t column = 0; column < unit.size(); ++column) {
    unit.assign(unit.size(), 0);
    unit[column] = 1;
    const std::vector<double> solved = solve(unit);
    for (std::size_t row = column; row < unit.size(); ++row) result.at(row, column) = solved[row];
  }
  return result;
}

double quadratic_form(const Symmetric& matrix, std::span<const double> vector) {
  double sum = 0;
  for (std::size_t i = 0; i < vector.size(); ++i)
    for (std::size_t j = 0; j < vector.size(); ++j) sum += vector[i] * matrix(i, j) * vector[j];
  return sum;
}

std::vector<double> root_diagonal(const Symmetric& matrix) {
  std::vector<double> roots(matrix.size());
  for (std::size_t i = 0; i < roots.size(); ++i) roots[i] = std::sqrt(matrix.at(i, i));
  return roots;
}

}  // namespace staysail::statistics
