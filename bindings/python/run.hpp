// Run: what one night found and decided, kept so that Python can ask it further.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "staysail/boss/exchange.hpp"
#include "staysail/cycle/night.hpp"
#include "staysail/report/receipt.hpp"
#include "staysail/strategy/explanation.hpp"

namespace staysail::python {

// In UTC.
Instant wall_clock();

struct RunRequest {
  std::string boss, mapping, playbook, store;
  std::optional<std::string> out;  // the folder for tables, report and orders to the BOSS; none: nothing is written
  NightOptions options;
  std::string changed_since;       // SqlFeedOptions
  std::string orders, statements;  // BossRegistry::open_actions(); empty: no database takes orders
};

// Immutable; any thread.
class Run {
 public:
  // `seconds` is asked when the night is over.
  static Result<Run> spend(const RunRequest& request, const std::function<StepSeconds()>& seconds);

  const NightResult& result() const { return result_; }
  const NightRecord& night() const { return result_.record; }
  // receipt_json()
  const std::string& receipt() const { return receipt_; }
  // Of an exchange: where each file of the run stands now.
  const std::vector<MovedFile>& moved() const { return moved_; }
  Result<Batch> indicators() const;
  // Of one strategy, or of each when `strategy` is empty, with its id.
  Result<std::vector<std::pair<StrategyId, Explanation>>> why_not(const SubscriptionId& subscription,
                                                                  const StrategyId& strategy) const;

 private:
  NightResult result_;
  std::string receipt_;
  std::vector<MovedFile> moved_;
};

}  // namespace staysail::python
