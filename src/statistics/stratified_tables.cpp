#include "staysail/statistics/stratified_tables.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "statistics/confidence.hpp"
#include "staysail/statistics/distribution.hpp"
#include "staysail/statistics/elementary.hpp"
#include "staysail/statistics/real_sum.hpp"

namespace staysail::statistics {
namespace {

constexpr std::uint64_t kLargestStratum = 1'000'000'000;

struct Sums {
  RealSum r, s;              // of a d / n and b c / n
  RealSum pr, ps_qr, qs;     // of the variance of Robins, Breslow and Greenland
  RealSum excess, variance;  // of a over its expectation, and its variance
  void add(const TwoByTwo& table);
};

void Sums::add(const TwoByTwo& table) {
  const auto a = static_cast<double>(table.a), b = static_cast<double>(table.b);
  const auto c = static_cast<double>(table.c), d = static_cast<double>(table.d);
  const double n = a + b + c + d;
  const double r_i = a * d / n, s_i = b * c / n;
  const double p = (a + d) / n, q = (b + c) / n;
  r.add(r_i);
  s.add(s_i);
  pr.add_product(p, r_i);
  ps_qr.add_product(p, s_i);
  ps_qr.add_product(q, r_i);
  qs.add_product(q, s_i);
  excess.add((a * d - b * c) / n);  // a - (a + b)(a + c) / n
  variance.add((a + b) * (c + d) / n * ((a + c) * (b + d) / n) / (n - 1));
}

Result<Sums> sums_of(std::span<const TwoByTwo> strata) {
  Sums sums;
  for (const TwoByTwo& table : strata) {
    for (const std::uint64_t count : {table.a, table.b, table.c, table.d})
      if (count > kLargestStratum / 4)
        return Error(Errc::invalid_argument,
                     "a stratum has at most 10^9 / 4 counts in a cell; given: " + std::to_string(count));
    if (table.a + table.b + table.c + table.d > 1) sums.add(table);
  }
  return sums;
}

}  // namespace

Result<MantelHaenszel> mantel_haenszel(std::span<const TwoByTwo> strata, double confidence) {
  STAYSAIL_CHECK(check_confidence(confidence));
  STAYSAIL_TRY(const Sums sums, sums_of(strata));
  const double r = sums.r.value(), s = sums.s.value(), variance = sums.variance.value();
  if (!(r > 0 && s > 0 && variance > 0))
    return Error(Errc::degenerate_input,
                 "an odds ratio over strata needs both arms with and without success; given strata: " +
                     std::to_string(strata.size()));
  MantelHaenszel result;
  result.odds_ratio = r / s;
  const double log_variance =
      sums.pr.value() / (2 * r * r) + sums.ps_qr.value() / (2 * r * s) + sums.qs.value() / (2 * s * s);
  const double half = normal_quantile(0.5 + confidence / 2) * std::sqrt(log_variance);
  result.interval = {result.odds_ratio * exponential(-half), result.odds_ratio * exponential(half)};
  const double distance = std::max(0.0, std::fabs(sums.excess.value()) - 0.5);
  result.chi_square = distance * distance / variance;
  result.p_value = chi_square_upper_tail(result.chi_square, 1);
  return result;
}

Result<PairedTest> mcnemar(const TwoByTwo& pairs) {
  const auto b = static_cast<double>(pairs.b), c = static_cast<double>(pairs.c);
  if (b + c == 0)
    return Error(Errc::degenerate_input, "nobody changed between the two times; there is nothing to test");
  const double distance = std::max(0.0, std::fabs(b - c) - 1);
  const double chi_square = distance * distance / (b + c);
  return PairedTest{chi_square, chi_square_upper_tail(chi_square, 1)};
}

}  // namespace staysail::statistics
