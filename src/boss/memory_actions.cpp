#include "staysail/boss/memory_actions.hpp"

#include <algorithm>

namespace staysail {

Eligibility MemoryActions::judge(const BossAction& action) const {
  if (const auto formed = check_action(action); !formed) return {false, "malformed"};
  return rule_ ? rule_(action) : Eligibility{true, {}};
}

Result<std::vector<Eligibility>> MemoryActions::check_eligibility(std::span<const BossAction> actions) {
  const std::lock_guard lock(mutex_);
  std::vector<Eligibility> answers;
  for (const auto& action : actions) answers.push_back(judge(action));
  return answers;
}

Result<std::vector<ActionReceipt>> MemoryActions::submit(std::span<const BossAction> actions,
                                                         const std::string& token) {
  if (token.empty()) return Error(Errc::invalid_argument, "a submission has a token");
  for (const auto& action : actions) STAYSAIL_CHECK(check_action(action));
  const std::lock_guard lock(mutex_);
  const std::vector<BossAction> batch(actions.begin(), actions.end());
  const auto [submission, is_new] = submissions_.try_emplace(token, batch);
  if (submission->second != batch)
    return Error(Errc::conflict, "this token was submitted with other actions: " + token);
  std::vector<ActionReceipt> receipts;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const std::string name = action_token(token, i);
    if (is_new) take(batch[i], name);
    receipts.push_back(receipts_.at(name));
  }
  return receipts;
}

void MemoryActions::take(const BossAction& action, const std::string& name) {
  const Eligibility answer = judge(action);
  if (answer.eligible) accepted_.emplace_back(name, action);
  receipts_[name] = {name, answer.eligible ? ActionStatus::accepted : ActionStatus::refused, answer.reason};
}

Result<std::vector<ActionReceipt>> MemoryActions::submit_again(std::span<const BossAction> actions,
                                                               std::span<const std::string> action_tokens) {
  for (const auto& action : actions) STAYSAIL_CHECK(check_action(action));
  const std::lock_guard lock(mutex_);
  std::vector<ActionReceipt> receipts;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    if (receipts_.count(action_tokens[i]) == 0) take(actions[i], action_tokens[i]);
    receipts.push_back(receipts_.at(action_tokens[i]));
  }
  return receipts;
}

Result<std::vector<ActionReceipt>> MemoryActions::status(std::span<const std::string> action_tokens) {
  const std::lock_guard lock(mutex_);
  std::vector<ActionReceipt> receipts;
  for (const auto& token : action_tokens) {
    const auto found = receipts_.find(token);
    receipts.push_back(found == receipts_.end() ? ActionReceipt{token, ActionStatus::unknown, {}} : found->second);
  }
  return receipts;
}

Status MemoryActions::settle(const std::string& action_token, ActionStatus status, std::string note) {
  const std::lock_guard lock(mutex_);
  const auto found = receipts_.find(action_token);
  if (found == receipts_.end())
    return Error(Errc::not_found, "no action was submitted under this token: " + action_token);
  found->second.status = status;
  found->second.note = std::move(note);
  return ok();
}

std::vector<std::pair<std::string, BossAction>> MemoryActions::accepted() const {
  const std::lock_guard lock(mutex_);
  return accepted_;
}

}  // namespace staysail
