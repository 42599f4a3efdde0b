// Weights of a scorecard that the lines themselves give.
#pragma once

#include <vector>

#include "staysail/columns/column.hpp"

namespace staysail::indicators {

// One for each input, together 10000; all 0 where the lines tell none. Lines without a value of an input count nothing
// for it, values beyond 0 to 1 as the bound they lie beyond. Only how often each value stands there counts: the order
// of lines does not.

// By Shannon's entropy: e = -sum(p ln p) / ln n with p = x / sum(x) over the n lines of an input; its weight goes with
// 1 - e. An input of which all lines have the same value tells nothing apart and weighs nothing.
std::vector<std::int64_t> entropy_weights(const std::vector<const Column*>& inputs);

// By weight of evidence: the information value of an input over ten bands of equal width,
// sum((g - b) ln(g / b)) with g and b the shares of lines with the label and without it that lie in a band, half a line
// added to each count.
std::vector<std::int64_t> evidence_weights(const std::vector<const Column*>& inputs, const Column& label);

}  // namespace staysail::indicators
