// Eligibility: what the BOSS would refuse is not promised to a customer.
#pragma once

#include "plan_frame.hpp"
#include "staysail/strategy/plan.hpp"

namespace staysail::strategy {

// For every candidate that still is a task and has an action: one whose order would lack a parameter becomes
// not_eligible, with what is missing as detail; so does one that the BOSS refuses, with its reason. Null `actions`: the
// BOSS is not asked.
Status ask_eligibility(Plan& plan, const PlanFrame& frame, BossActions* actions, const Control& control);

}  // namespace staysail::strategy
