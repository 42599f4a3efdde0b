// A plan at rest: what is kept with a night so that its decisions can be explained and made again.
#pragma once

#include "staysail/base/control.hpp"
#include "staysail/cycle/night_record.hpp"
#include "staysail/strategy/plan.hpp"

namespace staysail::cycle {

// The record's rules, conditions, marks, contacts, consents and inputs. `night` has decision and refusals already;
// `request` made `plan`.
Status keep_at_rest(const Plan& plan, const PlanRequest& request, const Control& control, NightRecord& night);

// A table as bytes. A store keeps no table without rows, so all of these are one.
std::string bytes_at_rest(const Batch& table);

// One row an input, name and digest: "decision.<column>" for each column, then contacts, consents, refusals.
Result<Batch> digests_of_inputs(const NightRecord& night, Executor& executor);

}  // namespace staysail::cycle
