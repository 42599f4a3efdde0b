// Two-by-two tables: one effect over many strata (Mantel-Haenszel), and paired answers (McNemar).
//
// Counts are exact and strata are summed without rounding: their order never matters. Pure; any thread.
#pragma once

#include <cstdint>
#include <span>

#include "staysail/base/result.hpp"
#include "staysail/statistics/interval.hpp"

namespace staysail::statistics {

// Counts of two arms: row 1 (a, b) and row 2 (c, d), each with and without success.
struct TwoByTwo {
  std::uint64_t a = 0, b = 0, c = 0, d = 0;
};

struct MantelHaenszel {
  double odds_ratio = 1;  // sum of a d / n over sum of b c / n: above 1 where row 1 succeeds more often
  // Of the odds ratio, by the variance of its logarithm of Robins, Breslow and Greenland (1986).
  Interval interval;
  double chi_square = 0;  // one degree of freedom, with correction for continuity
  double p_value = 1;
};

// Strata with fewer than two counts say nothing and are left out. `degenerate_input` when no stratum has both arms and
// both outcomes, or the odds ratio is 0 or infinite; `invalid_argument` for a confidence outside (0, 1) or a stratum of
// more than 10^9 counts.
Result<MantelHaenszel> mantel_haenszel(std::span<const TwoByTwo> strata, double confidence = 0.95);

struct PairedTest {
  double chi_square = 0;  // (|b - c| - 1)^2 / (b + c), one degree of freedom
  double p_value = 1;
};

// McNemar 1947: the same units asked twice; b changed one way, c the other, a and d did not change. With correction for
// continuity. `degenerate_input` when nobody changed.
Result<PairedTest> mcnemar(const TwoByTwo& pairs);

}  // namespace staysail::statistics
