#include "staysail/statistics/incumbent_policy.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>

#include "main/shared_data.hpp"
#include "statistics/dice.hpp"
#include "statistics/number_columns.hpp"

namespace staysail::statistics {
namespace {

constexpr std::array kArms = {"No E-Mail", "Mens E-Mail", "Womens E-Mail"};

// Hillstrom's customers by 237 cells and three arms: even rows to learn from, odd ones to test.
struct Halves {
  std::vector<Proportion> learnt, tested;
};

std::optional<Halves> hillstrom_cells(const std::string& outcome) {
  const auto path = shared_data("data/uplift/hillstrom.csv");
  if (!path) return std::nullopt;
  const NumberColumns table(*path);
  const auto happened = table.numbers(outcome);
  std::map<std::string, std::size_t> cells;
  Halves halves;
  for (std::size_t row = 0; row < happened.size(); ++row) {
    std::string cell;
    for (const char* name : {"history_segment", "mens", "womens", "zip_code", "newbie", "channel"})
      cell += table.texts(name)[row] + "|";
    const std::size_t place = cells.try_emplace(cell, cells.size()).first->second * kArms.size();
    halves.learnt.resize(cells.size() * kArms.size());
    halves.tested.resize(cells.size() * kArms.size());
    const auto arm = std::find(kArms.begin(), kArms.end(), table.texts("segment")[row]) - kArms.begin();
    auto& half = row % 2 == 0 ? halves.learnt : halves.tested;
    half[place + static_cast<std::size_t>(arm)].merge({happened[row] > 0 ? 1U : 0U, 1});
  }
  CHECK(cells.size() == 237);
  return halves;
}

// Successes among tested customers whose arm the policy would have chosen.
template <class Chosen>
Proportion value_of(const std::vector<Proportion>& tested, const Chosen& chosen) {
  Proportion value;
  for (std::size_t cell = 0; cell < tested.size() / kArms.size(); ++cell)
    value.merge(tested[cell * kArms.size() + chosen(cell)]);
  return value;
}

double rate(const Proportion& p) { return static_cast<double>(p.successes) / static_cast<double>(p.trials); }
double error(const Proportion& p) { return std::sqrt(rate(p) * (1 - rate(p)) / static_cast<double>(p.trials)); }

std::size_t raw_best(const std::vector<Proportion>& learnt, std::size_t cell) {
  std::size_t best = 0;
  const auto of = [&](std::size_t arm) {
    const Proportion& p = learnt[cell * kArms.size() + arm];
    return p.trials == 0 ? -1 : rate(p);
  };
  for (std::size_t arm = 1; arm < kArms.size(); ++arm)
    if (of(arm) > of(best)) best = arm;
  return best;
}

// Two arms in cells of 400 trials each; the second is better by `gain(cell)`.
template <class Gain>
std::vector<Proportion> made_up(std::size_t cells, const Gain& gain) {
  Dice dice;
  std::vector<Proportion> outcomes;
  for (std::size_t cell = 0; cell < cells; ++cell)
    for (const double p : {0.3, 0.3 + gain(cell)}) {
      Proportion arm;
      for (int i = 0; i < 400; ++i) arm.merge({dice.roll() < p ? 1U : 0U, 1});
      outcomes.push_back(arm);
    }
  return outcomes;
}

}  // namespace

TEST_CASE("Hillstrom by 237 cells: never a standard error below the best arm, never below the raw best of each cell") {
  for (const char* outcome : {"visit", "conversion"}) {
    const auto halves = hillstrom_cells(outcome);
    if (!halves) return;
    const auto policy = IncumbentPolicy::learn(halves->learnt, kArms.size()).value();
    const Proportion learnt = value_of(halves->tested, [&](std::size_t cell) { return policy.chosen(cell); });
    const Proportion always = value_of(halves->tested, [&](std::size_t) { return policy.incumbent(); });
    const Proportion raw = value_of(halves->tested, [&](std::size_t cell) { return raw_best(halves->learnt, cell); });
    MESSAGE(std::string(outcome) << ": learnt " << rate(learnt) << ", always " << std::string(kArms[policy.incumbent()])
                                 << " " << rate(always) << " (error " << error(always) << "), raw best of each cell "
                                 << rate(raw));
    CHECK(rate(learnt) >= rate(always) - error(always));
    CHECK(rate(learnt) >= rate(raw));
  }
}

TEST_CASE("cells that truly differ get the arm that is theirs, the others keep the incumbent") {
  const auto gain = [](std::size_t cell) { return cell < 20 ? 0.2 : -0.1; };
  PolicyOptions options;
  options.incumbent = 0;
  const auto policy = IncumbentPolicy::learn(made_up(60, gain), 2, options).value();
  std::size_t right = 0;
  for (std::size_t cell = 0; cell < 60; ++cell) right += policy.chosen(cell) == (cell < 20 ? 1U : 0U);
  CHECK(right >= 59);
}

TEST_CASE("planted fault: where arms are alike, luck in a cell replaces nobody") {
  PolicyOptions options;
  options.incumbent = 0;
  const auto policy = IncumbentPolicy::learn(made_up(100, [](std::size_t) { return 0.0; }), 2, options).value();
  for (std::size_t cell = 0; cell < 100; ++cell) CHECK(policy.chosen(cell) == 0);
}

TEST_CASE("propensities: the budget is spent on arms by their chance of being the best") {
  const auto policy =
      IncumbentPolicy::learn(made_up(40, [](std::size_t cell) { return cell % 2 ? 0.15 : -0.15; }), 2).value();
  for (std::size_t cell = 0; cell < policy.cells(); ++cell) {
    const std::size_t chosen = policy.chosen(cell), other = 1 - chosen;
    const auto none = policy.propensities(cell, 0).value(), tenth = policy.propensities(cell, 0.1).value();
    CHECK(none[chosen] == 1);
    CHECK(tenth[0] + tenth[1] == doctest::Approx(1));
    CHECK(tenth[chosen] >= 0.9);
    const ArmBelief& challenger = policy.beliefs(cell)[1 - policy.incumbent()];
    const double chance = other == policy.incumbent() ? 1 - challenger.better : challenger.better;
    CHECK(tenth[other] == doctest::Approx(0.1 * chance).epsilon(0.02));
  }
}

TEST_CASE("cells without trials go by what is known of all, and any order of cells gives the same") {
  auto outcomes = made_up(30, [](std::size_t) { return 0.1; });
  outcomes[4] = outcomes[5] = {0, 0};
  outcomes[6] = {0, 0};
  const auto policy = IncumbentPolicy::learn(outcomes, 2).value();
  CHECK(policy.incumbent() == 1);
  CHECK(policy.chosen(2) == 1);
  CHECK(policy.chosen(3) == 1);
  std::vector<Proportion> turned;
  for (std::size_t cell = 30; cell-- > 0;) turned.insert(turned.end(), {outcomes[2 * cell], outcomes[2 * cell + 1]});
  const auto again = IncumbentPolicy::learn(turned, 2).value();
  for (std::size_t cell = 0; cell < 30; ++cell) CHECK(again.beliefs(29 - cell)[0].gain == policy.beliefs(cell)[0].gain);
}

TEST_CASE("any counts have beliefs that are numbers and probabilities") {
  rc::check("any counts", [] {
    const auto arms = *rc::gen::inRange<std::size_t>(2, 4);
    std::vector<Proportion> outcomes;
    for (std::size_t i = 0; i < arms * 3; ++i) {
      const auto trials = *rc::gen::inRange<std::uint64_t>(i < arms ? 1 : 0, 50);
      outcomes.push_back({*rc::gen::inRange<std::uint64_t>(0, trials + 1), trials});
    }
    const auto policy = IncumbentPolicy::learn(outcomes, arms).value();
    for (std::size_t cell = 0; cell < 3; ++cell) {
      for (const ArmBelief& belief : policy.beliefs(cell))
        RC_ASSERT(std::isfinite(belief.gain) && belief.better >= 0 && belief.better <= 1);
      const auto shares = policy.propensities(cell, 0.3).value();
      RC_ASSERT(std::fabs(std::accumulate(shares.begin(), shares.end(), 0.0) - 1) < 1e-12);
    }
  });
}

TEST_CASE("what teaches no policy is refused") {
  const std::vector<Proportion> two = {{1, 2}, {2, 3}}, none = {{0, 0}, {1, 2}}, more = {{3, 2}, {1, 2}};
  const auto code = [](std::span<const Proportion> outcomes, std::size_t arms, const PolicyOptions& options = {}) {
    return IncumbentPolicy::learn(outcomes, arms, options).error().code();
  };
  CHECK(code(two, 1) == Errc::invalid_argument);
  CHECK(code(two, 3) == Errc::invalid_argument);
  CHECK(code({}, 2) == Errc::invalid_argument);
  CHECK(code(more, 2) == Errc::invalid_argument);
  CHECK(code(two, 2, {0.4, {}}) == Errc::invalid_argument);
  CHECK(code(two, 2, {1, {}}) == Errc::invalid_argument);
  CHECK(code(two, 2, {0.9, 2}) == Errc::invalid_argument);
  CHECK(code(none, 2) == Errc::degenerate_input);
  CHECK(IncumbentPolicy::learn(two, 2)->propensities(0, 1.5).error().code() == Errc::invalid_argument);
}

}  // namespace staysail::statistics
