#include "staysail/statistics/distribution.hpp"

#include <cmath>

#include "statistics/normal_density.hpp"
#include "staysail/statistics/elementary.hpp"

namespace staysail::statistics {
namespace {

constexpr double kTiny = 1e-300;
constexpr double kPrecision = 3e-16;
constexpr int kMostTerms = 10'000;

double away_from_zero(double value) { return std::fabs(value) < kTiny ? kTiny : value; }

// One step of Lentz's method for a continued fraction a1/(b1 + a2/(b2 + ...)).
class Lentz {
 public:
  explicit Lentz(double first) : value_(away_from_zero(first)), c_(value_) {}
  // True once another step changes nothing.
  bool step(double a, double b) {
    d_ = 1 / away_from_zero(b + a * d_);
    c_ = away_from_zero(b + a / c_);
    value_ *= c_ * d_;
    return std::fabs(c_ * d_ - 1) < kPrecision;
  }
  double value() const { return value_; }

 private:
  double value_, c_, d_ = 0;
};

// The continued fraction of I_x(a, b) in the form of DLMF 8.17.22; converges fast for x < (a + 1) / (a + b + 2).
double beta_fraction(double a, double b, double x) {
  Lentz fraction(1);
  for (int m = 0; m < kMostTerms; ++m) {
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    fraction.step(odd, 1);
    const double even = (m + 1) * (b - m - 1) * x / ((a + 2 * m + 1) * (a + 2 * m + 2));
    if (fraction.step(even, 1)) break;
  }
  return 1 / fraction.value();
}

double beta_below_mean(double a, double b, double x) {
  const double front = a * natural_log(x) + b * natural_log(1 - x) + log_gamma(a + b) - log_gamma(a) - log_gamma(b);
  return exponential(front) * beta_fraction(a, b, x) / a;
}

// x^a e^-x / Gamma(a)
double gamma_front(double a, double x) { return exponential(a * natural_log(x) - x - log_gamma(a)); }

// P(a, x) by its series; for x < a + 1.
double lower_gamma_series(double a, double x) {
  double term = 1 / a;
  double sum = term;
  for (int n = 1; n < kMostTerms && term > sum * kPrecision; ++n) {
    term *= x / (a + n);
    sum += term;
  }
  return sum * gamma_front(a, x);
}

// Q(a, x) by its continued fraction; for x >= a + 1.
double upper_gamma_fraction(double a, double x) {
  Lentz fraction(x + 1 - a);
  for (int n = 1; n < kMostTerms; ++n)
    if (fraction.step(-n * (n - a), x + 2 * n + 1 - a)) break;
  return gamma_front(a, x) / fraction.value();
}

// z with P(Z > z) = tail, for tail <= 1/2. The start is Abramowitz and Stegun 26.2.23; Halley's method does the rest.
double upper_quantile(double tail) {
  const double t = std::sqrt(-2 * natural_log(tail));
  double z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (int step = 0; step < 4; ++step) {
    const double error = (normal_upper_tail(z) - tail) / normal_density(z);
    z += error / (1 - z * error / 2);
  }
  return z;
}

}  // namespace

double regularised_beta(double a, double b, double x) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x < (a + 1) / (a + b + 2)) return beta_below_mean(a, b, x);
  return 1 - beta_below_mean(b, a, 1 - x);
}

double regularised_upper_gamma(double a, double x) {
  if (x <= 0) return 1;
  return x < a + 1 ? 1 - lower_gamma_series(a, x) : upper_gamma_fraction(a, x);
}

double normal_upper_tail(double z) {
  const double tail = regularised_upper_gamma(0.5, z * z / 2) / 2;
  return z >= 0 ? tail : 1 - tail;
}

double normal_quantile(double p) {
  if (p == 0.5) return 0;
  return p > 0.5 ? upper_quantile(1 - p) : -upper_quantile(p);
}

double chi_square_upper_tail(double x, double degrees) { return regularised_upper_gamma(degrees / 2, x / 2); }

double student_two_sided_tail(double t, double degrees) {
  return regularised_beta(degrees / 2, 0.5, degrees / (degrees + t * t));
}

double student_two_sided_quantile(double confidence, double degrees) {
  const double tail = 1 - confidence;
  double low = 0;
  double high = 1;
  while (student_two_sided_tail(high, degrees) > tail) high *= 2;
  for (int step = 0; step < 200 && low < high; ++step) {
    const double middle = low + (high - low) / 2;
    if (middle == low || middle == high) break;
    (student_two_sided_tail(middle, degrees) > tail ? low : high) = middle;
  }
  return high;
}

}  // namespace staysail::statistics
