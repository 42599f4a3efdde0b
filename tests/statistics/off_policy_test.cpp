// Check table row E6: the men's campaign of the Open Bandit Dataset (Saito et al. 2021), small version: what showing
// items evenly would have earned, from the log of Bernoulli Thompson sampling.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include "main/shared_data.hpp"
#include "statistics/number_columns.hpp"
#include "staysail/statistics/off_policy.hpp"

namespace staysail::statistics {
namespace {

constexpr std::size_t kItems = 34;

struct Log {
  std::vector<double> reward, propensity, target, item;
  LoggedActions actions() const { return {reward, propensity, target}; }
};

std::optional<Log> thompson_log() {
  const auto path = shared_data("data/uplift/bts_men.csv");
  if (!path) return std::nullopt;
  const NumberColumns table(*path);
  Log log{table.numbers("click"), table.numbers("propensity_score"), {}, table.numbers("item_id")};
  log.target.assign(log.reward.size(), 1.0 / kItems);
  return log;
}

// The simplest model of rewards: each item's mean in the log.
struct ItemMeans {
  explicit ItemMeans(const Log& log) {
    std::array<double, kItems> clicks{}, shown{};
    for (std::size_t row = 0; row < log.reward.size(); ++row) {
      clicks[static_cast<std::size_t>(log.item[row])] += log.reward[row];
      shown[static_cast<std::size_t>(log.item[row])] += 1;
    }
    double even = 0;
    for (std::size_t item = 0; item < kItems; ++item) even += clicks[item] / shown[item] / kItems;
    for (const double item : log.item) of_taken.push_back(clicks[std::size_t(item)] / shown[std::size_t(item)]);
    of_target.assign(log.reward.size(), even);
  }
  std::vector<double> of_taken, of_target;
};

bool near(double value, double expected) { return std::fabs(value - expected) < 1e-8; }

}  // namespace

TEST_CASE("the even policy from the log of Thompson sampling, row E6") {
  const auto log = thompson_log();
  if (!log) return;
  const OffPolicyValue value = off_policy(log->actions()).value();
  CHECK(near(value.ips.value, .00300863));
  CHECK(near(value.ips.standard_error, .00077394));
  CHECK(near(value.snips, .00318942));
  CHECK(std::fabs(value.effective_rows - 655.7) < .05);
  CHECK(std::fabs(value.largest_weight - 178.253) < 5e-4);
  CHECK_FALSE(value.dr);
}

TEST_CASE("a model of rewards is corrected by what was logged; any order of rows gives the same bits") {
  auto log = thompson_log();
  if (!log) return;
  const ItemMeans model(*log);
  const OffPolicyValue value = off_policy(log->actions(), {model.of_taken, model.of_target}).value();
  // Computed beside with numpy.
  CHECK(near(value.dm->value, .0036190239));
  CHECK(near(value.dr->value, .0029227329));
  for (auto* column : {&log->reward, &log->propensity, &log->item}) std::reverse(column->begin(), column->end());
  const ItemMeans reversed(*log);
  const OffPolicyValue again = off_policy(log->actions(), {reversed.of_taken, reversed.of_target}).value();
  CHECK(again.ips.value == value.ips.value);
  CHECK(again.dr->value == value.dr->value);
  CHECK(again.dr->standard_error == value.dr->standard_error);
}

TEST_CASE("a policy's own log gives its mean, and a perfect model the truth") {
  const std::vector<double> reward = {1, 0, 1, 1}, half(4, .5);
  const OffPolicyValue own = off_policy({reward, half, half}).value();
  CHECK(own.ips.value == .75);
  CHECK(own.snips == .75);
  CHECK(own.effective_rows == 4);
  CHECK(own.largest_weight == 1);
  const std::vector<double> target = {1, 0, 0, 1}, truth(4, .9);
  CHECK(off_policy({reward, half, target}, {reward, truth})->dr->value == doctest::Approx(.9));
}

TEST_CASE("a log without propensities is refused: nothing can be said from it") {
  const std::vector<double> reward = {1, 0, 1}, even(3, .5);
  const auto code = [&](const std::vector<double>& propensity, const std::vector<double>& target) {
    return off_policy({reward, propensity, target}).error().code();
  };
  CHECK(code({.5, 0, .5}, even) == Errc::invalid_argument);
  CHECK(code({.5, std::nan(""), .5}, even) == Errc::invalid_argument);
  CHECK(code({.5, 1.5, .5}, even) == Errc::invalid_argument);
  CHECK(code({}, even) == Errc::invalid_argument);
  CHECK(code(even, {.5, .5, -1}) == Errc::invalid_argument);
  CHECK(code(even, {0, 0, 0}) == Errc::degenerate_input);
  CHECK(off_policy({std::array{1.0}, std::array{.5}, std::array{.5}}).error().code() == Errc::degenerate_input);
  CHECK(off_policy({reward, even, even}, {reward, {}}).error().code() == Errc::invalid_argument);
}

}  // namespace staysail::statistics
