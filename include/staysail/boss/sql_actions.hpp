// SqlActions: actions carried out by a BOSS's database, through statements that the integrator declares: functions and
// procedures that it calls, or a table of requests that it fills and the BOSS works off.
//
// Statements are never put together from values: what they need they name, and values travel beside them as parameters:
//   :token  the action's own token     :kind  renew, open_service ...        :content  names the whole action, 32
//   digits :subscription_id, :customer_id, :account_id, :task_id, :strategy_id, :requested (YYYY-MM-DD) :parameters
//   (months=12;discount_percent=10), or one alone as :parameter.months; null where the action has none
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/boss/boss_actions.hpp"
#include "staysail/boss/sql_source.hpp"

namespace staysail {

// A plain value.
struct SqlActionStatements {
  // One row: whether the BOSS would take the action (true, 1, t, Y), and the reason when not. Empty: every well-formed
  // action is eligible. Asked within a transaction that may not write.
  std::string eligibility;
  // Takes the action under :token. Executed again with the same token it must do nothing more: an INSERT says
  // ON CONFLICT DO NOTHING, a procedure looks the token up. What it answers is not looked at.
  std::string submit;
  // Of :token alone. One row: the status (accepted, refused, done, failed, in_doubt), a note, and the :content that was
  // submitted; without the third nobody can tell that a token was used for something else. No row: unknown.
  std::string status;

  // A TOML text with these three keys. `mapping_invalid` for a name that no action has, and for a status that asks for
  // more than :token.
  static Result<SqlActionStatements> parse(std::string_view text, const std::string& name);
  static Result<SqlActionStatements> load(const std::string& path);
};

// Safe to use from many threads.
class SqlActions final : public BossActions {
 public:
  // `mapping_invalid` as SqlActionStatements::parse().
  static Result<std::unique_ptr<SqlActions>> open(std::shared_ptr<SqlSession> session,
                                                  const SqlActionStatements& statements);

  Result<std::vector<Eligibility>> check_eligibility(std::span<const BossAction> actions) override;
  // Looks the tokens up, submits what is unknown in one transaction, and answers with what is known then. Where a
  // statement fails its order is refused by itself, with the database's words, and the others go without it; where all
  // fail none is refused for good: each is `unknown`, with the words. A BOSS that does not answer in time is
  // `adapter_failed`: nothing happened.
  Result<std::vector<ActionReceipt>> submit(std::span<const BossAction> actions, const std::string& token) override;
  // A status that is none of ours counts as in doubt, with the BOSS's word in the note.
  Result<std::vector<ActionReceipt>> status(std::span<const std::string> action_tokens) override;
  Result<std::vector<ActionReceipt>> submit_again(std::span<const BossAction> actions,
                                                  std::span<const std::string> action_tokens) override;

 private:
  // $1, $2 ... in the text, and what stands for them.
  struct Prepared {
    std::string text;
    std::vector<std::string> names;
  };
  struct Known {
    ActionReceipt receipt;
    std::string content;
  };
  explicit SqlActions(std::shared_ptr<SqlSession> session) : session_(std::move(session)) {}
  static Prepared prepare(const std::string& statement);
  static SqlStatement bound(const Prepared& prepared, const BossAction& action, const std::string& token);
  Result<std::vector<Known>> look_up(std::span<const std::string> action_tokens);

  std::shared_ptr<SqlSession> session_;
  Prepared eligibility_, submit_, status_;
};

}  // namespace staysail
