#include "staysail/statistics/welch.hpp"

#include <cmath>

#include "statistics/confidence.hpp"
#include "staysail/statistics/distribution.hpp"

namespace staysail::statistics {
namespace {

double squared(double x) { return x * x; }

}  // namespace

Result<WelchTest> welch(const Sample& a, const Sample& b, double confidence) {
  STAYSAIL_CHECK(check_confidence(confidence));
  if (a.count < 2 || b.count < 2)
    return Error(Errc::degenerate_input, "a comparison of means needs two values on each side; given: " +
                                             std::to_string(a.count) + " and " + std::to_string(b.count));
  const double of_a = a.variance / static_cast<double>(a.count);
  const double of_b = b.variance / static_cast<double>(b.count);
  if (!(of_a + of_b > 0))
    return Error(Errc::degenerate_input, "a comparison of means needs values that vary; all are equal");
  WelchTest test;
  test.difference = a.mean - b.mean;
  test.standard_error = std::sqrt(of_a + of_b);
  test.t = test.difference / test.standard_error;
  test.degrees = squared(of_a + of_b) /
                 (squared(of_a) / static_cast<double>(a.count - 1) + squared(of_b) / static_cast<double>(b.count - 1));
  test.p_value = student_two_sided_tail(test.t, test.degrees);
  const double half = student_two_sided_quantile(confidence, test.degrees) * test.standard_error;
  test.interval = {test.difference - half, test.difference + half};
  return test;
}

}  // namespace staysail::statistics
