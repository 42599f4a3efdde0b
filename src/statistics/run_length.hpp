// Mean run lengths of control charts: a chart that moves over an interval is a chain over the nodes of a quadrature,
// and the mean number of observations until it leaves is the chain's mean time to absorption.
#pragma once

#include <functional>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

// Gauss-Legendre nodes, ascending, and their weights.
struct Quadrature {
  std::vector<double> nodes;
  std::vector<double> weights;
};

// `panels` panels of 15 nodes each over [low, high]; with an odd number of panels the middle one is the centre.
Quadrature panels_of_quadrature(double low, double high, std::size_t panels);

// A chain that is left for good: from each state the probabilities of going to each state, and of leaving. State 0 is
// the start. Rows may miss 1 by the error of a quadrature: staying is what is left over.
struct AbsorbingChain {
  std::vector<std::vector<double>> moves;
  std::vector<double> leaves;
};

// Mean number of steps from state 0 until the chain is left, by state reduction (Grassmann, Taksar and Heyman 1985):
// sums and quotients of positive numbers only, so that a run of 10^300 steps is as accurate as one of 10.
double mean_steps_until_left(AbsorbingChain chain);

// The limit in [low, high] at which `run_length`, which grows with it, is `wanted`; halved until it no longer moves.
// `invalid_argument` when it does not lie between.
Result<double> limit_for(double wanted, double low, double high, const std::function<double(double)>& run_length);

}  // namespace staysail::statistics
