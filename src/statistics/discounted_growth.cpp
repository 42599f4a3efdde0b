#include "staysail/statistics/discounted_growth.hpp"

#include <cmath>
#include <string>

namespace staysail::statistics {

Status DiscountedPeriods::validate() const {
  if (periods >= 1 && periods <= 100'000 && length > 0 && std::isfinite(length) && discount >= 0 &&
      std::isfinite(discount))
    return ok();
  return Error(
      Errc::invalid_argument,
      "a present value is taken over 1 to 100000 periods of a positive length at a discount of 0 or more; given: " +
          std::to_string(periods) + " of " + std::to_string(length) + " at " + std::to_string(discount));
}

double discounted_growth(const std::function<double(double)>& total, const DiscountedPeriods& plan) {
  double sum = 0;
  double before = total(0);
  double present = 1;
  for (std::uint32_t k = 1; k <= plan.periods; ++k) {
    present /= 1 + plan.discount;
    const double now = total(k * plan.length);
    sum += (now - before) * present;
    before = now;
  }
  return sum;
}

}  // namespace staysail::statistics
