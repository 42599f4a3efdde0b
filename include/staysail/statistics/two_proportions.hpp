// Two proportions compared: the difference with its textbook interval, the pooled z test and chi-square.
//
// With p = x/n and the pooled p0 = (xa + xb) / (na + nb),
//     standard error = sqrt(pa (1 - pa) / (na - 1) + pb (1 - pb) / (nb - 1)),
//     z = (pa - pb) / sqrt(p0 (1 - p0) (1/na + 1/nb)),
// chi-square = z^2 on one degree of freedom, without correction for continuity. The interval is the one of large
// samples; newcombe() (proportion.hpp) holds at small counts too. Pure; any thread; the same bits everywhere.
#pragma once

#include "staysail/base/result.hpp"
#include "staysail/statistics/interval.hpp"
#include "staysail/statistics/proportion.hpp"

namespace staysail::statistics {

struct ProportionTest {
  double difference = 0;  // rate of a - rate of b
  double standard_error = 0;
  Interval interval;  // difference -+ z(confidence) * standard_error
  double z = 0;
  double chi_square = 0;
  double p_value = 1;  // two-sided
};

// `degenerate_input` for fewer than two trials on a side or when all or none succeeded on both sides; other errors as
// wilson().
Result<ProportionTest> compare_proportions(const Proportion& a, const Proportion& b, double confidence = 0.95);

}  // namespace staysail::statistics
