#include "staysail/statistics/two_proportions.hpp"

#include <cmath>

#include "staysail/statistics/distribution.hpp"

namespace staysail::statistics {
namespace {

double variance_of_rate(double rate, double divisor) { return rate * (1 - rate) / divisor; }

// Of the rate itself, estimated from its own trials without bias.
double own_variance(const Proportion& of) { return variance_of_rate(of.rate(), static_cast<double>(of.trials - 1)); }

Status check(const Proportion& side, double confidence) {
  if (const auto checked = wilson(side, confidence); !checked) return checked.error();
  if (side.trials > 1) return ok();
  return Error(Errc::degenerate_input, "a comparison of rates needs two trials on each side; newcombe() needs one");
}

}  // namespace

Result<ProportionTest> compare_proportions(const Proportion& a, const Proportion& b, double confidence) {
  for (const Proportion* side : {&a, &b}) STAYSAIL_CHECK(check(*side, confidence));
  const double pooled = Proportion{a.successes + b.successes, a.trials + b.trials}.rate();
  const double under_equality = std::sqrt(variance_of_rate(pooled, static_cast<double>(a.trials)) +
                                          variance_of_rate(pooled, static_cast<double>(b.trials)));
  if (!(under_equality > 0))
    return Error(Errc::degenerate_input,
                 "nothing to test: all or none succeeded on both sides; newcombe() still gives an interval");
  ProportionTest test;
  test.difference = a.rate() - b.rate();
  test.standard_error = std::sqrt(own_variance(a) + own_variance(b));
  const double half = normal_quantile(0.5 + confidence / 2) * test.standard_error;
  test.interval = {test.difference - half, test.difference + half};
  test.z = test.difference / under_equality;
  test.chi_square = test.z * test.z;
  test.p_value = 2 * normal_upper_tail(std::fabs(test.z));
  return test;
}

}  // namespace staysail::statistics
