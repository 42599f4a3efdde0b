#include "simulator/dice.hpp"

#include <algorithm>
#include <cmath>

namespace staysail::simulator {

double Dice::normal(Roll roll, std::uint32_t nth) const {
  std::uint32_t sum = 0;
  for (std::uint32_t half = 0; half < 2; ++half) {
    std::uint64_t word = bits(roll, 2 * nth + half);
    for (int i = 0; i < 4; ++i, word >>= 16) sum += static_cast<std::uint32_t>(word & 0xffff);
  }
  // Eight uniforms: mean 4, variance 8/12.
  return (static_cast<double>(sum) / 65536.0 - 4.0 + 4.0 / 65536.0) * 1.224744871391589;
}

double exponential(double x) {
  x = std::clamp(x, -40.0, 40.0);
  // (1 + y + y^2/2 + ...) at x / 64, then squared six times.
  const double y = x / 64.0;
  double sum = 1.0;
  for (int n = 12; n >= 1; --n) sum = 1.0 + sum * y / n;
  for (int i = 0; i < 6; ++i) sum *= sum;
  return sum;
}

double logistic(double x) { return 1.0 / (1.0 + exponential(-x)); }

// std::sqrt is exact to the last bit by IEEE 754, unlike the rest of <cmath>.
double skewed(double x) { return x * x * std::sqrt(x); }

}  // namespace staysail::simulator
