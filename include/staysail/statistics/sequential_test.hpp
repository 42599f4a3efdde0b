// An always-valid test of a difference: it may be looked at every day and stopped at any time, and still rejects a true
// equality with at most the stated probability. (Mixture sequential probability ratio test, mSPRT: Robbins 1970;
// Johari, Koomen, Pekelis and Walsh 2022.)
//
// With v = the squared standard error of the difference so far (V / n for n units a side and variance V of one pair's
// difference) and tau2 the variance of a normal mixture of effects around `null`:
//     L = sqrt(v / (v + tau2)) exp(tau2 (difference - null)^2 / (2 v (v + tau2))),     p = min over looks of 1 / L,
//     half width = sqrt(v (v + tau2) / tau2 (2 ln(1 / alpha) + ln((v + tau2) / v))).
// tau2 is chosen beforehand, near the square of the effect that is hoped for; it changes the power, never the validity.
// A test of fixed size has no such right: looked at daily it rejects a true equality several times too often.
#pragma once

#include <cstdint>

#include "staysail/base/result.hpp"
#include "staysail/statistics/interval.hpp"
#include "staysail/statistics/proportion.hpp"

namespace staysail::statistics {

struct SequentialDesign {
  double tau2 = 1e-4;
  double confidence = 0.95;
  double null = 0;

  // `invalid_argument` unless tau2 > 0, 0 < confidence < 1 and null is finite.
  Status validate() const;
};

struct SequentialLook {
  double likelihood_ratio = 1;
  double p_value = 1;    // the least so far: it never rises
  Interval interval;     // what every look so far allows; low > high when they contradict each other
  bool rejects = false;  // p_value <= 1 - confidence
};

// One experiment, look after look. Owned by one thread.
class SequentialTest {
 public:
  static Result<SequentialTest> of(const SequentialDesign& design);

  // All the data so far, not only what is new. `invalid_argument` for a standard error that is not positive or a
  // difference that is not finite; the test stays as it was.
  Result<SequentialLook> look(double difference, double standard_error);
  // Difference of rates a - b; its standard error from the pooled rate, so that it holds under equality. Without a
  // success and a failure at all nothing can be said yet: the look says so with a ratio of 1.
  Result<SequentialLook> look(const Proportion& a, const Proportion& b);

 private:
  explicit SequentialTest(const SequentialDesign& design);

  SequentialDesign design_;
  SequentialLook so_far_;
};

}  // namespace staysail::statistics
