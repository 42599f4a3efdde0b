#include "staysail/statistics/silence.hpp"

#include <algorithm>
#include <cmath>

#include "staysail/base/int128.hpp"
#include "staysail/statistics/elementary.hpp"

namespace staysail::statistics {
namespace {

// A product of many 32-bit factors, exact: little-endian limbs.
class BigProduct {
 public:
  explicit BigProduct(std::uint64_t first)
      : limbs_{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(first >> 32)} {}

  void multiply(std::uint32_t factor) {
    std::uint64_t carry = 0;
    for (std::uint32_t& limb : limbs_) {
      carry += static_cast<std::uint64_t>(limb) * factor;
      limb = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
    if (carry != 0) limbs_.push_back(static_cast<std::uint32_t>(carry));
  }

  friend bool operator<(BigProduct a, BigProduct b) {
    a.limbs_.resize(std::max(a.limbs_.size(), b.limbs_.size()));
    b.limbs_.resize(a.limbs_.size());
    return std::lexicographical_compare(a.limbs_.rbegin(), a.limbs_.rend(), b.limbs_.rbegin(), b.limbs_.rend());
  }

 private:
  std::vector<std::uint32_t> limbs_;
};

double whole_power(double base, std::uint32_t exponent) {
  double result = 1;
  for (; exponent != 0; exponent >>= 1, base *= base)
    if (exponent & 1) result *= base;
  return result;
}

double silent_share(const ActivityWindow& window) {
  return static_cast<double>(window.days - window.active) / window.days;
}

// p(n) is not increasing in n, so the first improbable run is found by halving.
std::uint32_t first_improbable(const ActivityWindow& window, std::uint32_t numerator, std::uint32_t denominator) {
  std::uint32_t probable = 0;
  std::uint32_t improbable = SilenceTable::kNever;
  while (improbable - probable > 1) {
    const std::uint32_t middle = probable + (improbable - probable) / 2;
    (silence_is_improbable(window, middle, numerator, denominator) ? improbable : probable) = middle;
  }
  return improbable;
}

}  // namespace

double silent_run_probability(const ActivityWindow& window, std::uint32_t silent_days) {
  const double b = window.days - window.active + 1;
  const double sum = window.days + 2;
  double probability = 1;
  for (std::uint32_t i = 0; i < silent_days; ++i) probability *= (b + i) / (sum + i);
  return probability;
}

double plug_in_silent_run_probability(const ActivityWindow& window, std::uint32_t silent_days) {
  return whole_power(silent_share(window), silent_days);
}

double mean_wait_for_silent_run(const ActivityWindow& window, std::uint32_t silent_days) {
  const double run = plug_in_silent_run_probability(window, silent_days);
  return (1 - run) / ((1 - silent_share(window)) * run);
}

double quiet_period_probability(double events, double observed, double shape, double rate, double ahead) {
  return power((rate + observed) / (rate + observed + ahead), shape + events);
}

bool silence_is_improbable(const ActivityWindow& window, std::uint32_t silent_days, std::uint32_t numerator,
                           std::uint32_t denominator) {
  const std::uint32_t b = window.days - window.active + 1;
  const std::uint32_t a = window.active + 1;
  // The product over i < n of (b+i)/(a+b+i) equals the product over j < a of (b+j)/(b+n+j): the shorter one is taken.
  const bool by_days = silent_days <= a;
  const std::uint32_t terms = by_days ? silent_days : a;
  const std::uint32_t shift = by_days ? a : silent_days;
  BigProduct probability(denominator);
  BigProduct threshold(numerator);
  for (std::uint32_t i = 0; i < terms; ++i) {
    probability.multiply(b + i);
    threshold.multiply(b + shift + i);
  }
  return probability < threshold;
}

Result<SilenceTable> SilenceTable::of(std::uint32_t days, std::uint32_t numerator, std::uint32_t denominator) {
  if (days == 0 || numerator == 0 || numerator >= denominator)
    return Error(Errc::invalid_argument,
                 "a silence table needs a window of days and a threshold between 0 and 1; given: " +
                     std::to_string(days) + " days, " + std::to_string(numerator) + "/" + std::to_string(denominator));
  SilenceTable table;
  for (std::uint32_t active = 0; active <= days; ++active)
    table.shortest_.push_back(first_improbable({days, active}, numerator, denominator));
  return table;
}

}  // namespace staysail::statistics
