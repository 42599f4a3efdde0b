// BossActions: what an integrator writes to let staysail act in a BOSS: eligibility first, submit with a token, status
// later.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/id.hpp"
#include "staysail/base/result.hpp"

namespace staysail {

enum class ActionKind : std::uint8_t {
  renew,
  open_service,
  close_service,
  change_plan,
  adjust_limit,
  apply_discount,
  raise_fault
};
// "renew", "open_service", ... as playbooks and outbox files spell them.
std::string_view name_of(ActionKind kind) noexcept;
// `not_found` that lists the names.
Result<ActionKind> action_kind_of(std::string_view name);

struct BossAction {
  ActionKind kind = ActionKind::renew;
  SubscriptionId subscription;
  CustomerId customer;
  AccountId account;
  // Sorted by name, names unique: months, offering, discount_percent, service, credit_limit, note ...
  std::vector<std::pair<std::string, std::string>> parameters;
  Day requested;
  TaskId task;          // what asked for it; may be empty
  StrategyId strategy;  // the same
  friend bool operator==(const BossAction&, const BossAction&) = default;
};

// "months=12;discount_percent=10": parameters in one cell. '%', ';' and '=' are written as %25, %3B and %3D.
std::string parameters_text(const std::vector<std::pair<std::string, std::string>>& parameters);
Result<std::vector<std::pair<std::string, std::string>>> parse_parameters(std::string_view text);

// `invalid_argument` for an action that no BOSS could carry out: no subscription, parameters out of order.
Status check_action(const BossAction& action);

struct Eligibility {
  bool eligible = false;
  std::string reason;  // a stable code when it is not: "arrears", "no_contract" ...
};

enum class ActionStatus : std::uint8_t {
  unknown,   // the BOSS has no such token: nothing happened, submit (again)
  accepted,  // taken, not finished
  refused,   // never will be
  done,
  failed,    // taken and ended without effect
  in_doubt,  // may or may not have happened: ask again
};
std::string_view name_of(ActionStatus status) noexcept;
Result<ActionStatus> action_status_of(std::string_view name);

struct ActionReceipt {
  std::string action_token;
  ActionStatus status = ActionStatus::unknown;
  std::string note;            // the BOSS's own words
  std::string reference = {};  // by which the BOSS itself names the action; empty where it gave nothing
  friend bool operator==(const ActionReceipt&, const ActionReceipt&) = default;
};

// The token of action `index` (from 0) of a submission: known before submit() returns, so that a submission in doubt
// can be looked up. "<token>.1", "<token>.2" ...
std::string action_token(std::string_view token, std::size_t index);

// Plug point. Every method may be called from many threads at once. Adapters must not throw.
class BossActions {
 public:
  virtual ~BossActions() = default;
  // One answer for each action, in order. Changes nothing.
  virtual Result<std::vector<Eligibility>> check_eligibility(std::span<const BossAction> actions) = 0;
  // One receipt for each action, in order, under action_token(token, i). The same token with the same actions again
  // answers with the receipts of the first time and does nothing else; with other actions it is a `conflict`; a
  // malformed action (check_action) is `invalid_argument`. On any error either nothing happened or the error is
  // `in_doubt`: then ask status().
  virtual Result<std::vector<ActionReceipt>> submit(std::span<const BossAction> actions, const std::string& token) = 0;
  // One receipt for each token, in order.
  virtual Result<std::vector<ActionReceipt>> status(std::span<const std::string> action_tokens) = 0;
  // Single actions of earlier submissions, of which status() said `unknown`, each again under the token that it had;
  // else as submit(). The default answers with status(): an adapter without a way to take them leaves them unknown.
  virtual Result<std::vector<ActionReceipt>> submit_again(std::span<const BossAction> actions,
                                                          std::span<const std::string> action_tokens);
  // What was heard of these tokens earlier, maybe by another process; told before anything is asked of them. The
  // default forgets it: enough for a BOSS that surely finds an action by its token.
  virtual void recall(std::span<const ActionReceipt> heard);
};

}  // namespace staysail
