// The maximum of a smooth log-likelihood by Newton's method, damped where the Hessian is not negative definite or a
// step would not rise (Levenberg 1944). Deterministic: no clock, no random start.
//
// Pure; runs on the calling thread.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "statistics/jet.hpp"
#include "statistics/symmetric.hpp"

namespace staysail::statistics {

// A log-likelihood at one place: value, gradient, and the information (the Hessian with its sign turned).
struct Likelihood {
  double value = 0;
  std::vector<double> gradient;
  Symmetric information;
};

using LikelihoodFunction = std::function<Likelihood(std::span<const double>)>;

struct Maximum {
  std::vector<double> place;
  Likelihood likelihood;
  Likelihood at_start;
  int steps = 0;
  // False: there is no maximum inside, or none was found; `place` is the best one seen.
  bool converged = false;
};

struct NewtonOptions {
  int most_steps = 200;
  double longest = 2;  // no coordinate moves further in one step
};

Maximum maximise(const LikelihoodFunction& likelihood, std::vector<double> start, const NewtonOptions& options = {});

template <std::size_t N>
Likelihood likelihood_of(const Jet<N>& jet) {
  Likelihood likelihood{jet.value, {jet.first.begin(), jet.first.end()}, Symmetric(N)};
  for (std::size_t i = 0; i < jet.second.size(); ++i) likelihood.information.cells()[i] = -jet.second[i];
  return likelihood;
}

}  // namespace staysail::statistics
