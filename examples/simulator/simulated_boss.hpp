// The BOSS of a simulated operator, to act in.
//
// Orders go to DIR/outbox/actions_YYYYMM.csv, which is what resume() takes; what became of them comes back in
// DIR/outbox/receipts_YYYYMM.csv, which resume() writes.
#pragma once

#include <memory>
#include <string>

#include "staysail/testing/simulated_boss_actions.hpp"

namespace staysail::simulator {

// `folder`: of simulate(). Eligibility is judged by the operator as it stands when the folder is opened; reasons are
// "unknown_subscription", "line_gone", "not_eligible". Errors: those of load_operator() and
// SimulatedBossActions::open().
Result<std::unique_ptr<SimulatedBossActions>> open_boss(const std::string& folder);

}  // namespace staysail::simulator
