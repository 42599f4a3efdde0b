// Small positive definite systems A x = b, row by row in plain loops: the same bits with every compiler.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace staysail::statistics {

// L with L L' = A for a positive definite n x n matrix, both row by row; above the diagonal L holds zeros.
inline std::vector<double> cholesky_factor(std::span<const double> matrix, std::size_t n) {
  std::vector<double> factor(n * n, 0.0);
  for (std::size_t row = 0; row < n; ++row)
    for (std::size_t column = 0; column <= row; ++column) {
      double rest = matrix[row * n + column];
      for (std::size_t k = 0; k < column; ++k) rest -= factor[row * n + k] * factor[column * n + k];
      factor[row * n + column] = row == column ? std::sqrt(rest) : rest / factor[column * n + column];
    }
  return factor;
}

// y with L y = b.
inline std::vector<double> solve_lower(std::span<const double> factor, std::span<const double> b) {
  const std::size_t n = b.size();
  std::vector<double> y(b.begin(), b.end());
  for (std::size_t row = 0; row < n; ++row) {
    for (std::size_t k = 0; k < row; ++k) y[row] -= factor[row * n + k] * y[k];
    y[row] /= factor[row * n + row];
  }
  return y;
}

// x with L L' x = b.
inline std::vector<double> solve_factored(std::span<const double> factor, std::span<const double> b) {
  const std::size_t n = b.size();
  std::vector<double> x = solve_lower(factor, b);
  for (std::size_t row = n; row-- > 0;) {
    for (std::size_t k = row + 1; k < n; ++k) x[row] -= factor[k * n + row] * x[k];
    x[row] /= factor[row * n + row];
  }
  return x;
}

}  // namespace staysail::statistics
