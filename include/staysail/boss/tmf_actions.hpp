// TmfActions: actions as TMF622 product orders (v4), one order an action, with its token as externalId.
//
// An order is never sent while its token may be known to the BOSS: before sending, and whenever an answer is lost or is
// an error that does not refuse, it is looked up by externalId; what is found is compared here as well, because servers
// ignore filters. An order whose answer was lost and that is not found yet is `in_doubt`, and not sent again for
// `settle_ms`. An order to which the BOSS gave an id is followed by that id, whatever it made of the externalId. What
// was sent before and is not found by externalId is looked for among all orders, by externalId in any case and by a
// mark in the description; a BOSS that is seen to keep neither is never believed that it does not have an order.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "staysail/boss/boss_actions.hpp"
#include "staysail/boss/tmf_access.hpp"

namespace staysail {

struct TmfActionsOptions {
  // How long a BOSS may take to show an order that it took without saying so.
  std::int64_t settle_ms = 15 * 60 * 1000;
  // A file in which orders are noted before they are sent, so that a process that ends in between leaves its doubt to
  // the next. One process has it at a time. Empty: only this object remembers.
  std::string journal;
  // Ask the product inventory (TMF637) whether the line is there and in use; without it every well-formed action is
  // eligible.
  bool ask_inventory = true;
};

// Safe to use from many threads.
class TmfActions final : public BossActions {
 public:
  // `not_found` without a URL for TMF622; for the journal `io_failed`, `conflict` while another process has it,
  // `malformed_file` for a file that is none.
  static Result<std::unique_ptr<TmfActions>> open(TmfAccess access, TmfActionsOptions options = {});
  ~TmfActions() override;

  // Not eligible: "malformed", "unknown_subscription", "not_active".
  Result<std::vector<Eligibility>> check_eligibility(std::span<const BossAction> actions) override;
  Result<std::vector<ActionReceipt>> submit(std::span<const BossAction> actions, const std::string& token) override;
  // acknowledged, inProgress, pending, held and the states of a cancellation under way: accepted; completed: done;
  // rejected: refused; failed and cancelled: failed; partial: what the state of the one item says, else in_doubt.
  Result<std::vector<ActionReceipt>> status(std::span<const std::string> action_tokens) override;
  Result<std::vector<ActionReceipt>> submit_again(std::span<const BossAction> actions,
                                                  std::span<const std::string> action_tokens) override;
  void recall(std::span<const ActionReceipt> heard) override;

 private:
  class Desk;
  explicit TmfActions(std::unique_ptr<Desk> desk);
  std::unique_ptr<Desk> desk_;
};

}  // namespace staysail
