#include "staysail/decision/condition_tree.hpp"

#include <algorithm>

#include "decision/condition_parts.hpp"
#include "decision/program.hpp"

namespace staysail {
namespace {

Truth negated(Truth truth) { return static_cast<Truth>(static_cast<int>(Truth::is_true) - static_cast<int>(truth)); }

}  // namespace

struct ConditionTree::Building {
  std::size_t conditions = 0;

  Part part_of(const decision::Node& node) {
    if (decision::negates_conditions(node)) return {Kind::negation, 0, {part_of(node.child(0))}};
    if (!decision::joins_conditions(node)) return {Kind::condition, conditions++, {}};
    Part part{node.kind == decision::NodeKind::conjunction ? Kind::all : Kind::any, 0, {}};
    for (const decision::NodePtr& child : node.children) part.parts.push_back(part_of(*child));
    return part;
  }
};

ConditionTree ConditionTree::of(const Expression& expression) {
  Building building;
  ConditionTree tree;
  tree.root_ = building.part_of(*ExpressionTree::tree(expression).root);
  tree.conditions_ = building.conditions;
  return tree;
}

Truth ConditionTree::value_given(std::size_t position, std::span<const Truth> marks) const {
  return value_of(root_, marks, position);
}

Truth ConditionTree::value_of(const Part& part, std::span<const Truth> marks, std::size_t given) {
  if (part.kind == Kind::condition) return part.position == given ? Truth::is_true : marks[part.position];
  if (part.kind == Kind::negation) return negated(value_of(part.parts.front(), marks, given));
  const bool all = part.kind == Kind::all;
  Truth value = all ? Truth::is_true : Truth::is_false;
  for (const Part& one : part.parts) {
    const Truth truth = value_of(one, marks, given);
    value = all ? std::min(value, truth) : std::max(value, truth);
  }
  return value;
}

}  // namespace staysail
