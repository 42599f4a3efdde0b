// Weights from pairwise judgements: "this one counts three times as much as that one" (analytic hierarchy process,
// Saaty 1980).
//
// The weights are the principal eigenvector of the matrix of judgements, adding up to 1. Judgements that contradict
// each other raise its eigenvalue above n:
//     consistency index = (lambda - n) / (n - 1),   consistency ratio = index / that of random judgements;
// a ratio above 0.10 says that the judgements should be thought over. Pure; any thread.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

struct PairwiseWeights {
  std::vector<double> weights;
  double eigenvalue = 0;
  double consistency_ratio = 0;  // 0 for one or two things, which cannot contradict each other
};

// `judgements`: n x n, row by row; row i, column j says how many times as much i counts as j. `invalid_argument` unless
// it is square with 1 to 10 rows, positive, 1 on the diagonal, and the judgement of (j, i) is one over that of (i, j)
// to 1e-6.
Result<PairwiseWeights> pairwise_weights(std::span<const double> judgements);

}  // namespace staysail::statistics
