#include "staysail/statistics/covariate_adjustment.hpp"

#include <vector>

#include "statistics/arms.hpp"
#include "statistics/finite.hpp"
#include "staysail/statistics/real_sum.hpp"

namespace staysail::statistics {
namespace {

// Sum of (y - mean of y)(x - mean of x).
double co_deviation(std::span<const double> y, double mean_y, std::span<const double> x, double mean_x) {
  RealSum sum;
  for (std::size_t row = 0; row < y.size(); ++row) sum.add_product(y[row] - mean_y, x[row] - mean_x);
  return sum.value();
}

Status check_columns(std::span<const double> outcome, std::span<const std::uint8_t> treated,
                     std::span<const double> covariate) {
  STAYSAIL_CHECK(check_lengths(outcome.size(), treated.size(), "outcome and treated"));
  STAYSAIL_CHECK(check_lengths(outcome.size(), covariate.size(), "outcome and covariate"));
  return check_treated(treated);
}

}  // namespace

Result<AdjustedDifference> adjusted_difference(std::span<const double> outcome, std::span<const std::uint8_t> treated,
                                               std::span<const double> covariate, double confidence) {
  STAYSAIL_CHECK(check_columns(outcome, treated, covariate));
  STAYSAIL_TRY(const Sample of_y, sample_of(outcome));
  STAYSAIL_TRY(const Sample of_x, sample_of(covariate));
  const double spread_y = co_deviation(outcome, of_y.mean, outcome, of_y.mean);
  const double spread_x = co_deviation(covariate, of_x.mean, covariate, of_x.mean);
  if (!(spread_y > 0 && spread_x > 0))
    return Error(Errc::degenerate_input, "an adjustment needs an outcome and a covariate that vary; one does not");
  const double joint = co_deviation(outcome, of_y.mean, covariate, of_x.mean);
  AdjustedDifference adjusted{joint / spread_x, joint / spread_x * (joint / spread_y), {}};
  std::vector<double> arms[2];
  for (std::size_t row = 0; row < outcome.size(); ++row)
    arms[treated[row]].push_back(outcome[row] - adjusted.theta * (covariate[row] - of_x.mean));
  STAYSAIL_TRY(const Sample untreated_arm, sample_of(arms[0]));
  STAYSAIL_TRY(const Sample treated_arm, sample_of(arms[1]));
  STAYSAIL_TRY(adjusted.test, welch(treated_arm, untreated_arm, confidence));
  return adjusted;
}

}  // namespace staysail::statistics
