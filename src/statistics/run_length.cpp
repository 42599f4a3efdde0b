#include "statistics/run_length.hpp"

#include <array>
#include <cmath>
#include <string>

namespace staysail::statistics {
namespace {

constexpr int kOrder = 15;

struct Legendre {
  double value;
  double slope;
};

// P_15 by the three-term recurrence.
Legendre legendre(double x) {
  double before = 1;
  double value = x;
  for (int n = 2; n <= kOrder; ++n) {
    const double next = ((2 * n - 1) * x * value - (n - 1) * before) / n;
    before = value;
    value = next;
  }
  return {value, kOrder * (x * value - before) / (x * x - 1)};
}

// The root between `low` and `high`, where P_15 changes its sign.
double root_between(double low, double high) {
  const bool rises = legendre(low).value < 0;
  for (double middle = low + (high - low) / 2; middle != low && middle != high; middle = low + (high - low) / 2)
    ((legendre(middle).value < 0) == rises ? low : high) = middle;
  return low;
}

// The non-negative roots, ascending. The closest two are 0.11 apart: a grid of 1/50 parts them.
std::vector<double> positive_roots() {
  std::vector<double> roots = {0};
  for (int step = 1; step < 50; ++step) {
    const double low = step / 50.0;
    const double high = step == 49 ? 1 - 1e-9 : (step + 1) / 50.0;
    if ((legendre(low).value < 0) != (legendre(high).value < 0)) roots.push_back(root_between(low, high));
  }
  return roots;
}

const Quadrature& unit_rule() {
  static const Quadrature rule = [] {
    Quadrature made;
    const std::vector<double> roots = positive_roots();
    for (int i = -(kOrder / 2); i <= kOrder / 2; ++i) {
      const double node = i < 0 ? -roots[static_cast<std::size_t>(-i)] : roots[static_cast<std::size_t>(i)];
      const double slope = legendre(node).slope;
      made.nodes.push_back(node);
      made.weights.push_back(2 / ((1 - node * node) * slope * slope));
    }
    return made;
  }();
  return rule;
}

double way_out(const AbsorbingChain& chain, std::size_t state) {
  double sum = chain.leaves[state];
  for (std::size_t other = 0; other < state; ++other) sum += chain.moves[state][other];
  return sum;
}

}  // namespace

Quadrature panels_of_quadrature(double low, double high, std::size_t panels) {
  Quadrature all;
  const double half = (high - low) / static_cast<double>(panels) / 2;
  for (std::size_t panel = 0; panel < panels; ++panel) {
    // Counted from the centre, so that the nodes lie symmetrically and the middle one exactly in the middle.
    const double from_centre = 2 * static_cast<double>(panel) - static_cast<double>(panels - 1);
    const double centre = low + (high - low) / 2 + from_centre * half;
    for (std::size_t i = 0; i < kOrder; ++i) {
      all.nodes.push_back(centre + half * unit_rule().nodes[i]);
      all.weights.push_back(half * unit_rule().weights[i]);
    }
  }
  return all;
}

double mean_steps_until_left(AbsorbingChain chain) {
  std::vector<double> steps(chain.leaves.size(), 1.0);
  for (std::size_t state = chain.leaves.size() - 1; state > 0; --state) {
    const double out = way_out(chain, state);
    for (std::size_t from = 0; from < state; ++from) {
      const double visits = chain.moves[from][state] / out;
      for (std::size_t to = 0; to < state; ++to) chain.moves[from][to] += visits * chain.moves[state][to];
      chain.leaves[from] += visits * chain.leaves[state];
      steps[from] += visits * steps[state];
    }
  }
  return steps[0] / chain.leaves[0];
}

Result<double> limit_for(double wanted, double low, double high, const std::function<double(double)>& run_length) {
  if (!(run_length(low) <= wanted && wanted <= run_length(high)))
    return Error(Errc::invalid_argument, "no limit between " + std::to_string(low) + " and " + std::to_string(high) +
                                             " has this mean run length; ask for a longer or shorter one than " +
                                             std::to_string(wanted));
  while (high - low > 1e-10 * high) {
    const double middle = low + (high - low) / 2;
    (run_length(middle) < wanted ? low : high) = middle;
  }
  return low + (high - low) / 2;
}

}  // namespace staysail::statistics
