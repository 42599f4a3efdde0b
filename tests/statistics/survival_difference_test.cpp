#include "staysail/statistics/survival_difference.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "statistics/dice.hpp"
#include "statistics/survival_data.hpp"

namespace staysail::statistics {
namespace {

// Months until customers leave, at most 24; `rate`: of leaving in a month.
RiskTable leavers(Dice& dice, std::size_t customers, double rate) {
  std::vector<double> months;
  std::vector<std::uint8_t> left;
  for (std::size_t i = 0; i < customers; ++i) {
    const double wait = dice.wait(rate);
    months.push_back(wait < 24 ? wait : 24);
    left.push_back(wait < 24 ? 1 : 0);
  }
  return RiskTable::of(months, left).value();
}

}  // namespace

TEST_CASE("lung cancer by sex: means up to 365 and 965 days, against another computation") {
  // Greenwood's variance of the area, summed by another program over the same rows; log-rank: row C2 of the check
  // table.
  const auto data = lung();
  if (!data) return;
  const auto sexes = data->by_group();
  const auto year = survival_difference(sexes[1], sexes[0], 365).value();
  CHECK(year.difference == doctest::Approx(55.9703243399797).epsilon(1e-10));
  CHECK(year.standard_error == doctest::Approx(14.958125860424104).epsilon(1e-10));
  CHECK(year.interval.low == doctest::Approx(26.652936377331244).epsilon(1e-9));
  CHECK(year.p_value == doctest::Approx(0.00018270646131116465).epsilon(1e-8));
  CHECK(year.log_rank->chi_square == doctest::Approx(10.32674195).epsilon(1e-8));
  const auto all = survival_difference(sexes[1], sexes[0]).value();
  CHECK(all.horizon == 965);
  CHECK(all.difference == doctest::Approx(131.8556684495279).epsilon(1e-10));
  CHECK(all.treated.standard_error == doctest::Approx(32.917415688735055).epsilon(1e-10));
}

TEST_CASE("the interval holds the true difference as often as it says, and no difference is claimed as seldom") {
  Dice dice;
  const double horizon = 24, slow = 0.03, fast = 0.05;
  const auto mean = [&](double rate) { return (1 - std::exp(-rate * horizon)) / rate; };
  int holds = 0, claims = 0;
  constexpr int kExperiments = 400;
  for (int i = 0; i < kExperiments; ++i) {
    const auto kept = survival_difference(leavers(dice, 150, slow), leavers(dice, 100, fast), 24).value();
    const double truth = mean(slow) - mean(fast);
    holds += kept.interval.low <= truth && truth <= kept.interval.high;
    claims += survival_difference(leavers(dice, 150, fast), leavers(dice, 100, fast), 24)->p_value < 0.05;
  }
  CHECK(holds >= 0.92 * kExperiments);
  CHECK(claims <= 0.08 * kExperiments);
}

TEST_CASE("the arms exchanged turn the difference around; arms without an event do not differ") {
  Dice dice;
  const RiskTable a = leavers(dice, 80, 0.03), b = leavers(dice, 60, 0.05);
  const auto forth = survival_difference(a, b, 20).value(), back = survival_difference(b, a, 20).value();
  CHECK(forth.difference == -back.difference);
  CHECK(forth.p_value == back.p_value);
  const std::vector<double> months = {24, 24, 24};
  const std::vector<std::uint8_t> stayed = {0, 0, 0};
  const RiskTable quiet = RiskTable::of(months, stayed).value();
  const auto same = survival_difference(quiet, quiet).value();
  CHECK(same.difference == 0);
  CHECK(same.p_value == 1);
  CHECK_FALSE(same.log_rank.has_value());
}

TEST_CASE("arms that cannot be compared are refused") {
  Dice dice;
  const RiskTable arm = leavers(dice, 50, 0.05);
  CHECK(survival_difference(arm, RiskTable()).error().code() == Errc::degenerate_input);
  CHECK(survival_difference(arm, arm, 0).error().code() == Errc::invalid_argument);
  CHECK(survival_difference(arm, arm, 25).error().code() == Errc::invalid_argument);
  CHECK(survival_difference(arm, arm, 12, 1).error().code() == Errc::invalid_argument);
}

}  // namespace staysail::statistics
