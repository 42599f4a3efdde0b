// MemoryActions: a BOSS of one process, for tests, demonstrations and hosts that carry actions out themselves.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "staysail/boss/boss_actions.hpp"

namespace staysail {

// Safe to use from many threads. Nothing is kept beyond its life.
class MemoryActions final : public BossActions {
 public:
  // Called under the lock; every well-formed action is eligible without one.
  using Rule = std::function<Eligibility(const BossAction&)>;
  explicit MemoryActions(Rule rule = {}) : rule_(std::move(rule)) {}

  Result<std::vector<Eligibility>> check_eligibility(std::span<const BossAction> actions) override;
  // Actions that are not eligible are refused, the others accepted.
  Result<std::vector<ActionReceipt>> submit(std::span<const BossAction> actions, const std::string& token) override;
  Result<std::vector<ActionReceipt>> status(std::span<const std::string> action_tokens) override;
  Result<std::vector<ActionReceipt>> submit_again(std::span<const BossAction> actions,
                                                  std::span<const std::string> action_tokens) override;

  // What the BOSS decided later; `not_found` for a token that was never submitted.
  Status settle(const std::string& action_token, ActionStatus status, std::string note);
  // What was accepted, in the order of submission, with its token.
  std::vector<std::pair<std::string, BossAction>> accepted() const;

 private:
  Eligibility judge(const BossAction& action) const;
  // Under the lock.
  void take(const BossAction& action, const std::string& name);

  Rule rule_;
  mutable std::mutex mutex_;
  std::map<std::string, std::vector<BossAction>> submissions_;
  std::map<std::string, ActionReceipt> receipts_;
  std::vector<std::pair<std::string, BossAction>> accepted_;
};

}  // namespace staysail
