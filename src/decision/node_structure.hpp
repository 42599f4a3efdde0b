// The structure of a subtree as bytes: equal bytes mean equal conditions, whatever expressions they were written in.
#pragma once

#include <span>
#include <string>

#include "decision/syntax.hpp"

namespace staysail::decision {

// `names`: those of the tree the node belongs to. Names go in by their text and locals by the order of their first use,
// so that slots do not matter; where the text stands does not matter either.
std::string structure_of(const Node& node, std::span<const std::string> names);

}  // namespace staysail::decision
