#include "eligibility.hpp"

#include <algorithm>

#include "tactic.hpp"

namespace staysail::strategy {
namespace {

constexpr std::size_t kActionsACall = 4096;

BossAction action_of(const Plan& plan, const PlanFrame& frame, const Candidate& candidate) {
  BossAction action;
  action.kind = plan.strategy_of(candidate).action->kind;
  action.subscription = SubscriptionId::of(std::string(frame.subscription(candidate.row)));
  action.customer = CustomerId::of(std::string(frame.customer(candidate.row)));
  action.account = AccountId::of(std::string(frame.account(candidate.row)));
  action.parameters = plan.parameters_of(candidate);
  action.requested = plan.as_of;
  return action;
}

std::vector<std::uint32_t> with_action(const Plan& plan) {
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < plan.candidates.size(); ++i) {
    if (plan.candidates[i].verdict == Verdict::task && plan.strategy_of(plan.candidates[i]).action) found.push_back(i);
  }
  return found;
}

Status ask_some(Plan& plan, const PlanFrame& frame, BossActions& actions, std::span<const std::uint32_t> candidates) {
  std::vector<BossAction> asked;
  for (const std::uint32_t index : candidates) asked.push_back(action_of(plan, frame, plan.candidates[index]));
  STAYSAIL_TRY(const std::vector<Eligibility> answers, actions.check_eligibility(asked));
  if (answers.size() != asked.size()) {
    return Error(Errc::adapter_failed, "check_eligibility must answer each action; asked and answered: " +
                                           std::to_string(asked.size()) + ", " + std::to_string(answers.size()));
  }
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (answers[i].eligible) continue;
    plan.candidates[candidates[i]].verdict = Verdict::not_eligible;
    plan.details[candidates[i]] = answers[i].reason;
  }
  return ok();
}

// "fitting_plan is not known: the order cannot name its offering"; empty when the order can name all it must.
std::string what_is_missing(const Plan& plan, const Candidate& candidate) {
  for (const auto& [parameter, value] : plan.strategy_of(candidate).action->parameters) {
    const std::string unknown = first_unknown(value, plan.frame, candidate.row);
    if (!unknown.empty()) return unknown + " is not known: the order cannot name its " + parameter;
  }
  return {};
}

void drop_what_cannot_be_ordered(Plan& plan) {
  for (const std::uint32_t index : with_action(plan)) {
    plan.details[index] = what_is_missing(plan, plan.candidates[index]);
    if (!plan.details[index].empty()) plan.candidates[index].verdict = Verdict::not_eligible;
  }
}

}  // namespace

Status ask_eligibility(Plan& plan, const PlanFrame& frame, BossActions* actions, const Control& control) {
  drop_what_cannot_be_ordered(plan);
  if (actions == nullptr) return ok();
  const std::vector<std::uint32_t> candidates = with_action(plan);
  for (std::size_t begin = 0; begin < candidates.size(); begin += kActionsACall) {
    STAYSAIL_CHECK(control.check());
    const std::size_t count = std::min(kActionsACall, candidates.size() - begin);
    STAYSAIL_CHECK(ask_some(plan, frame, *actions, std::span(candidates).subspan(begin, count)));
  }
  return ok();
}

}  // namespace staysail::strategy
