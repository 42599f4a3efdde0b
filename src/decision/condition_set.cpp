#include "staysail/decision/condition_set.hpp"

#include <algorithm>

#include "decision/condition_set_state.hpp"
#include "decision/program.hpp"

namespace staysail {

ConditionSet ConditionSet::of(std::vector<Expression> conditions) {
  auto state = std::make_shared<State>();
  state->conditions = std::move(conditions);
  for (const Expression& condition : state->conditions) state->graph.add(condition.program_->tree);
  return ConditionSet(std::move(state));
}

std::size_t ConditionSet::size() const { return state_->conditions.size(); }

const Expression& ConditionSet::condition(std::size_t index) const { return state_->conditions[index]; }

Result<BoundConditions> ConditionSet::bind(const Schema& columns, const Inputs& constants,
                                           std::size_t* at_fault) const {
  std::uint32_t user = 0;
  auto program = decision::bind_graph(state_->graph, columns, constants, user);
  if (!program) {
    if (at_fault != nullptr) *at_fault = user;
    return state_->conditions[user].placed(program.error());
  }
  auto bound = std::make_shared<BoundConditions::State>();
  bound->set = state_;
  bound->schema = columns;
  bound->program = *std::move(program);
  bound->plan = decision::mask_plan(bound->program);
  return BoundConditions(std::move(bound));
}

}  // namespace staysail
