// Eligibility: what the BOSS would refuse is not promised to a customer.
#pragma once

#include "plan_frame.hpp"
#include "staysail/strategy/plan.hpp"

namespace staysail::strategy {

// Asks for every candidate that still is a task and has an action; those refused become not_eligible, with the BOSS's
// reason as detail. Null `actions`: nothing is asked.
Status ask_eligibility(Plan& plan, const PlanFrame& frame, BossActions* actions, const Control& control);

}  // namespace staysail::strategy
