#include "arbitration.hpp"

#include <algorithm>

namespace staysail::strategy {
namespace {

// The candidate that stands in the way: one of the same strategy or group, or, when the customer has all that is
// allowed, the last that was taken.
std::uint32_t rival_of(const Plan& plan, const std::vector<std::uint32_t>& taken, const Candidate& candidate,
                       std::uint32_t allowed) {
  for (const std::uint32_t other : taken) {
    if (same_group(plan.strategy_of(plan.candidates[other]), plan.strategy_of(candidate))) return other;
  }
  return taken.size() >= allowed && !taken.empty() ? taken.back() : kNoCandidate;
}

void decide(Plan& plan, const PlanFrame& frame, const ContactPolicy& policy, Candidate& candidate) {
  const std::uint32_t item = plan.resources.item(candidate.strategy, candidate.channel);
  const auto own = own_resource(plan, policy, candidate);
  if (candidate.winner != kNoCandidate) candidate.verdict = Verdict::outranked;
  else if (const auto missing = plan.resources.short_of(item, own))
    candidate.verdict = PlanResources::verdict_of(plan.resources.all()[*missing].kind);
  else if (is_held_out(plan, frame, policy, candidate)) candidate.verdict = Verdict::held_out;
  else plan.resources.take(item, own);
}

}  // namespace

bool same_group(const Strategy& a, const Strategy& b) {
  return &a == &b || (!a.exclusion_group.empty() && a.exclusion_group == b.exclusion_group);
}

std::vector<std::uint32_t> survivors(const Plan& plan) {
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < plan.candidates.size(); ++i) {
    if (plan.candidates[i].verdict == Verdict::task) found.push_back(i);
  }
  return found;
}

bool is_held_out(const Plan& plan, const PlanFrame& frame, const ContactPolicy& policy, const Candidate& candidate) {
  return plan.strategy_of(candidate).hold_out &&
         policy.hold_out.holds(CustomerId::of(std::string(frame.person(candidate.row))));
}

std::optional<std::uint32_t> own_resource(const Plan& plan, const ContactPolicy& policy, const Candidate& candidate) {
  if (!policy.column_capacity) return std::nullopt;
  return plan.resources.own(plan.frame.find(policy.column_capacity->column)->text(candidate.row));
}

Result<PlanResources> resources_of(const Plan& plan, const ContactPolicy& policy) {
  if (!policy.column_capacity) return PlanResources::of(*plan.strategies, policy);
  STAYSAIL_TRY(const Column column, plan.frame.require(policy.column_capacity->column, ColumnType::text));
  std::vector<std::string> values;
  for (std::int32_t code = 0; code < column.dictionary().size(); ++code)
    values.emplace_back(column.dictionary().at(code));
  return PlanResources::of(*plan.strategies, policy, std::move(values));
}

void sort_by_rank(const Plan& plan, const PlanFrame& frame, std::vector<std::uint32_t>& candidates) {
  std::sort(candidates.begin(), candidates.end(), [&](std::uint32_t left, std::uint32_t right) {
    const Candidate& a = plan.candidates[left];
    const Candidate& b = plan.candidates[right];
    const Strategy& first = plan.strategy_of(a);
    const Strategy& second = plan.strategy_of(b);
    if (first.priority != second.priority) return first.priority > second.priority;
    if (const auto x = frame.retention_rank(a.row), y = frame.retention_rank(b.row); x != y) return x < y;
    if (const auto x = frame.value(a.row), y = frame.value(b.row); x != y) return x > y;
    if (const int order = frame.subscription(a.row).compare(frame.subscription(b.row)); order != 0) return order < 0;
    return first.id < second.id;
  });
}

void arbitrate(Plan& plan, const PlanFrame& frame, const ContactPolicy& policy) {
  std::vector<std::uint32_t> order = survivors(plan);
  sort_by_rank(plan, frame, order);
  std::vector<std::vector<std::uint32_t>> taken(static_cast<std::size_t>(frame.person_codes()));
  for (const std::uint32_t index : order) {
    Candidate& candidate = plan.candidates[index];
    auto& of_customer = taken[static_cast<std::size_t>(frame.person_code(candidate.row))];
    candidate.winner = rival_of(plan, of_customer, candidate, policy.tasks_per_customer);
    decide(plan, frame, policy, candidate);
    if (candidate.verdict >= Verdict::held_out) of_customer.push_back(index);
  }
}

}  // namespace staysail::strategy
