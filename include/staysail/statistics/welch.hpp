// Welch's comparison of two means with unequal variances (Welch 1947; degrees of freedom by Satterthwaite).
//
// Pure; any thread; the same bits everywhere.
#pragma once

#include "staysail/base/result.hpp"
#include "staysail/statistics/exact_moments.hpp"
#include "staysail/statistics/interval.hpp"

namespace staysail::statistics {

struct WelchTest {
  double difference = 0;  // mean of a - mean of b
  double standard_error = 0;
  double t = 0;
  double degrees = 0;
  double p_value = 1;  // two-sided
  Interval interval;   // of the difference
};

// `degenerate_input` when a sample has fewer than 2 values or neither varies; `invalid_argument` for a confidence
// outside (0, 1).
Result<WelchTest> welch(const Sample& a, const Sample& b, double confidence = 0.95);

}  // namespace staysail::statistics
