// Jet<N>: a number with its exact first and second derivatives in N variables. Arithmetic on jets differentiates a
// formula while it is evaluated, so that a log-likelihood is written once and its gradient and Hessian follow.
//
// Values; any thread. Logarithm, exponential and the gamma functions are those of elementary.hpp.
#pragma once

#include <array>
#include <cstddef>

#include "staysail/statistics/elementary.hpp"

namespace staysail::statistics {

// f, f' and f'' of a function of one variable at one place.
struct Taylor {
  double value = 0;
  double first = 0;
  double second = 0;
};

template <std::size_t N>
struct Jet {
  double value = 0;
  std::array<double, N> first{};
  std::array<double, N*(N + 1) / 2> second{};  // lower triangle, row by row

  Jet() = default;
  Jet(double constant) : value(constant) {}
  static Jet variable(std::size_t index, double value) {
    Jet jet(value);
    jet.first[index] = 1;
    return jet;
  }

  Jet& operator+=(const Jet& other) { return add(other, 1); }
  Jet& operator-=(const Jet& other) { return add(other, -1); }
  // Adds `times` * other.
  Jet& add(const Jet& other, double times) {
    value += times * other.value;
    for (std::size_t i = 0; i < N; ++i) first[i] += times * other.first[i];
    for (std::size_t i = 0; i < second.size(); ++i) second[i] += times * other.second[i];
    return *this;
  }
};

// f(x): the chain rule.
template <std::size_t N>
Jet<N> compose(const Taylor& f, const Jet<N>& x) {
  Jet<N> result(f.value);
  for (std::size_t i = 0, pair = 0; i < N; ++i) {
    result.first[i] = f.first * x.first[i];
    for (std::size_t j = 0; j <= i; ++j, ++pair)
      result.second[pair] = f.first * x.second[pair] + f.second * x.first[i] * x.first[j];
  }
  return result;
}

template <std::size_t N>
Jet<N> operator*(const Jet<N>& a, const Jet<N>& b) {
  Jet<N> result(a.value * b.value);
  for (std::size_t i = 0, pair = 0; i < N; ++i) {
    result.first[i] = a.value * b.first[i] + a.first[i] * b.value;
    for (std::size_t j = 0; j <= i; ++j, ++pair)
      result.second[pair] =
          a.value * b.second[pair] + a.second[pair] * b.value + a.first[i] * b.first[j] + a.first[j] * b.first[i];
  }
  return result;
}

template <std::size_t N>
Jet<N> operator*(Jet<N> a, double factor) {
  Jet<N> result;
  return result.add(a, factor);
}

template <std::size_t N>
Jet<N> operator*(double factor, const Jet<N>& a) {
  return a * factor;
}

template <std::size_t N>
Jet<N> operator+(Jet<N> a, const Jet<N>& b) {
  return a += b;
}

template <std::size_t N>
Jet<N> operator+(Jet<N> a, double b) {
  a.value += b;
  return a;
}

template <std::size_t N>
Jet<N> operator-(Jet<N> a, const Jet<N>& b) {
  return a -= b;
}

template <std::size_t N>
Jet<N> operator-(Jet<N> a, double b) {
  return a + -b;
}

template <std::size_t N>
Jet<N> operator-(const Jet<N>& a) {
  return a * -1.0;
}

template <std::size_t N>
Jet<N> exponential(const Jet<N>& x) {
  const double e = exponential(x.value);
  return compose({e, e, e}, x);
}

template <std::size_t N>
Jet<N> natural_log(const Jet<N>& x) {
  return compose({natural_log(x.value), 1 / x.value, -1 / (x.value * x.value)}, x);
}

// ln(1 + e^x).
template <std::size_t N>
Jet<N> log_one_plus_exponential(const Jet<N>& x) {
  const double small = exponential(x.value > 0 ? -x.value : x.value);
  const double value = log_one_plus(small) + (x.value > 0 ? x.value : 0);
  const double share = (x.value > 0 ? 1 : small) / (1 + small);
  return compose({value, share, small / ((1 + small) * (1 + small))}, x);
}

// ln(1 - e^x); x < 0.
template <std::size_t N>
Jet<N> log_one_less_exponential(const Jet<N>& x) {
  const double left = -exponential_less_one(x.value);
  const double odds = (1 - left) / left;
  return compose({natural_log(left), -odds, -odds / left}, x);
}

template <std::size_t N>
Jet<N> log_gamma(const Jet<N>& x) {
  return compose({log_gamma(x.value), digamma(x.value), trigamma(x.value)}, x);
}

// ln(Gamma(x + d) / Gamma(x)).
template <std::size_t N>
Jet<N> log_gamma_rise(const Jet<N>& x, const Jet<N>& d) {
  Jet<N> upper = compose({0, digamma(x.value + d.value), trigamma(x.value + d.value)}, x + d);
  upper -= compose({0, digamma(x.value), trigamma(x.value)}, x);
  upper.value = log_gamma_rise(x.value, d.value);
  return upper;
}

}  // namespace staysail::statistics
