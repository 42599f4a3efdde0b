#include "staysail/testing/simulated_boss_actions.hpp"

namespace staysail {

Result<std::unique_ptr<SimulatedBossActions>> SimulatedBossActions::open(const std::string& outbox, Judge judge) {
  if (!judge) return Error(Errc::invalid_argument, "a simulated BOSS needs a judge of what is eligible");
  STAYSAIL_TRY(auto files, OutboxActions::open(outbox));
  return std::unique_ptr<SimulatedBossActions>(new SimulatedBossActions(std::move(files), std::move(judge)));
}

Result<std::vector<Eligibility>> SimulatedBossActions::check_eligibility(std::span<const BossAction> actions) {
  STAYSAIL_TRY(auto answers, outbox_->check_eligibility(actions));
  for (std::size_t i = 0; i < actions.size(); ++i)
    if (answers[i].eligible) answers[i] = judge_(actions[i]);
  return answers;
}

Result<std::vector<ActionReceipt>> SimulatedBossActions::submit(std::span<const BossAction> actions,
                                                                const std::string& token) {
  return outbox_->submit(actions, token);
}

Result<std::vector<ActionReceipt>> SimulatedBossActions::status(std::span<const std::string> action_tokens) {
  return outbox_->status(action_tokens);
}

Result<std::vector<ActionReceipt>> SimulatedBossActions::submit_again(std::span<const BossAction> actions,
                                                                      std::span<const std::string> action_tokens) {
  return outbox_->submit_again(actions, action_tokens);
}

}  // namespace staysail
