// What a ConditionSet and what a BoundConditions holds.
#pragma once

#include "decision/condition_graph.hpp"
#include "decision/mask_plan.hpp"
#include "staysail/decision/condition_set.hpp"

namespace staysail {

struct ConditionSet::State {
  std::vector<Expression> conditions;  // whose trees the graph points into
  decision::ConditionGraph graph;
};

struct BoundConditions::State {
  std::shared_ptr<const ConditionSet::State> set;  // whose graph the program points into
  Schema schema;
  decision::BoundProgram program;
  decision::MaskPlan plan;
};

}  // namespace staysail
