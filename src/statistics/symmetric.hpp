// Symmetric: a small dense symmetric matrix, and Cholesky: its factor, for the Newton steps and standard errors of
// fits.
//
// The order of every operation is fixed, so the bits depend on the input alone. Values; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace staysail::statistics {

class Symmetric {
 public:
  Symmetric() = default;
  explicit Symmetric(std::size_t size) : size_(size), cells_(size * (size + 1) / 2) {}

  std::size_t size() const { return size_; }
  // Precondition: column <= row.
  double& at(std::size_t row, std::size_t column) { return cells_[row * (row + 1) / 2 + column]; }
  double at(std::size_t row, std::size_t column) const { return cells_[row * (row + 1) / 2 + column]; }
  // Either order.
  double operator()(std::size_t i, std::size_t j) const { return i < j ? at(j, i) : at(i, j); }
  // The lower triangle, row by row.
  std::span<double> cells() { return cells_; }
  std::span<const double> cells() const { return cells_; }

 private:
  std::size_t size_ = 0;
  std::vector<double> cells_;
};

class Cholesky {
 public:
  // Nothing when the matrix is not positive definite beyond rounding.
  static std::optional<Cholesky> of(const Symmetric& matrix);

  // x with matrix * x = right.
  std::vector<double> solve(std::span<const double> right) const;
  Symmetric inverse() const;

 private:
  explicit Cholesky(Symmetric factor) : factor_(std::move(factor)) {}
  Symmetric factor_;  // lower triangular
};

// b' M b.
double quadratic_form(const Symmetric& matrix, std::span<const double> vector);

// The square roots of the diagonal.
std::vector<double> root_diagonal(const Symmetric& matrix);

}  // namespace staysail::statistics
