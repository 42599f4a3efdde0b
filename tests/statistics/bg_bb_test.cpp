// Check table row A14: donations of 11,104 people (Fader, Hardie and Shang 2010).
#include "staysail/statistics/bg_bb.hpp"

#include <array>
#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include "statistics/shared_columns.hpp"

namespace staysail::statistics {
namespace {

Errc code(std::vector<double> events, std::vector<double> last, std::vector<double> opportunities) {
  return BgBb::fit(events, last, opportunities).error().code();
}

// Every history of n opportunities, and how many orders of using and not using them it stands for.
struct Weighted {
  OpportunityHistory history;
  double ways = 1;
};

std::vector<Weighted> all_histories(int n) {
  std::vector<Weighted> all = {{{0, 0, static_cast<double>(n)}, 1}};
  for (int last = 1; last <= n; ++last) {
    double ways = 1;  // of choosing the events before the last
    for (int x = 1; x <= last; ++x) {
      all.push_back({{static_cast<double>(x), static_cast<double>(last), static_cast<double>(n)}, ways});
      ways = ways * (last - x) / x;
    }
  }
  return all;
}

}  // namespace

TEST_CASE("donations, row A14") {
  const auto columns = SharedColumns::load("data/value/donations.csv");
  if (!columns) return;
  const auto law = BgBb::fit(columns->numbers("frequency"), columns->numbers("recency"), columns->numbers("periods"),
                             columns->numbers("weights"))
                       .value();
  const Estimates& found = law.estimates();
  CHECK(std::fabs(found.log_likelihood - -33225.5813) < 1e-3);
  const std::array expected = {1.203522, .749716, .656718, 2.783443};
  const std::array errors = {.0694, .0294, .051, .3208};
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(found.parameters[i] == doctest::Approx(expected[i]).epsilon(1e-4));
    CHECK(found.standard_errors[i] == doctest::Approx(errors[i]).epsilon(2e-3));
  }
}

TEST_CASE("what is expected of a new unit after n opportunities is the mean over all histories of n") {
  const std::array p = {1.2, .75, .65, 2.8};
  const auto law = BgBb::of({p.begin(), p.end()}).value();
  // The probability of one order of events: by simulating every possible time of leaving under fixed probabilities,
  // integrated over a grid of both.
  constexpr int kGrid = 400;
  constexpr int kSeen = 3;
  const auto histories = all_histories(kSeen);
  std::vector<double> probability(histories.size(), 0);
  double total_weight = 0;
  for (int i = 0; i < kGrid; ++i)
    for (int j = 0; j < kGrid; ++j) {
      const double use = (i + .5) / kGrid;
      const double leave = (j + .5) / kGrid;
      const double weight = std::pow(use, p[0] - 1) * std::pow(1 - use, p[1] - 1) * std::pow(leave, p[2] - 1) *
                            std::pow(1 - leave, p[3] - 1);
      total_weight += weight;
      for (std::size_t h = 0; h < histories.size(); ++h) {
        const OpportunityHistory& history = histories[h].history;
        double sum = 0;
        for (int active = static_cast<int>(history.last); active <= kSeen; ++active)
          sum += std::pow(use, history.events) * std::pow(1 - use, active - history.events) *
                 std::pow(1 - leave, active) * (active < kSeen ? leave : 1);
        probability[h] += weight * sum;
      }
    }
  double mean = 0;
  double total = 0;
  for (std::size_t h = 0; h < histories.size(); ++h) {
    total += histories[h].ways * probability[h] / total_weight;
    mean += histories[h].ways * probability[h] / total_weight * law.expected_events(4, histories[h].history);
  }
  CHECK(total == doctest::Approx(1).epsilon(1e-9));
  CHECK(mean == doctest::Approx(law.expected_events(kSeen + 4) - law.expected_events(kSeen)).epsilon(0.02));
}

TEST_CASE("the longer the silence, the less likely a unit is active") {
  const auto law = BgBb::of({1.2, .75, .65, 2.8}).value();
  double before = 0;
  for (int last = 2; last <= 6; ++last) {
    const double active = law.probability_active({2, static_cast<double>(last), 6});
    CHECK(active > before);
    CHECK(active < 1);
    before = active;
  }
  CHECK(law.expected_events(0, {2, 3, 6}) == 0);
}

TEST_CASE("opportunities that cannot be are refused") {
  CHECK(code({}, {}, {}) == Errc::degenerate_input);
  CHECK(code({0}, {0}, {6}) == Errc::degenerate_input);
  CHECK(code({2}, {1}, {6}) == Errc::invalid_argument);
  CHECK(code({2}, {7}, {6}) == Errc::invalid_argument);
  CHECK(code({0}, {1}, {6}) == Errc::invalid_argument);
  CHECK(code({1.5}, {2}, {6}) == Errc::invalid_argument);
  CHECK(code({1}, {2}, {0}) == Errc::invalid_argument);
  CHECK(code({1}, {std::nan("")}, {6}) == Errc::invalid_argument);
  CHECK(code({1, 2}, {1}, {6}) == Errc::invalid_argument);
}

}  // namespace staysail::statistics
