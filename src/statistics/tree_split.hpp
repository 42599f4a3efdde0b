// The question that tells rows of high gradients best from rows of low ones.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "statistics/packed_gradient.hpp"

namespace staysail::statistics {

struct SplitOptions {
  double ridge = 1;               // added to the second derivative of a leaf
  double least_curvature = 0.25;  // second derivative that each side needs
};

struct Split {
  double gain = 0;
  std::array<std::uint64_t, 4> left{};  // codes
};

// Twice the fall of the loss, to second order, that one step over rows of these sums brings.
double gain_of(const Gradient& sum, double ridge);
// The step itself, in log-odds.
double step_of(const Gradient& sum, double ridge);

// The best question on one feature: a threshold with missing on either side, or a set of categories in order of their
// mean gradient (Fisher 1958). Nothing when no question has a gain above `floor`.
std::optional<Split> best_split(std::span<const Gradient> sums, bool ordered, const Gradient& total, double floor,
                                const SplitOptions& options);

}  // namespace staysail::statistics
