// Builds exposures and outcomes for the tests of the evaluation.
#pragma once

#include <string>
#include <vector>

#include "staysail/evaluation/evaluation.hpp"

namespace staysail::test {

inline const Month kMarch = Month::of(2026, 3);

struct Study {
  std::vector<Exposure> exposures;
  std::vector<Outcome> outcomes;

  // `customers` new ones in `arm`, of whom the first `kept` stay and pay `revenue` before and after.
  void add(Arm arm, int customers, int kept, const EffectCell& cell, std::int64_t revenue = 0) {
    for (int i = 0; i < customers; ++i) {
      const auto id = CustomerId::of("C" + std::to_string(outcomes.size()));
      exposures.push_back({id, cell.strategy, cell.segment, cell.stage, arm, kMarch, arm == Arm::treated, false});
      outcomes.push_back({id, i < kept, revenue, i < kept ? revenue : 0});
    }
  }
  Result<EvaluationReport> report(const EvaluationOptions& options = {}) const {
    return evaluate(kMarch, exposures, outcomes, options);
  }
};

inline const StrategyId kRenewal = StrategyId::of("renewal");
inline const EffectCell kHighDecline{kRenewal, "high", "decline"};

}  // namespace staysail::test
