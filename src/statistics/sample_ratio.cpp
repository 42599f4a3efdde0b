#include "staysail/statistics/sample_ratio.hpp"

#include <cmath>
#include <string>

#include "staysail/statistics/distribution.hpp"

namespace staysail::statistics {
namespace {

Status check(std::span<const std::uint64_t> counts, std::span<const double> shares) {
  if (counts.size() < 2 || counts.size() != shares.size())
    return Error(Errc::invalid_argument,
                 "a sample-ratio test needs one planned share for each of two or more arms; given: " +
                     std::to_string(counts.size()) + " counts, " + std::to_string(shares.size()) + " shares");
  for (const double share : shares)
    if (!(share > 0 && std::isfinite(share)))
      return Error(Errc::invalid_argument, "a planned share must be positive; given: " + std::to_string(share));
  return ok();
}

double sum_of(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

}  // namespace

Result<ChiSquareTest> sample_ratio(std::span<const std::uint64_t> counts, std::span<const double> shares) {
  STAYSAIL_CHECK(check(counts, shares));
  std::uint64_t total = 0;
  for (const std::uint64_t count : counts) total += count;
  const double whole = sum_of(shares);
  ChiSquareTest test{0, static_cast<double>(counts.size() - 1), 1};
  for (std::size_t arm = 0; arm < counts.size(); ++arm) {
    const double expected = static_cast<double>(total) * shares[arm] / whole;
    if (expected < 5)
      return Error(Errc::degenerate_input, "a sample-ratio test needs 5 expected units in each arm; arm " +
                                               std::to_string(arm + 1) + " has " + std::to_string(expected));
    const double distance = static_cast<double>(counts[arm]) - expected;
    test.statistic += distance * distance / expected;
  }
  test.p_value = chi_square_upper_tail(test.statistic, test.degrees);
  return test;
}

}  // namespace staysail::statistics
