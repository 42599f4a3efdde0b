#include "staysail/statistics/elementary.hpp"

#include <array>
#include <cmath>
#include <limits>

namespace staysail::statistics {
namespace {

// ln 2 in two parts: the first has 32 trailing zero bits, so that k * kLn2High is exact for every exponent k.
constexpr double kLn2High = 0x1.62e42feep-1;
constexpr double kLn2Low = 0x1.a39ef35793c76p-33;
constexpr double kHalfLogTwoPi = 0.91893853320467274178;
constexpr double kSqrtHalf = 0.70710678118654752440;

// 2 atanh(s) = 2 (s + s^3/3 + s^5/5 + ...); |s| <= 0.172 here, so 12 terms reach the last bit.
double twice_atanh(double s) {
  const double square = s * s;
  double sum = 0;
  for (int k = 12; k > 0; --k) sum = square * (sum + 1.0 / (2 * k + 1));
  return 2 * s + 2 * s * sum;
}

constexpr double kSeriesHolds = 15;  // from here on the series below reach the last bits

// Sum of terms[k] / x^(2k).
template <std::size_t N>
double in_inverse_squares(const std::array<double, N>& terms, double x) {
  const double inverse_square = 1 / (x * x);
  double sum = 0;
  for (std::size_t k = N; k-- > 0;) sum = sum * inverse_square + terms[k];
  return sum;
}

// Stirling's series: ln Gamma(x) = (x - 1/2) ln x - x + ln(2 pi)/2 + stirling_rest(x).
double stirling_rest(double x) {
  constexpr std::array kTerms = {1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156};
  return in_inverse_squares(kTerms, x) / x;
}

double stirling(double x) { return (x - 0.5) * natural_log(x) - x + kHalfLogTwoPi + stirling_rest(x); }

}  // namespace

double natural_log(double x) {
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);  // exact: takes the number apart
  if (mantissa < kSqrtHalf) {
    mantissa *= 2;
    --exponent;
  }
  const double log = twice_atanh((mantissa - 1) / (mantissa + 1));
  return exponent * kLn2High + (log + exponent * kLn2Low);
}

double exponential(double x) {
  if (x > 709.8) return std::numeric_limits<double>::infinity();
  if (x < -745.2) return 0;
  const double k = std::floor(x / (kLn2High + kLn2Low) + 0.5);
  const double rest = (x - k * kLn2High) - k * kLn2Low;  // |rest| <= ln(2) / 2
  double sum = 1;
  for (int term = 16; term > 0; --term) sum = 1 + rest * sum / term;
  return std::ldexp(sum, static_cast<int>(k));
}

double log_one_plus(double x) { return std::fabs(x) < 0.25 ? twice_atanh(x / (2 + x)) : natural_log(1 + x); }

double exponential_less_one(double x) {
  if (std::fabs(x) > 0.5) return exponential(x) - 1;
  double sum = 1;
  for (int term = 18; term > 1; --term) sum = 1 + x * sum / term;
  return x * sum;
}

double power(double base, double exponent) { return exponential(exponent * natural_log(base)); }

double log_gamma(double x) {
  // Gamma(x) = Gamma(x + n) / (x (x + 1) ... (x + n - 1)) brings small arguments to where the series holds.
  double product = 1;
  for (; x < kSeriesHolds; ++x) product *= x;
  return product == 1 ? stirling(x) : stirling(x) - natural_log(product);
}

double digamma(double x) {
  constexpr std::array kTerms = {-1.0 / 12, 1.0 / 120, -1.0 / 252, 1.0 / 240, -1.0 / 132, 691.0 / 32760, -1.0 / 12};
  double below = 0;
  for (; x < kSeriesHolds; ++x) below += 1 / x;
  return natural_log(x) - 0.5 / x + in_inverse_squares(kTerms, x) / (x * x) - below;
}

double trigamma(double x) {
  constexpr std::array kTerms = {1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6};
  double below = 0;
  for (; x < kSeriesHolds; ++x) below += 1 / (x * x);
  return 1 / x + 0.5 / (x * x) + in_inverse_squares(kTerms, x) / (x * x * x) + below;
}

double log_gamma_rise(double x, double d) {
  double shrink = 1;  // Gamma(x + d) / Gamma(x) = shrink * Gamma(x + n + d) / Gamma(x + n)
  for (; x < kSeriesHolds; ++x) shrink *= x / (x + d);
  const double rise = (x - 0.5) * log_one_plus(d / x) + d * (natural_log(x + d) - 1);
  return rise + (stirling_rest(x + d) - stirling_rest(x)) + natural_log(shrink);
}

}  // namespace staysail::statistics
