// The explanation of one line on one page: every strategy with its conditions, values and bounds, the guards in their
// order with the one that stopped it, and what was done instead. For people; one HTML file that needs no network.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/id.hpp"
#include "staysail/base/result.hpp"
#include "staysail/model/readable_names.hpp"
#include "staysail/strategy/explanation.hpp"

namespace staysail {

struct ExplainedStrategy {
  StrategyId id;
  std::int64_t priority = 0;
  Explanation why;
};

struct ExplanationPage {
  SubscriptionId subscription;
  Day as_of;
  std::string playbook;                       // name and version
  std::vector<ExplainedStrategy> strategies;  // in any order
  ReadableNames names;                        // titles of the strategies
  std::string language = "zh";                // "zh" or "en"
  bool mask_ids = true;                       // ids of subscriptions show their last four characters only
};

// The page as UTF-8: first what is done, then what came furthest, at the end the strategies whose conditions do not
// hold. Every text of a feed or playbook is escaped. `invalid_argument` for another language.
Result<std::string> render_explanation(const ExplanationPage& page);

}  // namespace staysail
