// Whole-lane versions of the operators. Each gives, row by row, exactly what semantics.hpp gives for the row's values.
#pragma once

#include <optional>

#include "decision/lane.hpp"
#include "decision/syntax.hpp"

namespace staysail::decision {

// A comparison of any two lanes.
Lane compare_lanes(NodeKind kind, const Lane& a, const Lane& b);

// `+ - * / **` of two numeric lanes: scaled integers while they hold the result, 34-digit decimals otherwise.
// Empty when a lane is not numeric.
std::optional<Lane> arithmetic_lanes(NodeKind kind, const Lane& a, const Lane& b);

Lane negate_truth(const Lane& lane);
// `and` (minimum) or `or` (maximum) of `next` into `truth`.
void fold_truth(NodeKind kind, std::vector<std::uint8_t>& truth, const Lane& next);
// Row by row `yes` where the condition is true and `no` elsewhere.
Lane select_lanes(const std::vector<std::uint8_t>& condition, const Lane& yes, const Lane& no);

}  // namespace staysail::decision
