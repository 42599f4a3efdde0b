// Boosted trees as questions, paths and weights: what the kernel under TreeScorer reads.
#pragma once

#include <cstdint>
#include <vector>

#include "statistics/scoring_kernel.hpp"
#include "staysail/base/instruction_set.hpp"
#include "staysail/statistics/boosted_trees.hpp"

namespace staysail::statistics {

struct ScoringProgram {
  BoostedTrees model;
  ScoringKernel kernel;
  // False for trees whose sums may pass 32 bits or that ask what no fit asks: they are walked row by row.
  bool compact = false;
  std::vector<CodeQuestion> questions;
  std::vector<PathStep> steps;
  std::vector<PathWeight> weights;  // of one feature after the other
  std::vector<std::uint32_t> starts;
  std::vector<std::int32_t> base;

  static ScoringProgram of(const BoostedTrees& model, InstructionSet instructions);
};

}  // namespace staysail::statistics
