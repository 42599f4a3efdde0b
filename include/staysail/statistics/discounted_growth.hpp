// The present value of a total that grows: what is added in each period, discounted from its end.
#pragma once

#include <cstdint>
#include <functional>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

struct DiscountedPeriods {
  std::uint32_t periods = 0;
  double length = 1;    // of a period, in the unit of time of the total
  double discount = 0;  // a period; 0.01 = one per cent

  // `invalid_argument` unless 1 <= periods <= 100000, the length is positive and finite, the discount is finite and not
  // negative.
  Status validate() const;
};

// The sum over k = 1 .. periods of (total(k length) - total((k-1) length)) / (1 + discount)^k. Precondition:
// validate().
double discounted_growth(const std::function<double(double)>& total, const DiscountedPeriods& plan);

}  // namespace staysail::statistics
