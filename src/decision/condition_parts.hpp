// What counts as one condition of an expression, and what joins several.
#pragma once

#include "decision/builtin.hpp"
#include "decision/syntax.hpp"

namespace staysail::decision {

inline bool joins_conditions(const Node& node) {
  return !node.whole && (node.kind == NodeKind::conjunction || node.kind == NodeKind::disjunction);
}

// `not` of several; of one it is part of the condition.
inline bool negates_conditions(const Node& node) {
  return node.kind == NodeKind::call && node.children.size() == 1 && node.builtin->name == "not" &&
         joins_conditions(node.child(0));
}

}  // namespace staysail::decision
