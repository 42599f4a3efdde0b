// Check table row E1: tumours of rats in 71 groups (Tarone 1982; Gelman et al., Bayesian Data Analysis, table 5.1).
#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <span>
#include <vector>

#include <doctest/doctest.h>

#include "staysail/statistics/beta_binomial.hpp"

namespace staysail::statistics {
namespace {

const std::vector<Proportion> kRats = {
    {0, 20}, {0, 20}, {0, 20}, {0, 20},  {0, 20}, {0, 20}, {0, 20},  {0, 19},  {0, 19},  {0, 19},  {0, 19}, {0, 18},
    {0, 18}, {0, 17}, {1, 20}, {1, 20},  {1, 20}, {1, 20}, {1, 19},  {1, 19},  {1, 18},  {1, 18},  {2, 25}, {2, 24},
    {2, 23}, {2, 20}, {2, 20}, {2, 20},  {2, 20}, {2, 20}, {2, 20},  {1, 10},  {5, 49},  {2, 19},  {5, 46}, {3, 27},
    {2, 17}, {7, 49}, {7, 47}, {3, 20},  {3, 20}, {2, 13}, {9, 48},  {10, 50}, {4, 20},  {4, 20},  {4, 20}, {4, 20},
    {4, 20}, {4, 20}, {4, 20}, {10, 48}, {4, 19}, {4, 19}, {4, 19},  {5, 22},  {11, 46}, {12, 49}, {5, 20}, {5, 20},
    {6, 23}, {5, 19}, {6, 22}, {6, 20},  {6, 20}, {6, 20}, {16, 52}, {15, 46}, {15, 47}, {9, 24},  {4, 14}};

bool near(double value, double expected) { return std::fabs(value - expected) < 1e-5; }

}  // namespace

TEST_CASE("the likelihood's prior of the rats, row E1") {
  const BetaBinomialFit fit = fit_beta_binomial(kRats).value();
  CHECK(near(fit.prior.a, 2.341614));
  CHECK(near(fit.prior.b, 14.114801));
  CHECK(near(fit.prior.mean(), .142292));
  CHECK(near(fit.log_likelihood, -730.338455));
}

TEST_CASE("groups shrink to the prior, row E1") {
  const BetaDistribution prior = fit_beta_binomial(kRats)->prior;
  CHECK(near(prior.after({0, 20}).mean(), .064231));
  const BetaDistribution last = prior.after({4, 14});
  CHECK(near(last.mean(), .208219));
  CHECK(near(last.interval()->low, .086216));
  CHECK(near(last.interval()->high, .366352));
}

TEST_CASE("the prior by moments of the 70 historical groups, row E1") {
  const auto historical = std::span(kRats).first(70);
  const BetaBinomialFit fit = fit_beta_binomial(historical, PriorMethod::moments).value();
  CHECK(std::fabs(fit.prior.a - 1.356) < 5e-4);
  CHECK(std::fabs(fit.prior.b - 8.615) < 5e-4);
  CHECK(fit.log_likelihood < fit_beta_binomial(historical)->log_likelihood);
}

TEST_CASE("the order of groups, and groups without trials, change no bit") {
  std::vector<Proportion> mixed = kRats;
  mixed.insert(mixed.end(), 5, {0, 0});
  std::mt19937 random(3);
  for (int i = 0; i < 5; ++i) {
    std::shuffle(mixed.begin(), mixed.end(), random);
    for (const PriorMethod method : {PriorMethod::likelihood, PriorMethod::moments}) {
      CHECK(fit_beta_binomial(mixed, method)->prior == fit_beta_binomial(kRats, method)->prior);
      CHECK(fit_beta_binomial(mixed, method)->log_likelihood == fit_beta_binomial(kRats, method)->log_likelihood);
    }
  }
}

TEST_CASE("a known prior is found again") {
  std::mt19937_64 random(20261129);
  const auto uniform = [&random] { return (static_cast<double>(random() >> 11) + 0.5) / 9007199254740992.0; };
  const BetaDistribution truth{6, 3};
  std::vector<Proportion> groups;
  for (int group = 0; group < 2000; ++group) {
    const double rate = truth.quantile(uniform());
    Proportion counts;
    for (int trial = 0; trial < 40; ++trial) counts.merge({uniform() < rate ? 1U : 0U, 1});
    groups.push_back(counts);
  }
  const BetaDistribution found = fit_beta_binomial(groups)->prior;
  CHECK(found.a == doctest::Approx(6).epsilon(.1));
  CHECK(found.b == doctest::Approx(3).epsilon(.1));
}

TEST_CASE("rates at the edges, and very different sizes, have a maximum too") {
  const BetaDistribution edges = fit_beta_binomial(std::array<Proportion, 4>{{{0, 9}, {9, 9}, {1, 9}, {8, 9}}})->prior;
  CHECK(edges.a == doctest::Approx(edges.b));
  CHECK(edges.a < 1);
  const std::array<Proportion, 4> wide = {{{900'000, 1'000'000}, {1, 10}, {50, 100}, {2'000, 100'000}}};
  const BetaBinomialFit fit = fit_beta_binomial(wide).value();
  CHECK(fit.log_likelihood > fit_beta_binomial(wide, PriorMethod::moments)->log_likelihood);
  CHECK(fit.prior.mean() > .2);
  CHECK(fit.prior.mean() < .6);
}

TEST_CASE("groups that tell no scatter are refused") {
  const auto code = [](const std::vector<Proportion>& groups) { return fit_beta_binomial(groups).error().code(); };
  CHECK(code({}) == Errc::degenerate_input);
  CHECK(code({{1, 2}}) == Errc::degenerate_input);
  CHECK(code({{0, 5}, {0, 7}}) == Errc::degenerate_input);
  CHECK(code({{5, 5}, {7, 7}}) == Errc::degenerate_input);
  CHECK(code({{0, 9}, {9, 9}, {0, 4}}) == Errc::degenerate_input);
  CHECK(code({{0, 1}, {1, 1}, {1, 1}}) == Errc::degenerate_input);
  CHECK(code({{10, 100}, {10, 100}, {10, 100}}) == Errc::degenerate_input);
  CHECK(code({{3, 2}, {1, 2}}) == Errc::invalid_argument);
  const std::vector<Proportion> equal(3, {10, 100});
  CHECK(fit_beta_binomial(equal, PriorMethod::moments).error().code() == Errc::degenerate_input);
}

}  // namespace staysail::statistics
