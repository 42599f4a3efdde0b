// PlanInputs: what a plan was made from beside its frame and its playbook, as tables that a store keeps. From them the
// plan is made again, whatever became of contacts, consents and the BOSS since.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "staysail/boss/boss_actions.hpp"
#include "staysail/strategy/plan.hpp"

namespace staysail {

// Of customers for whom a strategy matched; nobody else's are asked for.
struct PlanInputs {
  Batch contacts;  // customer_id, day, strategy_id, channel, result, answered, open, held_out: the contact history
  Batch consents;  // customer_id, channel, purpose, day, granted: the last word on each that was asked for, as consent
                   // facts have it; who never said a word has no row
  Batch refusals;  // subscription_id, action, parameters, reason: what the BOSS would not do
};

// `request` made `plan`. `refusals` are not the request's to tell: see AnswersHeard. Row order of the frame counts, so
// that equal plans have equal bytes.
Result<PlanInputs> inputs_of(const Plan& plan, const PlanRequest& request);

// The contact history in `contacts` and the consents in `consents`, on the day of the plan. `schema_mismatch`.
Result<ContactHistory> history_in(const Batch& contacts, Day as_of);
Result<ConsentLedger> ledger_in(const Batch& consents);

// Hands all calls on and remembers what was refused. A BOSS that answers no question of eligibility is asked no more:
// what it was to be asked is held back, refused with that reason. Any thread; `actions` outlives it.
class AnswersHeard final : public BossActions {
 public:
  explicit AnswersHeard(BossActions& actions) : actions_(actions) {}
  Result<std::vector<Eligibility>> check_eligibility(std::span<const BossAction> actions) override;
  Result<std::vector<ActionReceipt>> submit(std::span<const BossAction> actions, const std::string& token) override;
  Result<std::vector<ActionReceipt>> status(std::span<const std::string> action_tokens) override;
  Result<std::vector<ActionReceipt>> submit_again(std::span<const BossAction> actions,
                                                  std::span<const std::string> action_tokens) override;
  void recall(std::span<const ActionReceipt> heard) override { actions_.recall(heard); }
  // By subscription, action and parameters.
  Result<Batch> refusals() const;
  // How many actions were held back, and what the BOSS failed with; none when it answered.
  std::uint64_t unanswered() const;
  std::optional<Error> failure() const;

 private:
  Result<std::vector<Eligibility>> ask(std::span<const BossAction> actions);

  BossActions& actions_;
  mutable std::mutex mutex_;
  std::map<std::tuple<std::string, std::string, std::string>, std::string> refused_;
  std::uint64_t unanswered_ = 0;
  std::optional<Error> failure_;
};

// Answers as the table of refusals has it: what is not in it is eligible. Carries nothing out (`unsupported`).
// Immutable; any thread.
class AnswersAtRest final : public BossActions {
 public:
  static Result<AnswersAtRest> of(const Batch& refusals);
  Result<std::vector<Eligibility>> check_eligibility(std::span<const BossAction> actions) override;
  Result<std::vector<ActionReceipt>> submit(std::span<const BossAction> actions, const std::string& token) override;
  Result<std::vector<ActionReceipt>> status(std::span<const std::string> action_tokens) override;

 private:
  std::map<std::tuple<std::string, std::string, std::string>, std::string> refused_;
};

}  // namespace staysail
