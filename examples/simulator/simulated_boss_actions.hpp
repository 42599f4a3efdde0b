// SimulatedBossActions: the BossActions of a simulated operator.
//
// Orders go to DIR/outbox/actions_YYYYMM.csv, which is what resume() takes; what became of them comes back in
// DIR/outbox/receipts_YYYYMM.csv, which resume() writes.
#pragma once

#include <memory>
#include <string>

#include "simulator/operator.hpp"
#include "staysail/boss/boss_actions.hpp"
#include "staysail/boss/outbox_actions.hpp"

namespace staysail::simulator {

// Safe to use from many threads. Eligibility is judged by the operator as it stood when the folder was opened.
class SimulatedBossActions final : public BossActions {
 public:
  // `folder`: of simulate(). Errors: those of load_operator() and OutboxActions::open().
  static Result<std::unique_ptr<SimulatedBossActions>> open(const std::string& folder);

  // Reasons: "unknown_subscription", "line_gone", "not_eligible".
  Result<std::vector<Eligibility>> check_eligibility(std::span<const BossAction> actions) override;
  Result<std::vector<ActionReceipt>> submit(std::span<const BossAction> actions, const std::string& token) override;
  Result<std::vector<ActionReceipt>> status(std::span<const std::string> action_tokens) override;

 private:
  SimulatedBossActions(Operator lived, std::unique_ptr<OutboxActions> outbox) : lived_(std::move(lived)), outbox_(std::move(outbox)) {}
  Eligibility judge(const BossAction& action) const;

  const Operator lived_;
  std::unique_ptr<OutboxActions> outbox_;
};

}  // namespace staysail::simulator
