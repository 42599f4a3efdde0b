// e^x for the inner loops of fits: branch-free, so that compilers may compute several at once, and of IEEE additions
// and multiplications only, so that all give the same bits. Relative error below 1e-15; beyond +-700 the value at 700.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace staysail::statistics {

inline double fast_exponential(double x) {
  constexpr double kRound = 6755399441055744.0;  // 1.5 * 2^52: adding it leaves a whole number in the low bits
  constexpr double kInverseLn2 = 1.4426950408889634;
  constexpr double kLn2High = 0x1.62e42feep-1;
  constexpr double kLn2Low = 0x1.a39ef35793c76p-33;
  x = std::min(std::max(x, -700.0), 700.0);
  const double shifted = x * kInverseLn2 + kRound;
  const double k = shifted - kRound;
  const double r = (x - k * kLn2High) - k * kLn2Low;  // |r| <= ln(2) / 2
  constexpr std::array kTerms = {
      1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040,
      1.0 / 720,        1.0 / 120,       1.0 / 24,       1.0 / 6,       0.5,          1.0,         1.0};
  double sum = 0;
  for (const double term : kTerms) sum = sum * r + term;
  return sum * std::bit_cast<double>((std::bit_cast<std::uint64_t>(shifted) + 1023) << 52);
}

}  // namespace staysail::statistics
