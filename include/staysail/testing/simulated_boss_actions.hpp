// SimulatedBossActions: the BossActions of a simulated BOSS. Whoever simulates says what is eligible; orders and
// answers go through the files of an outbox (boss/outbox_actions.hpp), so that the simulation reads them between two
// months.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "staysail/boss/outbox_actions.hpp"

namespace staysail {

// Safe to use from many threads, if `judge` is.
class SimulatedBossActions final : public BossActions {
 public:
  // Whether the simulated BOSS would take an action, and the reason when not. Asked of well-formed actions only.
  using Judge = std::function<Eligibility(const BossAction&)>;
  // `outbox`: a folder, made when missing. `invalid_argument` without a judge; those of OutboxActions::open().
  static Result<std::unique_ptr<SimulatedBossActions>> open(const std::string& outbox, Judge judge);

  // An action that is not well-formed is "malformed".
  Result<std::vector<Eligibility>> check_eligibility(std::span<const BossAction> actions) override;
  // Orders are written whatever the judge says: between the question and the order a BOSS may have changed its mind.
  Result<std::vector<ActionReceipt>> submit(std::span<const BossAction> actions, const std::string& token) override;
  Result<std::vector<ActionReceipt>> status(std::span<const std::string> action_tokens) override;
  Result<std::vector<ActionReceipt>> submit_again(std::span<const BossAction> actions,
                                                  std::span<const std::string> action_tokens) override;

 private:
  SimulatedBossActions(std::unique_ptr<OutboxActions> outbox, Judge judge)
      : outbox_(std::move(outbox)), judge_(std::move(judge)) {}

  std::unique_ptr<OutboxActions> outbox_;
  Judge judge_;
};

}  // namespace staysail
