// OutboxActions: actions as files. A BOSS that takes files reads DIR/actions_YYYYMM.csv and answers in
// DIR/receipts*.csv.
//
// actions_YYYYMM.csv (the month of `requested`): action_token, kind, subscription_id, customer_id, account_id,
// requested, parameters, task_id, strategy_id. It is replaced as a whole, so a reader sees complete files only.
// receipts*.csv: action_token, status (accepted, refused, done, failed, in_doubt), note; the last file by name wins,
// also among those that were sorted into good/ and partly_bad/. One without this header is `malformed_file` for
// whoever asks, as long as it lies there unsorted: its first line may be an answer.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "staysail/boss/boss_actions.hpp"
#include "staysail/boss/file_receipt.hpp"

namespace staysail {

// Safe to use from many threads; one process writes a folder. Everything is kept in the files.
class OutboxActions final : public BossActions {
 public:
  // The folder is made when missing; `io_failed` otherwise.
  static Result<std::unique_ptr<OutboxActions>> open(const std::string& folder);

  // A file cannot be asked: every well-formed action is eligible, the others are "malformed".
  Result<std::vector<Eligibility>> check_eligibility(std::span<const BossAction> actions) override;
  Result<std::vector<ActionReceipt>> submit(std::span<const BossAction> actions, const std::string& token) override;
  Result<std::vector<ActionReceipt>> status(std::span<const std::string> action_tokens) override;
  Result<std::vector<ActionReceipt>> submit_again(std::span<const BossAction> actions,
                                                  std::span<const std::string> action_tokens) override;

  // Moves each receipts*.csv into good/, partly_bad/ or bad/ by its rows, with what is wrong with each row beside it as
  // NAME.rsp (file_receipt.hpp): unknown_token (no such action was submitted), unknown_status, field_count; a file that
  // is no such table, or lacks its header, is bad. Rows of a partly bad file that are good count; a bad file is kept
  // and not read again.
  Result<std::vector<FileReceipt>> sort_receipts();

 private:
  using RowsByToken = std::map<std::string, std::vector<std::string>>;
  explicit OutboxActions(std::string folder) : folder_(std::move(folder)) {}
  // Under the lock. `present`: what the outbox has of these tokens.
  Result<std::vector<ActionReceipt>> write(std::span<const BossAction> actions, std::span<const std::string> tokens,
                                           const RowsByToken& present);

  std::string folder_;
  std::mutex mutex_;
};

}  // namespace staysail
