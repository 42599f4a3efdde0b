// RealSum: the sum of doubles without any rounding until it is asked for, hence the same bits for any order of the
// terms, any batches and any partitions. What int64 columns at a scale need no more than ExactSum for, free numbers
// from outside (scores, weights, covariates) get here.
//
// A partial of the four-function form: add() maps, merge() merges, value() finishes. Owned by one thread. 0.6 kB.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "staysail/base/result.hpp"
#include "staysail/statistics/exact_moments.hpp"

namespace staysail::statistics {

class RealSum {
 public:
  // Precondition of both: the arguments are finite, and a * b neither overflows nor falls below 1e-280 unless it is 0.
  void add(double value);
  void add_product(double a, double b);
  void merge(const RealSum& other);

  // The sum, rounded once to the nearest double (ties to even); infinity past the largest.
  double value() const;

 private:
  // Digits of 32 bits from 2^-1074 upwards, each with room for 2^30 additions before carries are moved on.
  static constexpr std::size_t kDigits = 68;

  void carry();

  std::array<std::int64_t, kDigits> digits_{};
  std::uint32_t additions_ = 0;
};

// Sum of the values, correctly rounded. Precondition: all are finite.
double total_of(std::span<const double> values);

// Count, mean and variance (divisor count - 1) of values in any order. `degenerate_input` for no values,
// `invalid_argument` for one that is not finite.
Result<Sample> sample_of(std::span<const double> values);

}  // namespace staysail::statistics
