// Arbitration: who comes first when strategies want the same customer, or the same budget.
#pragma once

#include <cstdint>
#include <vector>

#include "plan_frame.hpp"
#include "staysail/strategy/plan.hpp"

namespace staysail::strategy {

// By descending priority, ascending retention rank, descending value, subscription id, strategy id.
void sort_by_rank(const Plan& plan, const PlanFrame& frame, std::vector<std::uint32_t>& candidates);

// Walks the candidates whose verdict is `task` in the order of rank and decides which remain: a customer gets at most
// policy.tasks_per_customer, each strategy and each exclusion group once; a budget that is spent stops everybody who
// ranks lower, held out or not, so that the two groups stay comparable; the held-out take no budget.
void arbitrate(Plan& plan, const PlanFrame& frame, const ContactPolicy& policy);

}  // namespace staysail::strategy
