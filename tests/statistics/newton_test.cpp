#include "statistics/newton.hpp"

#include <cmath>

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace staysail::statistics {
namespace {

using Two = Jet<2>;

// ln of a normal density about (3, -1), far from quadratic in these coordinates.
Likelihood hill(std::span<const double> place) {
  const Two x = exponential(Two::variable(0, place[0])) - 3;
  const Two y = exponential(Two::variable(1, place[1])) * x - 1 + Two::variable(1, place[1]);
  return likelihood_of(-(x * x) - y * y);
}

}  // namespace

TEST_CASE("derivatives of jets are those of finite differences") {
  CHECK(rc::check([] {
    const double x = *rc::gen::inRange(100, 3000) / 1000.0;
    const double y = *rc::gen::inRange(100, 3000) / 1000.0;
    const auto f = [](double a, double b) {
      const Two p = Two::variable(0, a), q = Two::variable(1, b);
      return natural_log(p * q + 1) * log_gamma(p) + exponential(-q * p) - log_gamma_rise(q, p) +
             log_one_plus_exponential(p - q) + log_one_less_exponential(-(p * 0.5));
    };
    const Two jet = f(x, y);
    const double h = 1e-5;
    const auto close = [](double a, double b) { return std::fabs(a - b) < 1e-5 * (1 + std::fabs(a)); };
    const Two right = f(x + h, y), left = f(x - h, y), up = f(x, y + h), down = f(x, y - h);
    RC_ASSERT(close(jet.first[0], (right.value - left.value) / (2 * h)));
    RC_ASSERT(close(jet.first[1], (up.value - down.value) / (2 * h)));
    RC_ASSERT(close(jet.second[0], (right.first[0] - left.first[0]) / (2 * h)));
    RC_ASSERT(close(jet.second[1], (up.first[0] - down.first[0]) / (2 * h)));
    RC_ASSERT(close(jet.second[2], (up.first[1] - down.first[1]) / (2 * h)));
  }));
}

TEST_CASE("the top of a hill is found from far and near, where the Hessian is not definite too") {
  for (const double start : {-3.0, 0.0, 1.0, 2.5}) {
    const Maximum maximum = maximise(hill, {start, -1});
    CHECK(maximum.converged);
    CHECK(maximum.place[0] == doctest::Approx(std::log(3.0)).epsilon(1e-9));
    CHECK(maximum.place[1] == doctest::Approx(1).epsilon(1e-9));
    CHECK(maximum.likelihood.value == doctest::Approx(0));
  }
}

TEST_CASE("a slope without a top ends, and says that it has none") {
  NewtonOptions options;
  options.most_steps = 20;
  const Maximum maximum = maximise(
      [](std::span<const double> place) { return likelihood_of(Jet<1>::variable(0, place[0])); }, {0}, options);
  CHECK_FALSE(maximum.converged);
  CHECK(maximum.likelihood.value > maximum.at_start.value);
}

TEST_CASE("Cholesky solves, inverts, and refuses what is not positive definite") {
  Symmetric matrix(3);
  const double cells[] = {4, 2, 5, 1, 3, 6};
  std::copy(std::begin(cells), std::end(cells), matrix.cells().begin());
  const Cholesky factor = Cholesky::of(matrix).value();
  const std::vector<double> x = factor.solve(std::vector<double>{7, 10, 10});  // of (1, 1, 1)
  for (const double each : x) CHECK(each == doctest::Approx(1).epsilon(1e-14));
  const Symmetric inverse = factor.inverse();
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) {
      double sum = 0;
      for (std::size_t k = 0; k < 3; ++k) sum += matrix(i, k) * inverse(k, j);
      CHECK(sum == doctest::Approx(i == j ? 1 : 0).epsilon(1e-14));
    }
  matrix.at(1, 1) = 1;  // row 2 is half of row 1
  CHECK_FALSE(Cholesky::of(matrix));
  CHECK(quadratic_form(inverse, x) == doctest::Approx(quadratic_form(inverse, std::vector<double>{1, 1, 1})));
}

}  // namespace staysail::statistics
