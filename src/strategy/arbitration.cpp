#include "arbitration.hpp"

#include <algorithm>
#include <optional>

namespace staysail::strategy {
namespace {

// What is left to give.
class Budgets {
 public:
  Budgets(const Plan& plan, const ContactPolicy& policy) : total_(policy.budget) {
    for (const Strategy& strategy : *plan.strategies) left_.push_back(strategy.budget);
  }
  bool spent(std::uint32_t strategy) const {
    return (total_ && *total_ == 0) || (left_[strategy] && *left_[strategy] == 0);
  }
  void take(std::uint32_t strategy) {
    if (total_) --*total_;
    if (left_[strategy]) --*left_[strategy];
  }

 private:
  std::optional<std::uint64_t> total_;
  std::vector<std::optional<std::uint64_t>> left_;
};

bool same_group(const Strategy& a, const Strategy& b) {
  return &a == &b || (!a.exclusion_group.empty() && a.exclusion_group == b.exclusion_group);
}

// The candidate that stands in the way: one of the same strategy or group, or, when the customer has all that is
// allowed, the last that was taken.
std::uint32_t rival_of(const Plan& plan, const std::vector<std::uint32_t>& taken, const Candidate& candidate,
                       std::uint32_t allowed) {
  for (const std::uint32_t other : taken) {
    if (same_group(plan.strategy_of(plan.candidates[other]), plan.strategy_of(candidate))) return other;
  }
  return taken.size() >= allowed && !taken.empty() ? taken.back() : kNoCandidate;
}

std::vector<std::uint32_t> survivors(const Plan& plan) {
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < plan.candidates.size(); ++i) {
    if (plan.candidates[i].verdict == Verdict::task) found.push_back(i);
  }
  return found;
}

Verdict decide(const Plan& plan, const PlanFrame& frame, const ContactPolicy& policy, const Candidate& candidate,
               const Budgets& budgets) {
  if (candidate.winner != kNoCandidate) return Verdict::outranked;
  if (budgets.spent(candidate.strategy)) return Verdict::budget_spent;
  const auto customer = CustomerId::of(std::string(frame.customer(candidate.row)));
  return plan.strategy_of(candidate).hold_out && policy.hold_out.holds(customer) ? Verdict::held_out : Verdict::task;
}

}  // namespace

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
  Budgets budgets(plan, policy);
  std::vector<std::vector<std::uint32_t>> taken(static_cast<std::size_t>(frame.customer_codes()));
  for (const std::uint32_t index : order) {
    Candidate& candidate = plan.candidates[index];
    auto& of_customer = taken[static_cast<std::size_t>(frame.customer_code(candidate.row))];
    candidate.winner = rival_of(plan, of_customer, candidate, policy.tasks_per_customer);
    candidate.verdict = decide(plan, frame, policy, candidate, budgets);
    if (candidate.verdict == Verdict::task) budgets.take(candidate.strategy);
    if (candidate.verdict >= Verdict::held_out) of_customer.push_back(index);
  }
}

}  // namespace staysail::strategy
