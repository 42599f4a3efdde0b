// Arbitration: who comes first when strategies want the same customer, or the same budget.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "plan_frame.hpp"
#include "staysail/strategy/plan.hpp"

namespace staysail::strategy {

// By descending priority, ascending retention rank, descending value, subscription id, strategy id.
void sort_by_rank(const Plan& plan, const PlanFrame& frame, std::vector<std::uint32_t>& candidates);

// Candidates whose verdict is still `task`.
std::vector<std::uint32_t> survivors(const Plan& plan);

// Whether nothing is done although it would be: the strategy is measured, and the customer is in the hold-out.
bool is_held_out(const Plan& plan, const PlanFrame& frame, const ContactPolicy& policy, const Candidate& candidate);

// Whether a customer who has the one is not given the other: the same strategy, or one of its group.
bool same_group(const Strategy& a, const Strategy& b);

// What the strategies and the policy have to give to the customers of the frame.
Result<PlanResources> resources_of(const Plan& plan, const ContactPolicy& policy);

// Of which the candidate takes one for its row's value of the policy's column.
std::optional<std::uint32_t> own_resource(const Plan& plan, const ContactPolicy& policy, const Candidate& candidate);

// By priority. Walks the candidates whose verdict is `task` in the order of rank and decides which remain: a customer
// gets at most policy.tasks_per_customer, each strategy and each exclusion group once; a budget or a capacity that ends
// stops everybody who ranks lower, held out or not, so that the two groups stay comparable; the held-out take nothing.
void arbitrate(Plan& plan, const PlanFrame& frame, const ContactPolicy& policy);

// By value: the same limits, so that all tasks together are worth as much as they let. The held-out choose at the same
// prices and in the same order as everybody, find what the others left, and take nothing.
// `playbook_invalid` where a strategy and the policy both name no value; those of evaluating it.
Status optimise(Plan& plan, const PlanFrame& frame, const PlanRequest& request, const Control& control);

}  // namespace staysail::strategy
