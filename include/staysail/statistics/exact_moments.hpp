// ExactMoments: count, sum and sum of squares of scaled int64 values without any rounding, hence mean and variance that
// do not depend on the order of rows, on batches or on partitions.
//
// A partial of the four-function form: add() maps, merge() merges, sample() finishes. Owned by one thread.
#pragma once

#include <cstdint>

#include "staysail/base/result.hpp"
#include "staysail/columns/exact_sum.hpp"

namespace staysail::statistics {

// What a test of means needs of one sample. `variance` has the divisor count - 1; it is 0 for one value.
struct Sample {
  std::uint64_t count = 0;
  double mean = 0;
  double variance = 0;
};

class ExactMoments {
 public:
  void add(std::int64_t scaled);
  void merge(const ExactMoments& other);

  std::uint64_t count() const { return sum_.count(); }
  const ExactSum& sum() const { return sum_; }
  // Mean and variance of values that stand at `scale` decimals; each is rounded once. `degenerate_input` for no values.
  Result<Sample> sample(int scale) const;
  friend bool operator==(const ExactMoments& a, const ExactMoments& b) {
    return a.sum_.sum() == b.sum_.sum() && a.count() == b.count() && a.squares_low_ == b.squares_low_ &&
           a.squares_high_ == b.squares_high_;
  }

 private:
  void add_squares(UInt128 low, std::uint64_t high);

  ExactSum sum_;
  // Sum of squares in 192 bits: one square takes up to 126.
  UInt128 squares_low_ = 0;
  std::uint64_t squares_high_ = 0;
};

// (sum of a / count of a) - (sum of b / count of b), brought from scale `from` to `to` and rounded half-even once.
// `degenerate_input` when either has no values, `amount_overflow` when 128 bits do not hold the products.
Result<std::int64_t> difference_of_means(const ExactSum& a, const ExactSum& b, int from, int to);

}  // namespace staysail::statistics
