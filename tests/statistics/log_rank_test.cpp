// Check table rows C2 and C11, computed with R survival 3.5-3.
#include "staysail/statistics/log_rank.hpp"

#include <cmath>
#include <numeric>

#include <doctest/doctest.h>

#include "statistics/survival_data.hpp"

namespace staysail::statistics {
namespace {

RiskTable table(const std::vector<double>& durations, const std::vector<std::uint8_t>& events) {
  return RiskTable::of(durations, events).value();
}

}  // namespace

TEST_CASE("lung cancer by sex, row C2") {
  const auto data = lung();
  if (!data) return;
  const auto groups = data->by_group();
  const LogRankTest test = log_rank(groups).value();
  CHECK(std::fabs(test.chi_square - 10.32674195) < 1e-7);
  CHECK(test.degrees == 1);
  CHECK(std::fabs(test.p_value - .0013) < 5e-5);
  CHECK(std::fabs(log_rank(groups, 1)->chi_square - 12.714151) < 1e-6);
}

TEST_CASE("veterans by cell type: four groups, row C2") {
  const auto data = veteran();
  if (!data) return;
  const LogRankTest test = log_rank(data->by_group()).value();
  CHECK(std::fabs(test.chi_square - 25.40370035) < 1e-7);
  CHECK(test.degrees == 3);
  CHECK(std::fabs(test.p_value - 1.3e-5) < 5e-7);
}

TEST_CASE("Telco by contract and by gender, row C11") {
  const auto contract = telco("Contract");
  const auto gender = telco("gender");
  if (!contract || !gender) return;
  const LogRankTest test = log_rank(contract->by_group()).value();
  CHECK(std::fabs(test.chi_square - 2352.872538) < 1e-5);
  CHECK(test.degrees == 2);
  CHECK(std::fabs(log_rank(gender->by_group())->chi_square - .525706972) < 1e-8);
}

TEST_CASE("observed and expected events sum alike, and equal groups do not differ") {
  const std::vector<RiskTable> groups = {table({1, 2, 3, 5, 8}, {1, 0, 1, 1, 0}),
                                         table({1, 3, 4, 4, 9}, {1, 1, 0, 1, 1}), table({2, 2, 6}, {1, 1, 1})};
  for (const double rho : {0.0, 0.5, 1.0}) {
    const LogRankTest test = log_rank(groups, rho).value();
    const double observed = std::accumulate(test.observed.begin(), test.observed.end(), 0.0);
    CHECK(observed == doctest::Approx(std::accumulate(test.expected.begin(), test.expected.end(), 0.0)));
    // The order of the groups does not matter.
    const std::vector<RiskTable> turned = {groups[2], groups[0], groups[1]};
    CHECK(log_rank(turned, rho)->chi_square == doctest::Approx(test.chi_square).epsilon(1e-12));
  }
  const std::vector<RiskTable> twins = {groups[0], groups[0]};
  CHECK(log_rank(twins)->chi_square == doctest::Approx(0));
}

TEST_CASE("groups that cannot be compared are refused") {
  const std::vector<RiskTable> one = {table({1}, {1})};
  CHECK(log_rank(one).error().code() == Errc::invalid_argument);
  const std::vector<RiskTable> two = {table({1, 2}, {1, 0}), table({1, 3}, {0, 1})};
  CHECK(log_rank(two).has_value());
  CHECK(log_rank(two, -1).error().code() == Errc::invalid_argument);
  const std::vector<RiskTable> censored = {table({1, 2}, {0, 0}), table({1, 3}, {0, 0})};
  CHECK(log_rank(censored).error().code() == Errc::degenerate_input);
  const std::vector<RiskTable> with_empty = {table({1, 2}, {1, 1}), table({}, {})};
  CHECK(log_rank(with_empty).error().code() == Errc::degenerate_input);
}

}  // namespace staysail::statistics
